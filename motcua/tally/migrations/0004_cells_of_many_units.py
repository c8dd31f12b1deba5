"""Cells by unit, and for whole groups of units; the lines are not touched.

The groups themselves are found and filled by the next fold, from the units as they stand.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

from motcua.tally.rules import EFFECTS

BY_UNIT = f"""
insert into tally_tallycell (axis, span, start, unit, key, parent_unit, {", ".join(EFFECTS)})
select 4, span, start, unit, unit, parent_unit, {", ".join(f"sum({name})" for name in EFFECTS)}
from tally_tallycell where axis = 3 group by span, start, unit, parent_unit
"""


class Migration(migrations.Migration):
    dependencies = [("tally", "0003_what_a_line_adds")]
    operations = [
        migrations.CreateModel(
            name="TallyGroup",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "units",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), size=None, verbose_name="các đơn vị"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(BY_UNIT, "delete from tally_tallycell where axis = 4"),
        migrations.RemoveIndex("tallyline", "tally_line_of_unit"),
        migrations.AddIndex("tallyline", models.Index(fields=["unit"], name="tally_line_of_unit")),
    ]
