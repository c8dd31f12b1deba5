"""Random lives of dossiers: the tally equals a plain recount, and every book proves the others."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from motcua.dossiers import services
from motcua.dossiers.models import ClockEntry, Dossier
from motcua.dossiers.rules.history import GIVES_DUE
from motcua.dossiers.selectors import verify
from motcua.dossiers.tests.office import Office, at
from motcua.dossiers.vocabulary import Status
from motcua.kernel.errors import Refusal
from motcua.kernel.periods import VIETNAM
from motcua.tally import selectors as tally
from motcua.tally import services as counting
from motcua.tally.rules import EFFECTS
from motcua.tally.vocabulary import Axis, Channel

BEGIN = at("2021-03-01 08:30")


@dataclass
class Life:
    """What a plain clerk would have written on paper about one dossier."""

    channel: Channel
    #: (recorded at, what, its own time, due time after it, unit after it); edits replace entries.
    entries: list[dict] = field(default_factory=list)
    edits: list[tuple[datetime, int, dict]] = field(default_factory=list)

    def known(self, instant: datetime) -> list[dict]:
        """Return the entries as they were known at an instant."""
        rows = {e["number"]: dict(e) for e in self.entries if e["recorded"] <= instant}
        for recorded, number, change in self.edits:
            if recorded <= instant and number in rows:
                rows[number] |= change
        return [row for _, row in sorted(rows.items()) if not row.get("void")]


def recount(lives: list[Life], *, units: set[int], end: date, instant: datetime) -> dict[str, int]:
    """Count every dossier at the end of a day, one by one, from the paper."""
    found = dict.fromkeys(EFFECTS, 0)
    for life in lives:
        unit, due, paused_late, paused, state = 0, None, False, False, ""
        for row in life.known(instant):
            day = row["at"].date()
            if day > end:
                break
            if row["kind"] == "start":
                unit, due, state = row["unit"], row["due"], "open"
                if unit in units:
                    online = life.channel is Channel.ONLINE
                    found["received_online" if online else "received_other"] += 1
            elif row["kind"] == "move":
                found["moved_out"] += unit in units
                unit = row["unit"]
                found["moved_in"] += unit in units
            elif row["kind"] == "stop":
                paused, paused_late = True, day > due.date()
            elif row["kind"] in ("resume", "restart", "extend"):
                paused, due = False, row["due"]
            elif row["kind"] == "end":
                state = row["outcome"]
                if unit not in units:
                    continue
                if state in ("withdrawn", "stopped"):
                    found[state] += 1
                    continue
                late = (day > due.date()) - (day < due.date())
                found[("early", "on_time", "overdue")[late + 1]] += 1
                found["refused_settlement"] += state == "refused"
        if state == "open" and unit in units:
            found["in_process"] += 1
            found["paused"] += paused
            found["late"] += paused_late if paused else due.date() < end
    return found


class Clerk:
    """Does random acts on dossiers and writes each one down on paper too."""

    def __init__(self, office: Office, random: Random) -> None:
        self.office, self.random = office, random
        self.now = BEGIN
        self.lives: dict[int, Life] = {}

    def tick(self) -> datetime:
        self.now += timedelta(hours=self.random.choice([1, 3, 20, 30, 75]), minutes=7)
        return self.now

    def note(self, key: int) -> None:
        """Copy what the act just wrote into the clock, as a clerk would from the screen."""
        life = self.lives[key]
        seen = {entry["number"] for entry in life.entries}
        for row in ClockEntry.objects.filter(dossier=key).order_by("number"):
            if row.number in seen or row.kind == "correct":
                continue
            life.entries.append(
                {
                    "number": row.number, "kind": row.kind, "recorded": row.recorded_at,
                    "at": row.at.astimezone(VIETNAM), "unit": row.unit_id,
                    "due": row.due_at and row.due_at.astimezone(VIETNAM), "outcome": row.outcome,
                }
            )  # fmt: skip

    def live(self) -> None:
        """Let one dossier live: received, worked on, stopped, moved, ended, corrected."""
        channel = self.random.choice(list(Channel))
        key = self.office.receive(self.tick(), channel=channel).id
        self.lives[key] = Life(channel)
        self.note(key)
        by = self.office.everyone
        services.transfer(dossier_id=key, by=by, at=self.tick())
        services.take_over(dossier_id=key, by=by, at=self.tick())
        for _ in range(self.random.randint(1, 7)):
            try:
                self.random.choice(
                    [self.stop, self.go_on, self.move, self.end, self.settle, self.correct,
                     self.extend]
                )(key, self.tick())  # fmt: skip
            except Refusal:
                continue
            self.note(key)

    def stop(self, key: int, now: datetime) -> None:
        by = self.office.everyone
        if self.random.random() < 0.5:
            override = services.Override("cần thêm")
            services.ask_supplement(
                dossier_id=key,
                missing=services.Missing(["A"], "thiếu", legal_ground="luật"),
                by=by,
                at=now,
                override=override,
            )
        else:
            services.pause(dossier_id=key, legal_ground="luật", document="1", by=by, at=now)

    def go_on(self, key: int, now: datetime) -> None:
        by = self.office.everyone
        if Dossier.objects.get(pk=key).status == Status.SUPPLEMENT_REQUIRED:
            services.accept_additions(dossier_id=key, by=by, at=now)
        else:
            services.resume(dossier_id=key, reason="xong", by=by, at=now)

    def move(self, key: int, now: datetime) -> None:
        unit = self.random.choice([self.office.unit, self.office.other])
        services.move(
            dossier_id=key, unit_id=unit.pk, reason="đổi", by=self.office.everyone, at=now
        )

    def extend(self, key: int, now: datetime) -> None:
        due = Dossier.objects.get(pk=key).due_at
        assert due is not None
        services.extend(
            dossier_id=key, new_due_at=due + timedelta(days=7), reason="chờ",
            by=self.office.everyone, at=now,
        )  # fmt: skip

    def end(self, key: int, now: datetime) -> None:
        by = self.office.everyone
        if self.random.random() < 0.5:
            services.withdraw(dossier_id=key, reason="đổi ý", by=by, at=now)
        else:
            services.stop_settling(dossier_id=key, legal_ground="luật", document="2", by=by, at=now)

    def settle(self, key: int, now: datetime) -> None:
        self.office.settle(key, now, refuse=self.random.random() < 0.3)

    def correct(self, key: int, now: datetime) -> None:
        entry = self.random.choice(list(ClockEntry.objects.filter(dossier=key)))
        change: dict = {}
        if entry.kind == "end" and self.random.random() < 0.4:
            correction = services.Correction(number=entry.number, void=True)
            change = {"void": True}
        else:
            moment = entry.at - timedelta(hours=self.random.choice([1, 26, 50]))
            gives = entry.kind in GIVES_DUE
            due = entry.due_at - timedelta(days=1) if gives else None
            correction = services.Correction(number=entry.number, at=moment, due_at=due)
            change = {"at": moment.astimezone(VIETNAM)}
            if due is not None:
                change["due"] = due.astimezone(VIETNAM)
        services.correct(
            dossier_id=key, correction=correction, reason="ghi nhầm",
            by=self.office.everyone, at=now,
        )  # fmt: skip
        self.note(key)
        self.lives[key].edits.append((now, entry.number, change))


def answered(units: set[int], end: date, instant: datetime | None) -> dict[str, int]:
    """Ask the counting book for the sum over a scope."""
    question = tally.Question(sorted(units), known_at=instant)
    rows = tally.standing(question, ends=[end], axis=Axis.CHANNEL)[end]
    total = dict.fromkeys(EFFECTS, 0)
    for row in rows.values():
        for name in EFFECTS:
            total[name] += row[name]
    return total


@pytest.mark.django_db
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    # A smaller seed is not a simpler life: shrinking would only repeat the whole office.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(seed=st.integers(0, 10**6))
def test_the_tally_is_the_recount_at_every_past_day_now_and_as_known_then(
    office: Office, seed: int
) -> None:
    with transaction.atomic():
        compare_with_paper(office, Random(seed))
        transaction.set_rollback(True)


def compare_with_paper(office: Office, random: Random) -> None:
    """Let twenty dossiers live, then ask book and paper the same questions."""
    clerk = Clerk(office, random)
    assert Dossier.objects.count() == 0
    for _ in range(20):
        clerk.live()
        if random.random() < 0.3:
            counting.fold_all()
    lives = list(clerk.lives.values())
    compared = [name for name in EFFECTS if not name.endswith("_original")]
    last = clerk.now.date() + timedelta(days=10)
    span = (last - BEGIN.date()).days
    for units in ({office.unit.pk}, {office.unit.pk, office.other.pk}):
        for _ in range(12):
            end = BEGIN.date() + timedelta(days=random.randint(0, span))
            known = BEGIN + timedelta(days=random.randint(0, span))
            for instant, asked in ((known, known), (clerk.now, None)):
                wanted = recount(lives, units=units, end=end, instant=instant)
                given = answered(units, end, asked)
                assert {n: given[n] for n in compared} == {n: wanted[n] for n in compared}
    assert verify().rows == []


def settled(office: Office) -> int:
    """Return a settled dossier whose books are whole."""
    key = office.processing(at("2021-03-01 08:30"))
    office.settle(key, at("2021-03-04 10:00"))
    counting.fold_all()
    assert verify().rows == []
    return key


def tamper(table: str, change: str) -> None:
    """Change a book behind the program's back, as the owner of the tables."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute(f"alter table {table} disable trigger user")
        cursor.execute(change)
        cursor.execute(f"alter table {table} enable trigger user")


