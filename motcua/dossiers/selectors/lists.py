"""Lists of work: the officer's inbox and the unit's dossiers, by keyset."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Q

from motcua.accounts.vocabulary import Role
from motcua.catalogue import selectors as catalogue
from motcua.dossiers.rules import Acting
from motcua.dossiers.rules.route import STANDS_FOR
from motcua.dossiers.selectors.rights import visible_to
from motcua.dossiers.vocabulary import Status, StepState, role_number
from motcua.kernel.periods import VIETNAM
from motcua.people import selectors as people
from motcua.storage import sql
from motcua.storage.sql import Row, Statement
from motcua.tally.vocabulary import Channel


class Queue(StrEnum):
    """The queues of the inbox (hàng việc)."""

    TO_DO = "can-lam"
    OVERDUE = "qua-han"
    DUE_TODAY = "hom-nay"
    WAITING = "cho-dan"
    LATE_TRANSFER = "chuyen-muon"
    #: Received for another unit that has not taken it over: its clock has not begun.
    NOT_BEGUN = "chua-tinh-han"
    #: Ended before its clock began: no figure of the table counts it.
    NEVER_BEGUN = "thoi-truoc-khi-tinh-han"
    LATE_ANSWER = "y-kien-qua-han"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of a list ended: the time it is sorted by (None: none) and the number there."""

    due_at: datetime | None
    id: int

    def written(self) -> str:
        """Return the cursor for an address."""
        due = "" if self.due_at is None else self.due_at.astimezone(VIETNAM).isoformat()
        return f"{due}~{self.id}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """Return the cursor that an address holds, None if it holds none."""
        due, mark, number = text.partition("~")
        try:
            return cls(datetime.fromisoformat(due) if due else None, int(number)) if mark else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One line of a list: what an officer needs to choose the next dossier.

    sorted_by: the time by which the list is ordered. wait_by: until when somebody must act
    while no due time runs (a hand-over to be taken over), or beside it (an answer).
    """

    id: int
    code: str
    status: Status
    procedure: str
    owner_name: str
    channel: Channel
    due_at: datetime | None
    by_minute: bool
    stopped_at: datetime | None
    ended_at: datetime | None
    received_at: datetime | None
    step: str
    step_state: StepState | None
    mine: bool
    sorted_by: datetime | None = None
    wait_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One page of a list, and where the next one begins (None at the end)."""

    rows: tuple[WorkRow, ...]
    following: Cursor | None


DOSSIER = (
    "d.id, coalesce(d.code, nullif(d.source_code, ''), d.reference), d.status, d.procedure_id,"
    " d.owner_name, d.channel, d.due_at, d.due_by_minute, d.stopped_at, d.ended_at, d.received_at"
)
#: Until when a hand-over is to be taken over, while the dossier's clock has not begun.
_WAITS = (
    "case when d.boundary_free and d.due_at is null and d.ended_at is null then s.take_over_by end"
)
_STEP = f"k.name, s.state, s.officer_id is not null, s.dossier_due_at, {_WAITS}"
_BARE = "'', null, false, d.due_at, null"
_HELD = """
  (select s.* from dossiers_step s where s.officer_id = %(officer)s and s.state in (2, 3) {where}
     and (s.unit_id, s.role) in (select * from unnest(%(units)s::bigint[], %(roles)s::smallint[]))
   order by s.dossier_due_at, s.dossier_id limit %(limit)s)
  union all
  (select s.* from unnest(%(units)s::bigint[], %(roles)s::smallint[]) as g (unit_id, role)
   cross join lateral (
     select s.* from dossiers_step s
     where s.unit_id = g.unit_id and s.role = g.role and s.officer_id is null
       and s.state in (2, 3) {where}
     order by s.dossier_due_at, s.dossier_id limit %(limit)s) as s
   order by s.dossier_due_at, s.dossier_id limit %(limit)s)
