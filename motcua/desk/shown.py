"""A dossier as its page draws it: clock card, route, journal, facts, next acts."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from django.urls import reverse

from motcua.catalogue import selectors as catalogue
from motcua.desk.acts import Job
from motcua.desk.lines import channel_of, deadline_cues, status_words, working
from motcua.desk.matter import Matter
from motcua.dossiers import selectors
from motcua.dossiers.rules.route import RETURN, ROLE_OF
from motcua.dossiers.selectors import Explained, JournalLine, PartLine, StepLine
from motcua.dossiers.selectors.page import ClockLine
from motcua.dossiers.vocabulary import ACTS, CLOCK_STOPPED, ClockKind, Deed, Status, StepState
from motcua.kernel.periods import day_of
from motcua.pages import clockbar
from motcua.pages.deadline import Deadline
from motcua.pages.formats import UNKNOWN, moment, short_moment, span
from motcua.pages.parts import (
    Action,
    Clock,
    ClockEntryLine,
    DayLine,
    Fact,
    Moment,
    Stage,
    Step,
    Tone,
)
from motcua.worktime import selectors as worktime
from motcua.worktime.rules import Calendar, Limit, Term, term_on, working_minutes_between
from motcua.worktime.vocabulary import LimitUnit

_DONE = (StepState.DONE, StepState.SENT_BACK)
_TONES: dict[Status, Tone] = {
    Status.PROCESSING: "soon",
    Status.RECEIVED: "info",
    Status.SETTLED: "ok",
    Status.RETURNED: "ok",
    Status.NOT_RECEIVED: "late",
    **dict.fromkeys(CLOCK_STOPPED, "paused"),
}
#: How the journal's sentences of these acts begin, and how their dots are drawn.
_MARKED: dict[str, Literal["pause", "correction"]] = {
    ACTS[Deed.ASK_SUPPLEMENT].sentence.partition("{")[0]: "pause",
    ACTS[Deed.ASK_OBLIGATION].sentence.partition("{")[0]: "pause",
    ACTS[Deed.PAUSE].sentence.partition("{")[0]: "pause",
    ACTS[Deed.CORRECT].sentence.partition("{")[0]: "correction",
}
_Late = Callable[[datetime, datetime], str]


def status_of(matter: Matter) -> tuple[str, Tone]:
    """Return the state in words and its tone."""
    dossier = matter.page.dossier
    status = Status(dossier.status)
    words = status_words(status, ended=dossier.ended_at is not None)
    return words, _TONES.get(status, "plain")


def clock_of(matter: Matter, told: Sequence[Explained]) -> Clock:
    """Return the clock card: cues, due time, used time, and why the due time is what it is."""
    dossier, now = matter.page.dossier, matter.visitor.now
    calendar = worktime.calendar_for(unit_id=dossier.settling_unit_id)
    status = Status(dossier.status)
    stopped = status in CLOCK_STOPPED and dossier.ended_at is None
    deadline = Deadline(
        due_at=dossier.due_at,
        by_hour=dossier.due_by_minute,
        started_at=dossier.received_at,
        paused_since=dossier.stopped_at if stopped else None,
        ended_at=dossier.ended_at,
    )
    used, limit, pauses = _used(matter.page.clock, end=dossier.ended_at or now, calendar=calendar)
    paused = sum(pause.minutes for pause in pauses)
    explained = next((one for one in reversed(told) if one.days), None)
    return Clock(
        cues=deadline_cues(status, deadline=deadline, now=now, time=working(calendar)),
        due_at=dossier.due_at,
        sentence=clockbar.sentence(used=used, limit=limit, paused=paused) if limit > 0 else "",
        pieces=clockbar.pieces(used=used, limit=limit, pauses=pauses) if limit > 0 else (),
        days=() if explained is None else day_lines(explained),
        entries=entry_lines(matter.page.clock, told),
        warnings=tuple(dict.fromkeys(_warnings(matter, told))),
    )


def _warnings(matter: Matter, told: Sequence[Explained]) -> list[str]:
    remark = _rolled_up(matter)
    return [*(words for one in told for words in one.warnings), *([remark] if remark else [])]


def _used(
    clock: Sequence[ClockLine], *, end: datetime, calendar: Calendar
) -> tuple[int, int, tuple[clockbar.Pause, ...]]:
    """Return used and allowed working minutes, and the pauses, since the limit last began."""

    def between(start: datetime, until: datetime) -> int:
        return max(working_minutes_between(start=start, end=until, calendar=calendar), 0)

    used, begun, stopped = 0, None, None
    pauses: list[clockbar.Pause] = []
    facts = [line.fact for line in clock]
    for fact in facts:
        if fact.kind in (ClockKind.START, ClockKind.AS_RECORDED, ClockKind.RESTART):
            used, begun, stopped, pauses = 0, fact.at, None, []
        elif fact.kind is ClockKind.STOP and begun is not None:
            used, begun, stopped = used + between(begun, fact.at), None, fact.at
        elif fact.kind is ClockKind.RESUME and stopped is not None:
            pauses.append(clockbar.Pause(used, between(stopped, fact.at)))
            begun, stopped = fact.at, None
    due_at = facts[-1].due_at if facts else None
    since = begun or stopped
    if due_at is None or since is None:
        return 0, 0, ()
    limit = used + between(since, due_at)
    if begun is not None:
        return used + between(begun, end), limit, tuple(pauses)
    return used, limit, (*pauses, clockbar.Pause(used, between(since, end)))


def day_lines(explained: Explained) -> tuple[DayLine, ...]:
    """Return the days of one stretch of the explanation."""
    return tuple(DayLine(day.on, day.counted, day.why) for day in explained.days)


def entry_lines(
    clock: Sequence[ClockLine], told: Sequence[Explained]
) -> tuple[ClockEntryLine, ...]:
    """Return the clock book with the words of its explanation."""
    return tuple(
        ClockEntryLine(
            at=line.fact.at,
            what=one.title,
            ground="" if ":" in one.title else _ground(line),
            due_at=line.fact.due_at,
        )
        for line, one in zip(clock, told, strict=True)
    )


def _ground(line: ClockLine) -> str:
    return " · ".join(part for part in (line.legal_ground, line.document) if part)


def stages_of(matter: Matter) -> tuple[Stage, ...]:
    """Return the route: what was done and by whom, what is open, what lies ahead."""
    now = matter.visitor.now
    time = working(worktime.calendar_for(unit_id=matter.page.dossier.settling_unit_id))

    def late_by(until: datetime, due_at: datetime) -> str:
        return span(max(time.minutes(due_at, until), 1))

    walked = [_walked(step, now=now, late_by=late_by) for step in matter.page.steps]
    if walked and _transferred_late(matter):
        walked[0] = replace(walked[0], lines=(*walked[0].lines, "chuyển muộn"), late=True)
    ahead = [
        Step(
            name=plan.name,
            holder=ROLE_OF[plan.role].label if plan.role else "",
            state="ahead",
            lines=("khi cần",) if plan in matter.conditional else (),
        )
        for plan in matter.page.ahead
    ]
    return tuple(Stage((step,)) for step in (*walked, *ahead))


def _transferred_late(matter: Matter) -> bool:
    """Return whether the first step was handed on, or still lies, past the 15:00 rule."""
    first = matter.page.steps[0]
    until = first.done_at or (matter.visitor.now if matter.page.dossier.ended_at is None else None)
    return until is not None and first.take_over_by is not None and until > first.take_over_by


def _walked(step: StepLine, *, now: datetime, late_by: _Late) -> Step:
    ended = step.done_at if step.state in _DONE else None
    # When the owner comes for the result is not the office's time.
    due_at = None if step.key == RETURN else step.due_at
    is_open = step.state in (StepState.HANDED_OVER, StepState.TAKEN)
    until = ended or (now if is_open else None)
    late = due_at is not None and until is not None and until > due_at
    lines = []
    if ended is not None:
        lines = [short_moment(ended), *_mark(due_at, ended, late_by)]
        if step.state is StepState.SENT_BACK:
            lines.insert(1, "đã trả lại")
    elif step.state is StepState.HANDED_OVER:
        lines = ["chờ nhận bàn giao"]
        if step.take_over_by is not None:
            lines.append(f"nhận trước {short_moment(step.take_over_by)}")
    elif step.state is StepState.TAKEN:
        lines = [f"từ {short_moment(step.taken_at)}"]
        if due_at is not None:
            lines.append(f"hạn {short_moment(due_at)}")
    state: Literal["done", "current", "skipped"] = "current" if is_open else "skipped"
    if step.state in _DONE:
        state = "done"
    return Step(step.name, step.officer or step.unit, state, tuple(lines), late=late)


def _mark(due_at: datetime | None, ended: datetime, late_by: _Late) -> list[str]:
    if due_at is None:
        return []
    if ended <= due_at:
        return ["đúng hạn"]
    return [f"muộn {late_by(ended, due_at)}"]


def journal_of(matter: Matter) -> tuple[Moment, ...]:
    """Return the journal in sentences, newest first; what was written down later says so."""
    return tuple(
        Moment(
            at=line.at,
            who=line.who,
            text=line.says,
            kind=_kind(line.says),
            detail=_beside(line),
        )
        for line in matter.page.journal
    )


def _kind(says: str) -> Literal["plain", "pause", "correction"]:
    return next((kind for begins, kind in _MARKED.items() if says.startswith(begins)), "plain")


def _beside(line: JournalLine) -> str:
    later = line.recorded_at != line.at
    recorded = f"ghi vào sổ lúc {moment(line.recorded_at)}" if later else ""
    return " · ".join(part for part in (line.title, recorded) if part)


def facts_of(matter: Matter) -> tuple[Fact, ...]:
    """Return what is known of the dossier; numbers of the owner are masked."""
    dossier, reveal = matter.page.dossier, reverse("desk:reveal", args=[matter.number])
    owner = dossier.owner
    identity = "" if owner is None else owner.identity_number or owner.registration_number or ""
    # The book of persons may hold what was told to another unit.
    phone = dossier.owner_phone
    return (
        Fact("Chủ hồ sơ", dossier.owner_name or UNKNOWN),
        Fact("Số định danh", identity, masked=True, reveal=reveal if identity else ""),
        Fact("Điện thoại", phone, masked=True, reveal=reveal if phone else ""),
        Fact("Kênh nộp", channel_of(dossier.channel).label),
        Fact("Lĩnh vực", dossier.field.name),
        Fact("Mã thủ tục", dossier.procedure.code or UNKNOWN),
        Fact("Thời hạn", _limit_words(matter), note=_limit_note(matter)),
        Fact("Nộp lúc", moment(dossier.submitted_at)),
        Fact("Tiếp nhận lúc", moment(dossier.received_at)),
        Fact("Nơi tiếp nhận", dossier.receiving_unit.name),
        Fact("Nơi giải quyết", dossier.settling_unit.name),
        *_awaited(matter),
        *_ending(matter),
    )


def parts_of(matter: Matter) -> tuple[tuple[PartLine, str, str], ...]:
    """Return the interlinked parts with an address, where it may be opened, and their state."""
    return tuple(
        (
            part,
            reverse("desk:dossier", args=[part.id]) if part.id in matter.within_reach else "",
            status_words(part.status, ended=part.ended),
        )
        for part in matter.parts.lines
    )


def notice_term(matter: Matter) -> str:
    """Return within what a notice of missing papers was due, with its source; empty if in time."""
    dossier = matter.page.dossier
    if not any(request.late_notice for request in matter.papers.supplements):
        return ""
    own = catalogue.notice_term_of(version_id=dossier.version_id)
    if own is not None:
        return own.words
    day = day_of(dossier.received_at or dossier.submitted_at)
    return term_on(Term.SUPPLEMENT_NOTICE, day).words


def _awaited(matter: Matter) -> list[Fact]:
    """Return until when an online dossier is answered, and when the last part is due."""
    dossier, parts = matter.page.dossier, matter.parts
    found = []
    if dossier.answer_by is not None:
        term = term_on(Term.ONLINE_ANSWER, day_of(dossier.submitted_at))
        found.append(Fact("Trả lời trước", moment(dossier.answer_by), note=term.words))
    if parts.latest is not None:
        found.append(
            Fact("Phần liên thông trả sau cùng", moment(parts.latest.due_at),
                 note=_rolled_up(matter) or parts.latest.code)
        )  # fmt: skip
    return found


def _rolled_up(matter: Matter) -> str:
    """Return the remark that a part is due after the whole; empty when none is."""
    latest = matter.parts.latest
    if latest is None or not matter.parts.after_own:
        return ""
    return f"Phần liên thông {latest.code} hẹn trả {moment(latest.due_at)}, sau hạn của hồ sơ này."


def limit_on_slip(matter: Matter) -> str:
    """Return the limit with how it is known, as the slip prints it; empty when none is known."""
    if matter.page.dossier.limit_value is None:
        return ""
    known = selectors.marks_of(matter.page.dossier).limit
    words = _limit_words(matter)
    return f"{words} (nguồn: {known})" if known else words


def _limit_note(matter: Matter) -> str:
    """Return the case of the limit, and how the limit is known."""
    dossier = matter.page.dossier
    known = selectors.marks_of(dossier).limit
    source = f"Nguồn: {known}" if known else ""
    return " · ".join(part for part in (dossier.limit_case, source) if part)


def _limit_words(matter: Matter) -> str:
    """Return the limit; where none is known but a due time is, where that comes from."""
    dossier = matter.page.dossier
    if dossier.limit_value is not None:
        return Limit(dossier.limit_value, LimitUnit(dossier.limit_unit)).label
    if dossier.due_at is None:
        return UNKNOWN
    recorded = any(line.fact.kind is ClockKind.AS_RECORDED for line in matter.page.clock)
    return "theo hạn ghi ở hệ thống cũ" if recorded else "theo ngày hẹn do công chức nhập"


def _ending(matter: Matter) -> tuple[Fact, ...]:
    dossier = matter.page.dossier
    found = []
    if dossier.due_at_original not in (None, dossier.due_at):
        found.append(Fact("Hẹn trả lần đầu", moment(dossier.due_at_original)))
    if dossier.apologised_at is not None:
        found.append(Fact("Trả chậm", "có thư xin lỗi", note=moment(dossier.apologised_at)))
    if dossier.ended_at is not None:
        found.append(Fact("Kết thúc lúc", moment(dossier.ended_at)))
    if dossier.returned_at is not None:
        found.append(Fact("Trả kết quả lúc", moment(dossier.returned_at)))
    if dossier.source:
        found.append(Fact("Nguồn", "Nhập từ hệ thống khác", note=dossier.source))
    return tuple(found)


def actions_of(matter: Matter, jobs: Sequence[Job]) -> tuple[Action, ...]:
    """Return the acts as links."""
    return tuple(
        Action(job.label, reverse("desk:act", args=[matter.number, job.address]), job.icon)
        for job in jobs
    )


#: Who moves a dossier whose clock stands.
_WAITS_FOR = {
    Status.SUPPLEMENT_REQUIRED: "Đang chờ người dân bổ sung. Bộ phận Một cửa nhận giấy tờ, công "
    "chức ghi nhận đủ thì hồ sơ đi tiếp.",
    Status.FINANCIAL_OBLIGATION: "Đang chờ người dân nộp nghĩa vụ tài chính. Có chứng từ thì ghi "
    "vào để hồ sơ đi tiếp.",
    Status.STOPPED: "Hồ sơ đang tạm dừng. Người đứng đầu đơn vị giải quyết cho đi tiếp.",
}


def foreseen_of(matter: Matter, deed: Deed) -> Clock | None:
    """Return the due time that an act would give now, with its days; None when it gives none."""
    found = selectors.foreseen(matter.page, deed, at=matter.visitor.now)
    if found is None:
        return None
    return Clock(
        cues=(),
        due_at=found.due_at,
        sentence=f"Tính từ {moment(matter.visitor.now)}; ghi nhận muộn hơn thì tính lại.",
        days=tuple(DayLine(day.on, day.counted, day.why) for day in found.days),
        warnings=found.warnings,
        appointed="Nếu ghi nhận lúc này, hẹn trả",
    )


def held_elsewhere(matter: Matter) -> str:
    """Return who must act when nothing lies in this person's hands; empty otherwise."""
    dossier = matter.page.dossier
    if dossier.ended_at is None and Status(dossier.status) in _WAITS_FOR:
        return _WAITS_FOR[Status(dossier.status)]
    if matter.to_take_over and not matter.taken:
        return "Nhận bàn giao trước; sau đó mới yêu cầu bổ sung, lấy ý kiến hay trả lại được."
    steps = [step for step in matter.page.open_steps if step not in matter.in_hand]
    over = dossier.ended_at is not None and dossier.status != Status.SETTLED
    if matter.in_hand or not steps or over or steps[0].key == RETURN:
        return ""
    step = steps[0]
    return f"Bước “{step.name}” đang ở {step.officer or step.unit}."


def explanation_of(matter: Matter) -> tuple[Explained, ...]:
    """Return the explanation of the due time, entry by entry."""
    return selectors.explanation(matter.page)
