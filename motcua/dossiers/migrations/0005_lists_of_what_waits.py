"""Lists of what waits find it at once; apologies for lateness stand apart from extensions."""

import django.contrib.postgres.indexes
from django.db import migrations, models

#: An extension in time is no apology for lateness: only those made when late are counted.
LATE_APOLOGIES = """
update dossiers_dossier d set apologised_at = (
  select max(a.at) from dossiers_apology a where a.dossier_id = d.id and not a.with_extension)
where d.apologised_at is not null
"""
#: Before its clock begins a dossier is as urgent as its hand-over.
HAND_OVERS = """
update dossiers_step s set dossier_due_at = s.take_over_by from dossiers_dossier d
where d.id = s.dossier_id and d.boundary_free and d.due_at is null
  and d.received_at is not null and d.ended_at is null and s.state in (1, 2, 3)
"""


class Migration(migrations.Migration):
    """Three small indexes, and two cached columns read anew."""

    dependencies = [("dossiers", "0004_what_additions_are_asked_for")]

    operations = [
        migrations.RunSQL(LATE_APOLOGIES, migrations.RunSQL.noop),
        migrations.RunSQL(HAND_OVERS, migrations.RunSQL.noop),
        # A table with waiting checks of its keys takes no index.
        migrations.RunSQL("set constraints all immediate", migrations.RunSQL.noop),
        migrations.AddIndex(
            "consultation",
            models.Index(
                condition=models.Q(("answered_at", None)),
                fields=["answer_by", "id"],
                name="consultation_waits",
            ),
        ),
        migrations.AddIndex(
            "dossier",
            models.Index(
                condition=models.Q(
                    ("boundary_free", True), ("due_at", None), ("received_at__isnull", False)
                ),
                fields=["settling_unit", "receiving_unit"],
                name="dossier_clock_not_begun",
            ),
        ),
        migrations.AddIndex(
            "dossier",
            django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["received_at"], name="dossier_received_about"
            ),
        ),
    ]