@pytest.mark.parametrize(
    ("table", "change", "book"),
    [
        ("journal_journalentry",
         "update journal_journalentry set payload = payload || '{\"code\": \"x\"}'",
         "journal"),
        ("journal_journalentry", "delete from journal_journalentry where act = 'issue_result'",
         "journal"),
        ("journal_journalentry", "update journal_journalentry set at = at - interval '1 day'",
         "journal"),
        ("journal_journalactor", "update journal_journalactor set name = 'Người khác'", "journal"),
        ("dossiers_clockentry",
         "update dossiers_clockentry set due_at = due_at + interval '3 days' where kind = 'start'",
         "clock"),
        ("dossiers_clockentry",
         "update dossiers_clockentry set outcome = 'refused' where kind = 'end'",
         "clock"),
        ("dossiers_clockentry", "delete from dossiers_clockentry where kind = 'end'", "clock"),
        ("dossiers_dossier", "update dossiers_dossier set due_at = due_at + interval '1 day'",
         "clock"),
        ("tally_tallyline", "update tally_tallyline set measure = 7 where measure = 5", "tally"),
        ("tally_tallyline", "update tally_tallyline set quantity = 2 where measure = 4", "tally"),
        ("tally_tallycell", "update tally_tallycell set early = early + 1", "tally"),
    ],
)  # fmt: skip
def test_what_is_changed_in_sql_is_found_and_named(
    office: Office, table: str, change: str, book: str
) -> None:
    settled(office)

    tamper(table, change)

    found = verify()
    assert found.count(book) > 0
    assert all(row.key and row.why for row in found.rows)


@pytest.mark.parametrize(
    "statement",
    [
        "update journal_journalentry set act = 'x'",
        "delete from journal_journalentry",
        "update dossiers_clockentry set due_at = now()",
        "delete from tally_tallyline",
    ],
)
def test_the_books_refuse_change(office: Office, statement: str) -> None:
    settled(office)

    with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement)