"""
_AFTER = (
    " and (s.dossier_due_at, s.dossier_id) > (%(due_at)s, %(after)s)"
    " and s.dossier_due_at >= %(from)s and s.dossier_due_at < %(until)s"
)
_WHERES = {
    "after": _AFTER,
    # Late today already is only what has a limit in hours (one-stop.md 3.3).
    "overdue": _AFTER + " and (s.dossier_due_at < %(today)s or exists (select from"
    " dossiers_dossier h where h.id = s.dossier_id and h.due_by_minute))",
    "no_due": " and s.dossier_due_at is null and s.dossier_id > %(after)s",
}


def _inbox(which: str) -> Statement:
    held = _HELD.format(where=_WHERES[which])
    return Statement(
        f"dossiers.inbox_{which}",
        f"select {DOSSIER}, {_STEP} from ({held}) as s"
        " join dossiers_dossier d on d.id = s.dossier_id"
        " join dossiers_stepkind k on k.id = s.kind_id"
        " order by s.dossier_due_at, s.dossier_id, s.number limit %(limit)s",
    )


_INBOX = {which: _inbox(which) for which in _WHERES}
_DAY = timedelta(days=1)
_EARLIEST = datetime(1900, 1, 1, tzinfo=VIETNAM)
_LATEST = datetime(9999, 1, 1, tzinfo=VIETNAM)


def roles_done(who: Acting) -> tuple[tuple[Role, int], ...]:
    """Return the step roles that this person may do, with their units."""
    done = {
        (role, unit)
        for held, unit in who.grants
        for role in Role
        if held in STANDS_FOR.get(role, frozenset({role}))
    }
    return tuple(sorted(done))


def inbox(
    who: Acting,
    *,
    now: datetime,
    queue: Queue = Queue.TO_DO,
    after: Cursor | None = None,
    limit: int = 50,
) -> WorkPage:
    """Return the steps this person has or may take over, nearest due time first.

    One index per branch, so a page costs the same however many dossiers there are.
    """
    today = now.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
    start, until = {
        Queue.OVERDUE: (_EARLIEST, now),
        Queue.DUE_TODAY: (today, today + _DAY),
    }.get(queue, (_EARLIEST, _LATEST))
    done = roles_done(who)
    values = {
        "officer": who.officer, "units": [unit for _, unit in done],
        "roles": [role_number(role) for role, _ in done], "limit": limit + 1, "from": start,
        "until": until, "due_at": after.due_at if after else _EARLIEST,
        "after": after.id if after else 0, "today": today,
    }  # fmt: skip
    rows: list[Row] = []
    if after is None or after.due_at is not None:
        rows = sql.named(_INBOX["overdue" if queue is Queue.OVERDUE else "after"], values)
    if len(rows) <= limit and queue is Queue.TO_DO:
        begun = after is not None and after.due_at is None
        rest = values | {"after": after.id if after and begun else 0}
        rows += sql.named(_INBOX["no_due"], rest)
    return page_of(rows, limit)


#: Unit by unit along the index, then the nearest of all: never a sort of all open dossiers.
#: Limits in hours are late from the minute, in days from the day after; a clock that stopped in
#: time is not late however long it stands (one-stop.md 3.3).
_LATE = (
    " and (due_by_minute or due_at < %(today)s) and (stopped_at is null"
    " or (due_by_minute and stopped_at > due_at)"
    " or (stopped_at at time zone 'Asia/Ho_Chi_Minh')::date"
    " > (due_at at time zone 'Asia/Ho_Chi_Minh')::date)"
)


def _of_units(name: str, late: str) -> Statement:
    return Statement(
        name,
        f"select {DOSSIER}, {_BARE} from unnest(%(units)s::bigint[]) as g (unit_id)"
        " cross join lateral (select * from dossiers_dossier"
        " where settling_unit_id = g.unit_id and ended_at is null"
        " and (due_at, id) > (%(due_at)s, %(after)s)"
        f" and due_at >= %(from)s and due_at < %(until)s{late}"
        " order by due_at, id limit %(limit)s) as d"
        " order by d.due_at, d.id limit %(limit)s",
    )


_OF_UNITS = _of_units("dossiers.of_units", "")
_OVERDUE_OF_UNITS = _of_units("dossiers.overdue_of_units", _LATE)
_WAITING = Statement(
    "dossiers.waiting",
    f"select {DOSSIER}, {_BARE} from dossiers_dossier d"
    " where d.settling_unit_id = any(%(units)s) and d.ended_at is null and d.status in (5, 6, 8)"
    " and d.id > %(after)s order by d.id limit %(limit)s",
)
_ONES = Statement(
    "dossiers.ones",
    f"select {DOSSIER}, {_BARE} from dossiers_dossier d where d.id = any(%(ids)s) order by d.id",
)


def of_units(
    *,
    units: Sequence[int],
    now: datetime,
    queue: Queue = Queue.TO_DO,
    after: Cursor | None = None,
    limit: int = 50,
) -> WorkPage:
    """Return the open dossiers that these units settle, nearest due time first.

    The door passes the units that the person sees (`units_seen`).
    """
    today = now.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
    until = now if queue is Queue.OVERDUE else _LATEST
    values = {
        "today": today, "now": now, "units": list(units), "limit": limit + 1, "from": _EARLIEST,
        "until": until,
        "due_at": after.due_at if after and after.due_at else _EARLIEST,
        "after": after.id if after else 0,
    }  # fmt: skip
    statement = {
        Queue.WAITING: _WAITING,
        Queue.OVERDUE: _OVERDUE_OF_UNITS,
    }.get(queue, _OF_UNITS)
    return page_of(sql.named(statement, values), limit)


def rows_of(ids: Sequence[int]) -> tuple[WorkRow, ...]:
    """Return the lines of these dossiers, by number: what stands behind a figure."""
    found = sql.named(_ONES, {"ids": list(ids)})
    return page_of(found, len(found)).rows


def page_of(rows: Sequence[Row], limit: int) -> WorkPage:
    """Return the page that these rows are, one more than the limit when it goes on."""
    shown = rows[:limit]
    names = catalogue.procedure_names({row[3] for row in shown})
    read = tuple(_row(row, names.get(row[3], "")) for row in shown)
    last = read[-1] if len(rows) > limit and read else None
    return WorkPage(read, None if last is None else Cursor(last.sorted_by, last.id))


def _row(row: Row, procedure: str) -> WorkRow:
    return WorkRow(
        id=row[0], code=row[1], status=Status(row[2]), procedure=procedure, owner_name=row[4],
        channel=Channel(row[5]), due_at=row[6], by_minute=row[7], stopped_at=row[8],
        ended_at=row[9], received_at=row[10], step=row[11],
        step_state=None if row[12] is None else StepState(row[12]), mine=row[13],
        sorted_by=row[14], wait_by=row[15],
    )  # fmt: skip


_COUNTS = Statement(
    "dossiers.counts",
    """
