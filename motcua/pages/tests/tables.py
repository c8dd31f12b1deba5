"""Tables that the tests look into; the door itself asks selectors and services only."""

from django.apps import apps

Component = apps.get_model("catalogue", "Component")
Dossier = apps.get_model("dossiers", "Dossier")
ImportRun = apps.get_model("dossiers", "ImportRun")
JournalEntry = apps.get_model("journal", "JournalEntry")
Officer = apps.get_model("organisation", "Officer")
Person = apps.get_model("people", "Person")
ProcedureVersion = apps.get_model("catalogue", "ProcedureVersion")
Reading = apps.get_model("journal", "Reading")
TimeLimit = apps.get_model("catalogue", "TimeLimit")
RoleGrant = apps.get_model("organisation", "RoleGrant")
Succession = apps.get_model("organisation", "Succession")
Unit = apps.get_model("organisation", "Unit")
