"""Receiving and stepping, in turns with the same rows by raw SQL (P1 to P3, P8)."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from unittest.mock import patch

from motcua.console.benching import databases
from motcua.console.benching.meter import (
    Cost,
    Rounds,
    counted_calls,
    log_position,
    measured,
    middle,
    our_backend,
    page_images,
    rows_written,
)
from motcua.console.benching.office import Office, office
from motcua.console.benching.reference import Reference, recorded
from motcua.console.benching.run import Run
from motcua.console.benching.targets import Finding, finding, not_measured
from motcua.dossiers import services
from motcua.tally.services import fold, fold_all

#: BEGIN and COMMIT are calls too.
_ENDS = 2
_WARM = 20
_OLD = 50
_LINES = "motcua.dossiers.services.reception.line_calls"
_ACTS_A_SECOND = 1000


def reception(run: Run) -> Iterator[Finding]:
    """Measure receptions one after the other (P1)."""
    there, size = run.office, run.batch
    unit = there.now[0]
    _warm(there)
    reference = Reference()
    rounds, at_once = Rounds(), Rounds()
    deeds = [partial(there.receive, unit)] * size
    reference.send(recorded(deeds[:_WARM]))
    for _ in range(run.rounds):
        own = measured(_each(deeds), operations=size, backend=our_backend())
        rounds.first.append(own)
        at_once.first.append(own)
        for kept, send in ((rounds, reference.send), (at_once, reference.send_at_once)):
            acts = recorded(deeds)
            kept.second.append(
                measured(partial(send, acts), operations=size, backend=reference.backend)
            )
    reference.close()
    yield _ratio("P1.cpu", rounds, at_once, run)


def steps(run: Run) -> Iterator[Finding]:
    """Measure the completion of a step: calls, rows, log, processor time (P2)."""
    there, size, reference = run.office, max(2, run.batch // 2), Reference()
    rounds, at_once = Rounds(), Rounds()
    calls, rows, logged, images, raw_logged = [], [], [], [], []
    for number in range(run.rounds + 1):
        keys = [there.in_hand(there.now[0]) for _ in range(3 * size)]
        deeds = [_completing(there, key) for key in keys]
        before = _written()
        with counted_calls() as counted:
            own = measured(_each(deeds[:size]), operations=size, backend=our_backend())
        written, whole, changed = (a - b for a, b in zip(_written(), before, strict=True))
        plain, joined = recorded(deeds[size : 2 * size]), recorded(deeds[2 * size :])
        before = _written()
        alone = measured(partial(reference.send, plain), operations=size, backend=reference.backend)
        raw_written = _written()[0] - before[0]
        kept = (
            own,
            alone,
            measured(
                partial(reference.send_at_once, joined), operations=size, backend=reference.backend
            ),
        )
        if number == 0:
            continue  # The first round warms both sides up.
        _keep(rounds, at_once, kept)
        calls.append(counted.calls / size + _ENDS)
        rows.append(changed / size)
        logged.append(written / size / 1000)
        images.append(whole / size)
        raw_logged.append(raw_written / size / 1000)
    reference.close()
    yield finding("P2.calls", middle(calls), worst=max(calls), dossiers=run.dossiers)
    yield finding("P2.rows", middle(rows), worst=max(rows), dossiers=run.dossiers)
    yield finding(
        "P2.wal", middle(logged), worst=max(logged), dossiers=run.dossiers,
        note=f"SQL thô cùng các dòng {middle(raw_logged):.1f} kB; trong đó "
        f"{middle(images):.2f} ảnh cả trang mỗi bước (một lần một trang sau mỗi checkpoint)",
    )  # fmt: skip
    yield _ratio("P2.cpu", rounds, at_once, run)


def late_steps(run: Run) -> Iterator[Finding]:
    """Measure a step of a dossier that has gone to and fro for long (P3)."""
    there, size = run.office, max(2, run.batch // 5)
    unit = there.now[1 % len(there.now)]
    old = [there.in_hand(unit) for _ in range(size)]
    for key in old:
        for _ in range(run.old_steps // 2 - 1):
            _to_and_fro(there, key)
    rounds = Rounds()
    for _ in range(run.rounds):
        young = [there.in_hand(unit) for _ in range(size)]
        for keys, kept in ((old, rounds.first), (young, rounds.second)):
            deeds = [_completing(there, key) for key in keys]
            kept.append(measured(_each(deeds), operations=size, backend=our_backend()))
        for key in old:
            _back(there, key)
    ratios = rounds.ratios()
    note = f"hồ sơ đã qua {run.old_steps} bước, CPU"
    yield finding("P3.late", middle(ratios), worst=max(ratios), dossiers=run.dossiers, note=note)


def among_many(run: Run) -> Iterator[Finding]:
    """Measure a step among all dossiers beside one among 10.000 (P3)."""
    if run.small is None:
        yield not_measured("P3.many", "lần đo này không có hai cỡ để so")
        return
    size, large = max(2, run.batch // 2), databases.current()
    rounds = Rounds()
    for _ in range(run.rounds + 1):
        for name, kept in ((large, rounds.first), (run.small, rounds.second)):
            databases.use(name)
            there = office()
            _warm(there)
            deeds = [_completing(there, there.in_hand(there.now[0])) for _ in range(size)]
            kept.append(measured(_each(deeds), operations=size, backend=our_backend()))
    databases.use(large)
    ratios = rounds.ratios()[1:]
    yield finding(
        "P3.many", middle(ratios), worst=max(ratios), dossiers=run.dossiers,
        note=f"{run.dossiers} hồ sơ so với 10.000, CPU",
    )  # fmt: skip


def counting(run: Run) -> Iterator[Finding]:
    """Measure how long the fold takes for what comes in during a second (P8)."""
    there = run.office
    fold_all()
    lags = []
    for _ in range(run.rounds):
        acts = min(_ACTS_A_SECOND, run.batch * 10)
        for number in range(acts // 2):
            there.receive(there.now[number % min(16, len(there.now))])
        cost = measured(fold, operations=1, backend=our_backend())
        lags.append(cost.wall / 1000 * _ACTS_A_SECOND / acts)
    fold_all()
    note = "thời gian một lần cộng 1.000 dòng (mỗi lần tiếp nhận hai dòng)"
    yield finding("P8.lag", middle(lags), worst=max(lags), dossiers=run.dossiers, note=note)
    yield not_measured("P8.kill", "lệnh này không giết máy chủ")


def uncounted() -> AbstractContextManager[object]:
    """Return a context in which receptions write no lines into the counting book."""
    return patch(_LINES, lambda **_: [])


def _written() -> tuple[int, int, int]:
    """Return bytes and whole pages in the server's log, and rows written, until now."""
    return log_position(), page_images(), rows_written()


