"""Each dossier keeps the phone that was told for it; the book of persons is shared by units."""

from django.db import migrations, models
from django.db.models import Min, OuterRef, Subquery


def told_first(apps, _editor):
    """The phone of a person was told with the first dossier of that person, whoever received it."""
    dossiers = apps.get_model("dossiers", "Dossier").objects
    people = apps.get_model("people", "Person").objects
    firsts = dossiers.values("owner").annotate(first=Min("pk")).values("first")
    phone = people.filter(pk=OuterRef("owner")).values("phone")
    told = dossiers.filter(pk__in=firsts).exclude(owner__phone="").exclude(owner=None)
    told.update(owner_phone=Subquery(phone))


class Migration(migrations.Migration):
    """A column with a default in the database, filled where it is known what was told."""

    dependencies = [
        ("dossiers", "0005_lists_of_what_waits"),
        ("people", "0001_persons_and_organisations"),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="owner_phone",
            field=models.CharField(db_default="", max_length=16, verbose_name="điện thoại để báo"),
        ),
        migrations.RunPython(told_first, migrations.RunPython.noop),
    ]
