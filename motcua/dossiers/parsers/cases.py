"""From the rows of a file to cases: what stands once a case, and its events."""

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter
from pathlib import Path

from motcua.dossiers.parsers.errors import FileRefused
from motcua.dossiers.parsers.mapping import CASE_KEYS, EVENT_KEYS, PAUSE_KEYS, Mapping
from motcua.dossiers.parsers.tables import Table, Values, is_workbook, read_csv, read_xlsx
from motcua.dossiers.parsers.times import BrokenTimeError, instant, on_our_clock
from motcua.dossiers.parsers.xes import is_xml, read_table
from motcua.dossiers.vocabulary.recorded import (
    Oddity,
    RecordedCase,
    RecordedEvent,
    RecordedOutcome,
    RecordedPause,
    Refused,
)
from motcua.kernel.text import nfc
from motcua.tally.vocabulary import Channel

_LONGEST_CASE = 100
_EVERY = 5_000
_TIMES = ("received", "due", "settled", "withdrawn", "returned")
_CHANNELS = {word: channel for channel in Channel for word in (channel.key, channel.label.lower())}
Progress = Callable[[str, int], None]


@dataclass(slots=True)
class Gathered:
    """All cases of a file in the order of their first lines, and those that cannot come over."""

    rows: int = 0
    cases: list[RecordedCase] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


@dataclass(slots=True)
class _Case:
    """A case while the file is read: its first words and its events, nothing else is kept."""

    line: int
    words: Values
    pauses: dict[tuple[object, ...], int] = field(default_factory=dict)
    events: list[RecordedEvent] = field(default_factory=list)
    first: datetime | None = None
    last: datetime | None = None
    differs: bool = False
    broken: Refused | None = None


def open_table(path: Path, mapping: Mapping) -> Table:
    """Return the file as a table: XLSX, XES or CSV, told apart by how it begins.

    :raises FileRefused: it is none of them, or lacks a column that the mapping names.
    """
    if not path.is_file():
        raise FileRefused(f"không có tệp “{path.name}”; hãy kiểm tra lại đường dẫn.")
    if path.stat().st_size == 0:
        raise FileRefused("tệp trống.")
    if is_xml(path):
        return read_table(path, tuple(mapping.columns.values()))
    table = read_xlsx(path) if is_workbook(path) else read_csv(path)
    for column in mapping.columns.values():
        if column not in table.header:
            raise FileRefused(f"tệp không có cột “{column}” mà ánh xạ nêu; hãy sửa lại ánh xạ.")
    return table


def gather(table: Table, mapping: Mapping, *, progress: Progress | None = None) -> Gathered:
    """Return the cases of a table, whatever the order of its rows.

    A time that cannot be read refuses its case, with line and reason; a word that the mapping
    does not know refuses the file, because the mapping is what has to be mended.

    :raises FileRefused: no rows, or an unknown word.
    """
    reading = _Reading(table.header, mapping)
    gathered = Gathered()
    for line, row in table.rows:
        gathered.rows += 1
        reading.take(line, row, gathered.refused)
        if progress is not None and not gathered.rows % _EVERY:
            progress("Đọc dòng", gathered.rows)
    if not gathered.rows:
        raise FileRefused("tệp chỉ có tiêu đề, không có dòng nào.")
    for code, case in reading.cases.items():
        read = case.broken or reading.recorded(code, case)
        if isinstance(read, Refused):
            gathered.refused.append(read)
        else:
            gathered.cases.append(read)
    return gathered


