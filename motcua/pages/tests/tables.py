"""Tables that the tests look into; the door itself asks selectors and services only."""

from django.apps import apps

Dossier = apps.get_model("dossiers", "Dossier")
JournalEntry = apps.get_model("journal", "JournalEntry")
Officer = apps.get_model("organisation", "Officer")
Person = apps.get_model("people", "Person")
Reading = apps.get_model("journal", "Reading")
RoleGrant = apps.get_model("organisation", "RoleGrant")
Unit = apps.get_model("organisation", "Unit")
