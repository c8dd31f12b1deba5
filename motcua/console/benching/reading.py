"""Reading: the list of work, the page of a dossier, lists of what is late (P5, P6, P9)."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from motcua.accounts.vocabulary import Role
from motcua.console.benching import databases
from motcua.console.benching.meter import Cost, counted_calls, measured, middle, our_backend
from motcua.console.benching.office import NOW, Office, office
from motcua.console.benching.run import Run
from motcua.console.benching.targets import Finding, finding, not_measured
from motcua.dossiers import selectors
from motcua.dossiers.rules import Acting
from motcua.dossiers.selectors import Cursor, Queue

_REQUESTS = 20
_PAGES = 400


@dataclass(slots=True)
class _Pages:
    """The costs of the first, the middle and the last page of a list."""

    costs: dict[str, list[Cost]] = field(default_factory=dict)
    count: int = 0


def inbox(run: Run) -> Iterator[Finding]:
    """Measure the list of work of the unit that has most of it, on three of its pages (P5)."""
    large = databases.current()
    names = [large] if run.small is None else [large, run.small]
    measures = {name: _Pages() for name in names}
    cursors: dict[str, Mapping[str, Cursor | None]] = {}
    for _ in range(run.rounds + 1):
        for name in names:
            databases.use(name)
            who = _case_officer(office())
            if name not in cursors:
                cursors[name] = _cursors(who, measures[name])
                _measure(who, cursors[name], _Pages())
            _measure(who, cursors[name], measures[name])
    databases.use(large)
    here = measures[large].costs
    with counted_calls() as counted:
        selectors.inbox(_case_officer(run.office), now=NOW)
    slowest = max(here, key=lambda page: middle([cost.cpu for cost in here[page]]))
    cpu = [cost.cpu for cost in here[slowest]]
    yield finding("P5.cpu", middle(cpu), worst=max(cpu), dossiers=run.dossiers, note=_said(here))
    yield finding(
        "P5.calls", counted.calls, dossiers=run.dossiers, note="trang đầu; không kể phần chung"
    )
    yield _flat(run, here, None if run.small is None else measures[run.small].costs)


def _flat(
    run: Run, here: Mapping[str, list[Cost]], small: Mapping[str, list[Cost]] | None
) -> Finding:
    if small is None:
        return not_measured("P5.flat", "lần đo này không có hai cỡ để so")
    ratios = {
        page: [a.wall / b.wall for a, b in zip(here[page], small[page], strict=True)]
        for page in here
        if page in small
    }
    slowest = max(ratios, key=lambda page: middle(ratios[page]))
    return finding(
        "P5.flat", middle(ratios[slowest]), worst=max(ratios[slowest]), dossiers=run.dossiers,
        note=f"{run.dossiers} hồ sơ so với 10.000, {slowest}, thời gian",
    )  # fmt: skip


def page(run: Run) -> Iterator[Finding]:
    """Measure what the page of a dossier asks and computes before it is drawn (P6)."""
    who = _case_officer(run.office)
    rows = selectors.inbox(who, now=NOW).rows
    keys = [row.id for row in rows][:_REQUESTS]
    for key in keys:
        _page(who, key)
    with counted_calls() as counted:
        _page(who, keys[0])
    cpu = []
    for _ in range(run.rounds):
        works = [partial(_page, who, key) for key in keys]
        cpu.append(measured(_all(works), operations=len(works), backend=our_backend()).cpu)
    note = "quyền xem, hồ sơ, bước, sổ thời hạn có giải thích, nhật ký; không kể vẽ trang"
    yield finding("P6.calls", counted.calls, dossiers=run.dossiers, note=note)
    yield finding("P6.cpu", middle(cpu), worst=max(cpu), dossiers=run.dossiers, note=note)
    yield not_measured("P6.public", "chưa có trang tra cứu công khai")


def late(run: Run) -> Iterator[Finding]:
    """Measure the lists of what is overdue and due soon, of a unit and of the city (P9)."""
    who = _case_officer(run.office)
    lists: dict[str, Callable[[], object]] = {
        "quá hạn của một công chức": partial(
            selectors.inbox, who, now=NOW, queue=Queue.OVERDUE
        ),
        "hạn hôm nay của một công chức": partial(
            selectors.inbox, who, now=NOW, queue=Queue.DUE_TODAY
        ),
        "quá hạn của một xã": partial(
            selectors.of_units, units=run.office.now[:1], now=NOW, queue=Queue.OVERDUE
        ),
        "quá hạn của cả thành phố": partial(
            selectors.of_units, units=run.office.now, now=NOW, queue=Queue.OVERDUE
        ),
        "số việc của một công chức": partial(selectors.counts, who, now=NOW),
    }  # fmt: skip
    times = {}
    for name, asked in lists.items():
        asked()
        times[name] = sorted(_clocked(asked) for _ in range(4 * run.rounds))
    slowest = max(times, key=lambda name: middle(times[name]))
    said = "; ".join(f"{name} {middle(taken):.1f} ms" for name, taken in times.items())
    yield finding(
        "P9.time", middle(times[slowest]), worst=times[slowest][-1], dossiers=run.dossiers,
        note=f"chậm nhất là {slowest}: {said}",
    )  # fmt: skip


def _page(who: Acting, key: int) -> None:
    seen = selectors.page_seen(who, key, on=NOW.date())
    if seen is not None:
        selectors.explanation(seen)


def _case_officer(there: Office) -> Acting:
    return Acting(there.everyone.actor, None, frozenset({(Role.CASE_OFFICER, there.now[0])}))


def _cursors(who: Acting, pages: _Pages) -> dict[str, Cursor | None]:
    """Return where the first, the middle and the last page of a list begin."""
    starts: list[Cursor | None] = [None]
    while len(starts) < _PAGES:
        following = selectors.inbox(who, now=NOW, after=starts[-1]).following
        if following is None:
            break
        starts.append(following)
    pages.count = len(starts)
    full = starts[:-1] or starts
    return {"trang đầu": full[0], "trang giữa": full[len(full) // 2], "trang cuối": full[-1]}


def _measure(who: Acting, cursors: Mapping[str, Cursor | None], pages: _Pages) -> None:
    for name, cursor in cursors.items():
        works = [partial(selectors.inbox, who, now=NOW, after=cursor)] * _REQUESTS
        cost = measured(_all(works), operations=_REQUESTS, backend=our_backend())
        pages.costs.setdefault(name, []).append(cost)


def _said(costs: Mapping[str, list[Cost]]) -> str:
    return "; ".join(
        f"{name} {middle([cost.wall for cost in of]):.2f} ms, CPU "
        f"{middle([cost.cpu for cost in of]):.2f} ms"
        for name, of in costs.items()
    )


def _all(works: Sequence[Callable[[], object]]) -> Callable[[], None]:
    def work() -> None:
        for one in works:
            one()

    return work


def _clocked(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