def _completing(there: Office, key: int) -> Callable[[], object]:
    return partial(services.complete_step, dossier_id=key, by=there.everyone, at=there.at)


def _back(there: Office, key: int) -> None:
    """Send a dossier that waits for approval back, and take its appraisal over again."""
    by, at = there.everyone, there.at
    services.take_over(dossier_id=key, by=by, at=at)
    services.send_back(dossier_id=key, to_key="appraise", reason="cần rõ hơn", by=by, at=at)
    services.take_over(dossier_id=key, by=by, at=at)


def _to_and_fro(there: Office, key: int) -> None:
    services.complete_step(dossier_id=key, by=there.everyone, at=there.at)
    _back(there, key)


def _each(deeds: Sequence[Callable[[], object]]) -> Callable[[], None]:
    def work() -> None:
        for deed in deeds:
            deed()

    return work


def _warm(there: Office) -> None:
    for _ in range(_WARM):
        there.receive(there.now[0])


def _keep(rounds: Rounds, at_once: Rounds, kept: tuple[Cost, Cost, Cost]) -> None:
    own, plain, joined = kept
    rounds.first.append(own)
    rounds.second.append(plain)
    at_once.first.append(own)
    at_once.second.append(joined)


def _ratio(id: str, rounds: Rounds, at_once: Rounds, run: Run) -> Finding:
    ratios = rounds.ratios()
    note = (
        f"{_beside(rounds, lambda one: one.cpu)} ms CPU, trong đó của máy chủ dữ liệu "
        f"{_beside(rounds, lambda one: one.server)}; thời gian "
        f"{_beside(rounds, lambda one: one.wall)} ms; "
        f"so với SQL thô gửi gộp: {middle(at_once.ratios()):.2f} lần"
    )
    return finding(id, middle(ratios), worst=max(ratios), dossiers=run.dossiers, note=note)


def _beside(rounds: Rounds, of: Callable[[Cost], float]) -> str:
    own, plain = (middle([of(one) for one in costs]) for costs in (rounds.first, rounds.second))
    return f"{own:.2f} so với {plain:.2f}"
