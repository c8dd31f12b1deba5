"""Lists of what must not be lost from sight: hand-overs, transfers and answers past their time.

They are asked one by one from the unit's page, never by the inbox.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from motcua.dossiers.selectors.lists import DOSSIER, Cursor, Queue, WorkPage, page_of
from motcua.dossiers.vocabulary import Status
from motcua.kernel.periods import VIETNAM, Period
from motcua.organisation import selectors as organisation
from motcua.storage import sql
from motcua.storage.sql import Statement

_EARLIEST = datetime(1900, 1, 1, tzinfo=VIETNAM)
_HERE = "(d.settling_unit_id = any(%(units)s) or d.receiving_unit_id = any(%(units)s))"
_NO_CLOCK = f"{_HERE} and d.boundary_free and d.due_at is null and d.received_at is not null"
_NOT_BEGUN = Statement(
    "dossiers.not_begun",
    f"select {DOSSIER}, k.name, s.state, false, s.take_over_by, s.take_over_by"
    " from dossiers_dossier d join lateral (select * from dossiers_step o"
    " where o.dossier_id = d.id and o.state in (2, 3) order by o.take_over_by limit 1) s on true"
    f" join dossiers_stepkind k on k.id = s.kind_id where {_NO_CLOCK} and d.ended_at is null"
    " and (s.take_over_by, d.id) > (%(from)s, %(after)s)"
    " order by s.take_over_by, d.id limit %(limit)s",
)
_NEVER_BEGUN = Statement(
    "dossiers.never_begun",
    f"select {DOSSIER}, '', null, false, null, null from dossiers_dossier d"
    f" where {_NO_CLOCK} and d.ended_at is not null and d.status in (%(withdrawn)s, %(stopped)s)"
    " and d.id > %(after)s order by d.id limit %(limit)s",
)
#: Transferred after the time of the 15:00 rule, or past it and not yet transferred (one-stop.md
#: 11, rule 3); until when the first step must be handed on stands with it. The counter is late,
#: so the receiving unit's dossiers are listed, ended ones too.
_LATE_TRANSFERS = Statement(
    "dossiers.late_transfers",
    f"select {DOSSIER}, '', null, false, null, null from dossiers_dossier d"
    " join dossiers_step s on s.dossier_id = d.id and s.number = 1"
    " where d.receiving_unit_id = any(%(units)s)"
    " and d.received_at >= %(start)s and d.received_at < %(end)s and d.id > %(after)s"
    " and coalesce(s.done_at, %(now)s) > s.take_over_by order by d.id limit %(limit)s",
)
_LATE_ANSWERS = Statement(
    "dossiers.late_answers",
    f"select {DOSSIER}, '', null, false, c.answer_by, c.answer_by, c.id, c.unit_id"
    " from dossiers_consultation c join dossiers_dossier d on d.id = c.dossier_id"
    " where c.answered_at is null and c.answer_by < %(now)s and d.ended_at is null"
    f" and ({_HERE} or c.unit_id = any(%(units)s))"
    " and (c.answer_by, c.id) > (%(from)s, %(after)s)"
    " order by c.answer_by, c.id limit %(limit)s",
)
_STATEMENTS = {
    Queue.NOT_BEGUN: _NOT_BEGUN,
    Queue.NEVER_BEGUN: _NEVER_BEGUN,
    Queue.LATE_TRANSFER: _LATE_TRANSFERS,
    Queue.LATE_ANSWER: _LATE_ANSWERS,
}
WATCHED = frozenset(_STATEMENTS)


def watched(
    queue: Queue,
    *,
    units: Sequence[int],
    now: datetime,
    period: Period,
    after: Cursor | None = None,
    limit: int = 50,
) -> WorkPage:
    """Return one of the lists of what these units must not lose from sight.

    period: the days of receipt, for late transfers. The door passes the units that the person
    sees (`units_seen`).
    """
    until = period.until or now.astimezone(VIETNAM).date() + timedelta(days=1)
    values = {
        "units": list(units), "now": now, "limit": limit + 1,
        "start": datetime.combine(period.start, datetime.min.time(), VIETNAM),
        "end": datetime.combine(until, datetime.min.time(), VIETNAM),
        "from": after.due_at if after and after.due_at else _EARLIEST,
        "after": after.id if after else 0,
        "withdrawn": int(Status.WITHDRAWN), "stopped": int(Status.STOPPED),
    }  # fmt: skip
    rows = sql.named(_STATEMENTS[queue], values)
    found = page_of(rows, limit)
    if queue is not Queue.LATE_ANSWER:
        return found
    asked = organisation.unit_labels({row[17] for row in rows})
    shown = tuple(
        replace(line, step=f"Lấy ý kiến {asked[row[17]].name}")
        for line, row in zip(found.rows, rows, strict=False)
    )
    # Two questions of one dossier may be late: the page goes on by the question.
    goes_on = found.following is not None
    return WorkPage(shown, Cursor(shown[-1].sorted_by, rows[limit - 1][16]) if goes_on else None)