class _Reading:
    """Where each of our keys stands in a row, and the cases seen so far."""

    def __init__(self, header: Sequence[str], mapping: Mapping) -> None:
        self.mapping = mapping
        self.cases: dict[str, _Case] = {}
        at = {key: header.index(column) for key, column in mapping.columns.items()}
        self.case = at["case"]
        self.case_keys = tuple(key for key in CASE_KEYS if key in at)
        self.pause_keys = tuple(key for key in PAUSE_KEYS if key in at)
        self.words_of = _picker([at[key] for key in self.case_keys])
        self.pause_of = _picker([at[key] for key in self.pause_keys])
        self.event = [at.get(key) for key in EVENT_KEYS]
        self.known: dict[object, str] = {}

    def take(self, line: int, row: Values, refused: list[Refused]) -> None:
        """Add one row to its case."""
        given = row[self.case]
        code = given if isinstance(given, str) else _text(given)
        words = self.words_of(row)
        case = self.cases.get(code)
        if case is None:
            code = _text(code)
            if not 0 < len(code) <= _LONGEST_CASE:
                refused.append(Refused(code[:_LONGEST_CASE], line, Oddity.NO_CASE, _no_case(code)))
                return
            case = self.cases.get(code)
        if case is None:
            case = self.cases[code] = _Case(line, words)
        elif words != case.words:
            case.differs = True
        if case.broken is None:
            self._take_event(case, code, line, row)
            if self.pause_keys:
                self._take_pause(case, line, row)

    def _take_event(self, case: _Case, code: str, line: int, row: Values) -> None:
        activity_at, time_at, officer_at, unit_at = self.event
        if activity_at is None or time_at is None:
            return
        activity, time = row[activity_at], row[time_at]
        if not time and not activity:
            return
        try:
            at = instant(time)
        except BrokenTimeError:
            column = self.mapping.columns["time"]
            case.broken = _broken(code, line, column, time)
            return
        if case.first is None or at < case.first:
            case.first = at
        if case.last is None or at > case.last:
            case.last = at
        constants = self.mapping.constants
        case.events.append(
            (
                on_our_clock(at, self.mapping.zone),
                self._word(activity) or "việc không ghi tên",
                constants.get("officer", "") if officer_at is None else self._word(row[officer_at]),
                constants.get("unit", "") if unit_at is None else self._word(row[unit_at]),
            )
        )

    def _take_pause(self, case: _Case, line: int, row: Values) -> None:
        found = tuple(self.pause_of(row))
        if any(found):
            case.pauses.setdefault(found, line)

    def _word(self, value: object) -> str:
        # The same few words come back in every row; one copy of each is kept.
        known = self.known.get(value)
        if known is None:
            known = self.known[value] = _text(value)
        return known

    def recorded(self, code: str, case: _Case) -> RecordedCase | Refused:
        """Return a case as recorded, or why it cannot be."""
        words = dict(zip(self.case_keys, case.words, strict=True))
        times = self._times(code, case, words)
        if isinstance(times, Refused):
            return times
        received = times["received"]
        if received is None:
            return Refused(
                code, case.line, Oddity.NO_RECEIVED, f"dòng {case.line}: không có ngày tiếp nhận"
            )
        pauses = self._pauses(code, case)
        if isinstance(pauses, Refused):
            return pauses
        ours = {key: self._ours(at) for key, at in times.items()}
        return RecordedCase(
            case=code,
            line=case.line,
            channel=self._channel(words.get("channel"), case.line),
            received_at=on_our_clock(received, self.mapping.zone),
            due_at=ours["due"],
            settled_at=ours["settled"],
            withdrawn_at=ours["withdrawn"],
            returned_at=ours["returned"],
            outcome=self._outcome(words.get("result")),
            result=_text(words.get("result")),
            procedure=self._fact(words, "procedure"),
            field=self._fact(words, "field"),
            owner=self._fact(words, "owner"),
            identity=_text(words.get("identity")),
            phone=_text(words.get("phone")),
            step=self._fact(words, "step"),
            pauses=pauses,
            events=tuple(case.events),
            instants=(received, times["withdrawn"] or times["settled"]),
            first_event=case.first,
            last_event=case.last,
            oddities=(Oddity.FACTS_DIFFER,) if case.differs else (),
        )

    def _times(
        self, code: str, case: _Case, words: Dict[str, object]
    ) -> dict[str, datetime | None] | Refused:
        times: dict[str, datetime | None] = {}
        for key in _TIMES:
            try:
                times[key] = instant(words[key]) if words.get(key) not in (None, "") else None
            except BrokenTimeError:
                return _broken(code, case.line, self.mapping.columns[key], words[key])
        return times

    def _pauses(self, code: str, case: _Case) -> tuple[RecordedPause, ...] | Refused:
        found = []
        for pause, line in case.pauses.items():
            words = dict(zip(self.pause_keys, pause, strict=True))
            times = []
            for key in ("pause_start", "pause_end"):
                try:
                    times.append(self._ours(instant(words[key])) if words.get(key) else None)
                except BrokenTimeError:
                    return _broken(code, line, self.mapping.columns[key], words[key])
            start, until = times
            if start is None:
                return _broken(code, line, self.mapping.columns["pause_start"], "")
            found.append(RecordedPause(start, until, self._fact(words, "pause_ground")))
        return tuple(sorted(found, key=lambda pause: pause.start))

    def _ours(self, at: datetime | None) -> datetime | None:
        return None if at is None else on_our_clock(at, self.mapping.zone)

    def _fact(self, words: dict[str, object], key: str) -> str:
        return self._word(words.get(key)) or self.mapping.constants.get(key, "")

    def _channel(self, value: object, line: int) -> Channel:
        word = self._word(value) or self.mapping.constants.get("channel", "")
        ours = self.mapping.values.get("channel", {}).get(word, word.lower())
        found = _CHANNELS.get(ours)
        if found is None:
            raise FileRefused(
                f"kênh “{word}” ở dòng {line} chưa có trong `values` của ánh xạ; hãy ghi đó là "
                "online, direct hay post."
            )
        return found

    def _outcome(self, value: object) -> RecordedOutcome:
        ours = self.mapping.values.get("result", {}).get(self._word(value))
        return RecordedOutcome.SETTLED if ours is None else RecordedOutcome(ours)


def _picker(places: list[int]) -> Callable[[Values], Values]:
    if not places:
        return lambda _row: ()
    if len(places) == 1:
        (only,) = places
        return lambda row: (row[only],)
    return itemgetter(*places)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return value.isoformat()
    return nfc(str(value))


def _broken(code: str, line: int, column: str, value: object) -> Refused:
    why = f"dòng {line}: cột “{column}” ghi “{_text(value)[:60]}”, không phải ngày giờ"
    return Refused(code, line, Oddity.BROKEN_DATE, why)


def _no_case(code: str) -> str:
    return "mã hồ sơ dài quá 100 ký tự" if code else "không có mã hồ sơ"
