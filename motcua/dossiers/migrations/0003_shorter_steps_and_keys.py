"""Steps keep a kind and the number of a role in place of words, and need no key of their own.

The table of steps is made anew beside the old one, so that its columns lie without gaps. The
clock book keeps every row as it is: only its key changes, from a number of its own to dossier
and number, which were unique before.
"""

import django.db.models.deletion
from django.db import migrations, models

from motcua.dossiers.vocabulary import StepState

ROLES = (
    "submitter", "postal_staff", "receiving_officer", "case_officer", "approver",
    "records_clerk", "unit_head", "one_stop_head", "leader", "reform_coordinator",
    "procedure_control_officer", "inspector", "administrator", "auditor",
)  # fmt: skip
#: A role that has no number stops here: a step without a role has no words either.
ROLE_NUMBER = f"case when role = '' then 0 else array_position(array{list(ROLES)}, role::text) end"
COLUMNS = (
    "dossier_id, unit_id, officer_id, handed_at, take_over_by, taken_at, done_at, due_at,"
    " {due}, {kind}, number, ordinal, {role}, state, refusal"
)
WANTED = COLUMNS.format(due="dossier_due_at", kind="kind_id", role="role")
BEFORE = COLUMNS.format(
    due="case when state in (1, 2, 3) then dossier_due_at end",
    kind="(select k.id from dossiers_stepkind k where k.key = o.key and k.name = o.name)",
    role=ROLE_NUMBER,
)
SET_ASIDE = """
alter table dossiers_step rename to dossiers_step_before;
alter table dossiers_step_before drop constraint step_number_once;
alter table dossiers_step_before drop constraint dossiers_step_pkey;
alter table dossiers_step_before drop constraint step_done_was_taken;
drop index step_inbox_of_officer;
drop index step_inbox_of_role;
"""
FILL = f"""
insert into dossiers_stepkind (key, name) select distinct key, name from dossiers_step_before;
insert into dossiers_step ({WANTED}) select {BEFORE} from dossiers_step_before o;
drop table dossiers_step_before;
"""
CLOCK_KEY = """
alter table dossiers_clockentry drop constraint clock_number_once;
alter table dossiers_clockentry drop column id;
alter table dossiers_clockentry
  add constraint dossiers_clockentry_pkey primary key (dossier_id, number);
"""
HELD = [2, 3]


def _to(model: str, *, related_name: str = "+", null: bool = False, name: str | None = None):
    return models.ForeignKey(
        db_index=False, null=null, on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name, to=model, verbose_name=name,
    )  # fmt: skip


def _key():
    return models.CompositePrimaryKey(
        "dossier_id", "number", blank=True, editable=False, primary_key=True, serialize=False
    )


def _time(name: str):
    return models.DateTimeField(null=True, verbose_name=name)


NEW_STEP = migrations.CreateModel(
    name="Step",
    fields=[
        ("pk", _key()),
        ("dossier", _to("dossiers.dossier", related_name="steps")),
        ("unit", _to("organisation.unit")),
        ("officer", _to("organisation.officer", null=True)),
        ("handed_at", _time("bàn giao lúc")),
        ("take_over_by", _time("phải nhận trước")),
        ("taken_at", _time("nhận lúc")),
        ("done_at", _time("xong lúc")),
        ("due_at", _time("hạn của bước")),
        ("dossier_due_at", _time("hạn của hồ sơ")),
        ("kind", _to("dossiers.stepkind", name="bước")),
        ("number", models.PositiveSmallIntegerField(verbose_name="lượt")),
        ("ordinal", models.PositiveSmallIntegerField(verbose_name="thứ tự trong quy trình")),
        ("role", models.SmallIntegerField(verbose_name="vai trò")),
        (
            "state",
            models.SmallIntegerField(
                choices=[(state.value, state.label) for state in StepState],
                verbose_name="trạng thái",
            ),
        ),
        ("refusal", models.TextField(db_default="", verbose_name="lý do không nhận")),
    ],
    options={
        "indexes": [
            models.Index(
                condition=models.Q(("officer__isnull", False), ("state__in", HELD)),
                fields=["officer", "dossier_due_at", "dossier"],
                name="step_inbox_of_officer",
            ),
            models.Index(
                condition=models.Q(("officer", None), ("state__in", HELD)),
                fields=["unit", "role", "dossier_due_at", "dossier"],
                name="step_inbox_of_role",
            ),
        ],
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    ("done_at", None), ("handed_at__isnull", False), _connector="OR"
                ),
                name="step_done_was_taken",
            )
        ],
    },
)
STARTS_FIRST = models.CheckConstraint(
    condition=models.Q(
        models.Q(("kind__in", ["start", "recorded"]), _negated=True),
        ("number", 1),
        _connector="OR",
    ),
    name="clock_starts_once",
)


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0002_the_book_is_append_only"),
        ("organisation", "0001_units_posts_and_roles"),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(SET_ASIDE)],
            state_operations=[migrations.DeleteModel("Step")],
        ),
        migrations.CreateModel(
            name="StepKind",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=60, verbose_name="khóa bước")),
                ("name", models.CharField(max_length=300, verbose_name="bước")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("key", "name"), name="step_kind_once")
                ]
            },
        ),
        NEW_STEP,
        migrations.RunSQL(FILL),
        migrations.RemoveConstraint("clockentry", "clock_starts_once"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(CLOCK_KEY)],
            state_operations=[
                migrations.RemoveConstraint("clockentry", "clock_number_once"),
                migrations.RemoveField("clockentry", "id"),
                migrations.AddField("clockentry", "pk", _key()),
            ],
        ),
        migrations.AddConstraint("clockentry", STARTS_FIRST),
        # No list asks for the dossiers of a unit by number.
        migrations.RemoveIndex("dossier", "dossier_of_unit"),
        # Unique as before, without a second index for searches by pattern that nobody makes.
        migrations.AlterField(
            "dossier",
            "code",
            models.CharField(max_length=60, null=True, verbose_name="mã hồ sơ"),
        ),
        migrations.AlterField(
            "dossier",
            "reference",
            models.CharField(max_length=40, null=True, verbose_name="mã tra cứu tạm"),
        ),
        migrations.AddConstraint(
            "dossier", models.UniqueConstraint(fields=("code",), name="dossier_code_once")
        ),
        migrations.AddConstraint(
            "dossier", models.UniqueConstraint(fields=("reference",), name="dossier_reference_once")
        ),
    ]