select count(*),
       count(*) filter (where dossier_due_at < %(today)s or (dossier_due_at < %(now)s and exists (
         select from dossiers_dossier h where h.id = dossier_id and h.due_by_minute))),
       count(*) filter (where dossier_due_at >= %(today)s and dossier_due_at < %(tomorrow)s)
from (
  select s.dossier_due_at, s.dossier_id from dossiers_step s
  where s.officer_id = %(officer)s and s.state in (2, 3)
    and (s.unit_id, s.role) in (select * from unnest(%(units)s::bigint[], %(roles)s::smallint[]))
  union all
  select s.dossier_due_at, s.dossier_id from dossiers_step s
  join unnest(%(units)s::bigint[], %(roles)s::smallint[]) as g (unit_id, role)
    on g.unit_id = s.unit_id and g.role = s.role
  where s.officer_id is null and s.state in (2, 3)
  limit 1000) as held
""",
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many steps wait for a person: all, overdue, due today; at most 1.000 are counted."""

    to_do: int
    overdue: int
    due_today: int


def counts(who: Acting, *, now: datetime) -> Counts:
    """Return how many steps wait for this person; the sides of the inbox."""
    today = now.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
    done = roles_done(who)
    values = {
        "officer": who.officer, "units": [unit for _, unit in done],
        "roles": [role_number(role) for role, _ in done], "today": today,
        "tomorrow": today + _DAY, "now": now,
    }  # fmt: skip
    row = sql.named(_COUNTS, values)[0]
    return Counts(row[0], row[1], row[2])


def search(who: Acting, text: str, *, on: date, limit: int = 50) -> tuple[WorkRow, ...]:
    """Return the visible dossiers with this code, or of owners whose name begins like this.

    Codes are taken with spaces and in lower case too; names with or without tone marks.
    """
    code = "".join(text.split()).upper()
    if not code:
        return ()
    seen = visible_to(who, on=on)
    found = list(
        seen.filter(Q(code=code) | Q(reference=code) | Q(source_code=text.strip()))
        .order_by("pk")
        .values_list("pk", flat=True)[:limit]
    )
    if not found:
        owners = [person.pk for person in people.search_by_name(text)[:limit]]
        found = list(
            seen.filter(owner__in=owners).order_by("-pk").values_list("pk", flat=True)[:limit]
        )
    return rows_of(found)
