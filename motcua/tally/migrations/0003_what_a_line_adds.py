"""What every line adds to the columns of a cell, by the day from which it counts.

The same reading of a line as `motcua.tally.rules.effects`; a test holds the two together.
Part 1 is the line's own day; parts 2 and 3 are the day from which an open dossier is late,
against its due time and against its original one.
"""

from django.db import migrations

VIEW = """
create view tally_effect as
select l.id as line_id, e.day, l.unit, l.procedure, l.field, l.channel::int as channel,
       l.parent_unit, l.recorded_at, l.dossier,
       case when e.part = 1 and l.measure = 4 and l.channel = 2 then l.quantity else 0 end as received_online,
       case when e.part = 1 and l.measure = 4 and l.channel <> 2 then l.quantity else 0 end as received_other,
       case when e.part = 1 and l.measure in (1, 2, 3) then l.quantity else 0 end as in_process,
       case when e.part = 1 and l.measure in (2, 3) then l.quantity else 0 end as paused,
       case when (e.part = 1 and l.measure = 3) or e.part = 2 then l.quantity else 0 end as late,
       case when (e.part = 1 and l.measure in (2, 3) and l.measure_original = 3) or e.part = 3 then l.quantity else 0 end as late_original,
       case when e.part = 1 and l.measure = 5 then l.quantity else 0 end as early,
       case when e.part = 1 and l.measure = 6 then l.quantity else 0 end as on_time,
       case when e.part = 1 and l.measure = 7 then l.quantity else 0 end as overdue,
       case when e.part = 1 and l.measure in (5, 6, 7) and l.measure_original = 5 then l.quantity else 0 end as early_original,
       case when e.part = 1 and l.measure in (5, 6, 7) and l.measure_original = 6 then l.quantity else 0 end as on_time_original,
       case when e.part = 1 and l.measure in (5, 6, 7) and l.measure_original = 7 then l.quantity else 0 end as overdue_original,
       case when e.part = 1 and l.measure = 8 then l.quantity else 0 end as withdrawn,
       case when e.part = 1 and l.measure = 9 then l.quantity else 0 end as stopped,
       case when e.part = 1 and l.measure = 10 then l.quantity else 0 end as moved_in,
       case when e.part = 1 and l.measure = 11 then l.quantity else 0 end as moved_out,
       case when e.part = 1 and l.measure = 12 then l.quantity else 0 end as refused_settlement,
       case when e.part = 1 and l.measure = 13 then l.quantity else 0 end as refused_receipt
from tally_tallyline l
cross join lateral (
  select 1, l.day
  union all select 2, greatest(l.day, l.late_on) where l.measure = 1 and l.late_on < '9999-12-31'
  union all select 3, greatest(l.day, l.late_on_original)
    where l.measure = 1 and l.late_on_original < '9999-12-31'
) as e (part, day)
"""
RECENT = "create index tally_line_recorded on tally_tallyline using brin (recorded_at)"


class Migration(migrations.Migration):
    dependencies = [("tally", "0002_the_book_is_append_only")]
    operations = [
        migrations.RunSQL(VIEW, "drop view tally_effect"),
        migrations.RunSQL(RECENT, "drop index tally_line_recorded"),
    ]
