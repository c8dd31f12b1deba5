"""What the components of a page are given: small frozen values, ready to be shown.

A door fills them from selectors; the macros of `jinja2/pages/components` draw them and compute
nothing. Texts are Vietnamese and final.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from motcua.pages.deadline import Cue

Tone = Literal["plain", "info", "ok", "soon", "late", "paused"]


@dataclass(frozen=True, slots=True)
class Link:
    """A word that leads somewhere; an empty address is the page itself."""

    label: str
    href: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class NavItem:
    """A line of the side navigation, with how much waits there; late marks the count red."""

    label: str
    href: str
    icon: str
    count: int | None = None
    late: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class NavGroup:
    """Some lines of the side navigation under one word."""

    title: str
    items: Sequence[NavItem]


@dataclass(frozen=True, slots=True)
class Shell:
    """What stands around an officer's page: unit, person, navigation, help.

    search: the address of the search, empty where there is none. help_phone and hours are shown
    at the foot when known; so does sample_notes, the page about sample data.
    """

    unit: str
    person: str
    title: str
    initials: str
    nav: Sequence[NavGroup]
    home: str = "/"
    log_out: str = ""
    account: str = ""
    search: str = ""
    searched: str = ""
    help_phone: str = ""
    hours: str = ""
    sample_notes: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One of several views of a thing; each has its own address."""

    label: str
    href: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way of a dossier.

    state: done, current, ahead, or skipped (a condition did not hold). lines: times and remarks,
    one a line. late marks a step that took longer than its limit.
    """

    name: str
    holder: str
    state: Literal["done", "current", "ahead", "skipped"]
    lines: Sequence[str] = ()
    late: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """One place on the route: one step, or several that run side by side."""

    steps: Sequence[Step]

    @property
    def state(self) -> str:
        """The state of the whole place: current while any step is, done when all are."""
        states = {step.state for step in self.steps}
        if states == {"skipped"}:
            return "skipped"
        if "current" in states:
            return "current"
        return "done" if states <= {"done", "skipped"} else "ahead"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the bar of used time, in percent of its length."""

    kind: Literal["used", "paused", "late"]
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of the explanation of a due time: whether it counted, and why."""

    on: date
    counted: bool
    why: str


@dataclass(frozen=True, slots=True)
class ClockEntryLine:
    """One entry of the clock book: when, what, on which ground, and the due time it gives."""

    at: datetime
    what: str
    ground: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of a dossier, ready to be shown.

    sentence: how much is used, in words; it is also what the bar says to a screen reader.
    appointed: the word before the due time, "Hẹn trả" unless another is needed.
    """

    cues: Sequence[Cue]
    due_at: datetime | None
    sentence: str = ""
    pieces: Sequence[Piece] = ()
    days: Sequence[DayLine] = ()
    entries: Sequence[ClockEntryLine] = ()
    warnings: Sequence[str] = ()
    appointed: str = "Hẹn trả"


@dataclass(frozen=True, slots=True)
class Moment:
    """A sentence of the journal; who stands first in it, in bold."""

    at: datetime
    who: str
    text: str
    kind: Literal["plain", "pause", "correction"] = "plain"
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of a summary list. A masked value is shown hidden, with a link that is logged."""

    term: str
    value: str
    masked: bool = False
    reveal: str = ""
    change: Link | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A head cell of a table; sorted is the direction when the table is sorted by it."""

    label: str
    numeric: bool = False
    columns: int = 1
    rows: int = 1
    sort: str = ""
    sorted: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, where its figure opens, and a tone for what is late.

    name: the short column name that a phone shows before it. wide: takes a phone's whole line.
    """

    text: str
    href: str = ""
    numeric: bool = False
    head: bool = False
    tone: Tone = "plain"
    note: str = ""
    name: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of plain cells; heads may stand in two lines, the total is the last row."""

    caption: str
    heads: Sequence[Sequence[Head]]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] = ()
    caption_shown: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """How a dossier came: the word and its icon."""

    label: str
    icon: str


ONLINE = Channel("Trực tuyến", "globe")
DIRECT = Channel("Tại quầy", "building-2")
POST = Channel("Bưu chính", "mail")


@dataclass(frozen=True, slots=True)
class DossierLine:
    """A dossier in a list: the same line is a table row on a desk and a card on a phone."""

    href: str
    code: str
    procedure: str
    owner: str
    cues: Sequence[Cue]
    due_at: datetime | None
    step: str
    channel: Channel
    holder: str = ""
    marks: Sequence[str] = ()
    active: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen."""

    value: str
    label: str
    chosen: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter above a list: a choice, a short text or a day (kind)."""

    name: str
    label: str
    value: str = ""
    choices: Sequence[Choice] = ()
    kind: Literal["choice", "text", "day"] = "choice"


@dataclass(frozen=True, slots=True)
class FilterBar:
    """The filters above a list; clear is the address without them, empty when none is set."""

    action: str
    filters: Sequence[Filter]
    clear: str = ""
    kept: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a long list goes on; there are no page numbers, the list is read by its order."""

    first: str = ""
    previous: str = ""
    following: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its words, and the list that it counts."""

    label: str
    value: str
    href: str = ""
    note: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: its label, number and percent, drawn by kind."""

    kind: Literal["early", "on-time", "late", "open", "paused"]
    label: str
    value: str
    percent: float


@dataclass(frozen=True, slots=True)
class Action:
    """Something an officer may do now; a reason stands in place of what cannot be done."""

    label: str
    href: str = ""
    icon: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A question before an act that cannot be undone."""

    question: str
    consequences: Sequence[str]
    action: str
    button: str
    back: str
    kept: Sequence[tuple[str, str]] = field(default_factory=tuple)
