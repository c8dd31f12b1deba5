"""Sector law may give the notice of missing papers a term of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns of a version: how many working days, and where that stands."""

    dependencies = [("catalogue", "0001_what_is_promised")]

    operations = [
        migrations.AddField(
            "procedureversion",
            "supplement_notice_days",
            models.PositiveSmallIntegerField("số ngày làm việc để báo bổ sung", null=True),
        ),
        migrations.AddField(
            "procedureversion",
            "supplement_notice_source",
            models.CharField("căn cứ của số ngày báo bổ sung", max_length=200, db_default=""),
        ),
        migrations.AddConstraint(
            "procedureversion",
            models.CheckConstraint(
                condition=models.Q(
                    ("supplement_notice_days", None),
                    models.Q(
                        ("supplement_notice_days__gte", 1),
                        models.Q(("supplement_notice_source", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="own_notice_term_has_a_source",
            ),
        ),
    ]
