"""The statutory table: how quick, and whether it is what the whole book says (P7)."""

import time
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from motcua.console.benching.meter import middle
from motcua.console.benching.office import FIRST_DAY, NOW
from motcua.console.benching.run import Run
from motcua.console.benching.targets import Finding, finding
from motcua.kernel.periods import Period
from motcua.organisation import selectors as organisation
from motcua.organisation.vocabulary import Scope
from motcua.reports.rules import Asked
from motcua.reports.selectors import one_snapshot, question_of, settlement
from motcua.reports.vocabulary import Grouping
from motcua.tally import selectors as tally
from motcua.tally.services import fold_all
from motcua.tally.vocabulary import Axis

_LONGEST = 365
#: After so many seconds no further question is held against the whole book.
_PATIENCE = 90
_DAY = timedelta(days=1)


def table(run: Run) -> Iterator[Finding]:
    """Ask random questions; hold the answers against a reading of every line (P7)."""
    # What an earlier run left waiting is added first, as the worker does within seconds.
    fold_all()
    questions = _questions(run.questions)
    today = NOW.date()
    settlement(asked=questions[0], today=today)
    taken = []
    for asked in questions:
        began = time.perf_counter()
        settlement(asked=asked, today=today)
        taken.append((time.perf_counter() - began) * 1000)
    slowest = questions[taken.index(max(taken))]
    note = (
        f"{len(questions)} câu hỏi ngẫu nhiên, trung vị {middle(taken):.1f} ms, con số là câu chậm "
        f"nhất: {slowest.unit}, {slowest.scope}, "
        f"{slowest.grouping}, {slowest.period.start:%d/%m/%Y} đến {slowest.last:%d/%m/%Y}"
    )
    for id in ("P7.time", "P7.time_100"):
        yield finding(id, max(taken), dossiers=run.dossiers, note=note)
    run.tell("So biểu với cả sổ đếm")
    began, asked_through, differing = time.perf_counter(), 0, 0
    for asked in questions:
        if time.perf_counter() - began > _PATIENCE:
            break
        differing += _differs(asked)
        asked_through += 1
    yield finding(
        "P7.equal", differing, dossiers=run.dossiers,
        note=f"{asked_through} câu hỏi được so với đọc hết sổ trong cùng một ảnh chụp",
    )  # fmt: skip


def _differs(asked: Asked) -> bool:
    """Return whether cells and pending lines say anything else than all lines of the book."""
    ends = [asked.period.start - _DAY, asked.last]
    axis = {Grouping.FIELD: Axis.FIELD, Grouping.PROCEDURE: Axis.PROCEDURE}.get(
        asked.grouping, Axis.CHANNEL
    )
    by_unit = asked.grouping is Grouping.UNIT
    with one_snapshot():
        question = question_of(asked)
        quick = tally.standing(question, ends=ends, axis=axis, by_unit=by_unit)
        whole = tally.standing_read_through(question, ends=ends, axis=axis, by_unit=by_unit)
    return _without_nothing(quick) != _without_nothing(whole)


def _without_nothing(
    answer: Mapping[date, Mapping[int, tally.Sums]],
) -> dict[tuple[date, int], tally.Sums]:
    return {
        (day, key): sums
        for day, groups in answer.items()
        for key, sums in groups.items()
        if any(sums.values())
    }


def _questions(count: int) -> list[Asked]:
    units = [one.slug for on in (FIRST_DAY, NOW.date()) for one in organisation.units_on(on)]
    scopes, groupings = list(Scope), list(Grouping)
    days = (NOW.date() - FIRST_DAY).days
    asked = []
    for number in range(count):
        # A plain mixing of the number: the same questions in every run.
        chance = (number + 1) * 2654435761 % 2**32
        start = FIRST_DAY + timedelta(days=chance % (days - 1))
        length = chance // 7 % _LONGEST
        last = min(start + timedelta(days=length), NOW.date())
        asked.append(
            Asked(
                # The units above all others are asked as often as all the rest.
                unit=units[0] if number % 4 == 0 else units[chance // 3 % len(units)],
                period=Period(start, last + _DAY),
                scope=scopes[chance // 11 % len(scopes)],
                grouping=groupings[chance // 13 % len(groupings)],
            )
        )
    return asked
