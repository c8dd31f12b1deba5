"""Indexes for the search of the book; built beside the work of the office, without a lock."""

from django.contrib.postgres.indexes import BrinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("journal", "0004_seals_cover_readings")]
    operations = [
        AddIndexConcurrently(
            model_name="journalentry",
            index=models.Index(fields=["by", "id"], name="journal_of_a_person"),
        ),
        AddIndexConcurrently(
            model_name="journalentry",
            index=models.Index(fields=["act", "id"], name="journal_of_an_act"),
        ),
        AddIndexConcurrently(
            model_name="journalentry",
            index=BrinIndex(autosummarize=True, fields=["recorded_at"], name="journal_of_a_day"),
        ),
        AddIndexConcurrently(
            model_name="journalhead",
            index=models.Index(
                condition=models.Q(("subject_kind", "dossier"), _negated=True),
                fields=["id"],
                name="journal_of_administration",
            ),
        ),
        AddIndexConcurrently(
            model_name="reading",
            index=BrinIndex(autosummarize=True, fields=["at"], name="reading_of_a_day"),
        ),
    ]
