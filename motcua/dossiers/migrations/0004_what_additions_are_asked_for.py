"""A request for additions names components of the procedure, or papers with a legal ground."""

from django.db import migrations, models

#: Requests from before this rule keep their words; no ground is invented for them.
OLDER = (
    "update dossiers_supplementrequest set legal_ground = 'Yêu cầu ghi trước khi có quy tắc này,"
    " không rõ căn cứ', came = case when accepted_at is null then '[]'::jsonb else items end"
)


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0003_shorter_steps_and_keys")]
    operations = [
        migrations.AddField(
            "supplementrequest",
            "components",
            models.JSONField(db_default=[], verbose_name="thành phần hồ sơ"),
        ),
        migrations.AddField(
            "supplementrequest",
            "legal_ground",
            models.TextField(db_default="", verbose_name="căn cứ của giấy tờ ngoài danh mục"),
        ),
        migrations.AddField(
            "supplementrequest",
            "came",
            models.JSONField(db_default=[], verbose_name="giấy tờ đã nhận"),
        ),
        migrations.RunSQL(OLDER, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "supplementrequest",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("components", []), _negated=True),
                    models.Q(("legal_ground", ""), _negated=True),
                    _connector="OR",
                ),
                name="supplement_names_components_or_a_ground",
            ),
        ),
    ]
