"""A seal covers the seal before it and the readings; what it covers stays as written."""

import django.db.models.deletion
from django.db import migrations, models

TABLE = "journal_sealedreading"
CLOSE = (
    f"create trigger {TABLE}_stays before update or delete on {TABLE}"
    " for each statement execute function motcua_refuse_change();"
    f" create trigger {TABLE}_is_not_emptied before truncate on {TABLE}"
    " for each statement execute function motcua_refuse_change();"
)
OPEN = f"drop trigger {TABLE}_stays on {TABLE}; drop trigger {TABLE}_is_not_emptied on {TABLE};"


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_the_hash_before_stands_once")]
    operations = [
        migrations.AddField(
            "seal", "readings", models.PositiveIntegerField("số lượt xem", db_default=0)
        ),
        migrations.AddField(
            "seal", "readings_root", models.BinaryField("gốc cây băm của lượt xem", null=True)
        ),
        migrations.AddField(
            "seal", "previous", models.BinaryField("mã băm của niêm phong trước", null=True)
        ),
        migrations.CreateModel(
            "SealedReading",
            [
                (
                    "reading",
                    models.BigIntegerField("lượt xem", primary_key=True, serialize=False),
                ),
                ("hash", models.BinaryField("mã băm")),
                (
                    "seal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journal.seal",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(CLOSE, OPEN),
    ]
