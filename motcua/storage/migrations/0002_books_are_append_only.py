"""One trigger function for every append-only table: what is written stays as written."""

from django.db import migrations

FUNCTION = """
create function motcua_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% of % is refused: the book is append-only', tg_op, tg_table_name
    using errcode = 'integrity_constraint_violation';
end $$
"""


class Migration(migrations.Migration):
    dependencies = [("storage", "0001_events_after_acts")]
    operations = [migrations.RunSQL(FUNCTION, "drop function motcua_refuse_change()")]
