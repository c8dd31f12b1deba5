"""The state of the installation in words and tones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from motcua.board.health.words import EVENTS, REACTIONS
from motcua.pages.formats import moment, number
from motcua.pages.parts import Tone
from motcua.storage import heartbeats
from motcua.storage.events import Waiting
from motcua.storage.safe_copies import Age, Kind
from motcua.tally.selectors import oldest_waiting

#: A worker writes a sign of life every ten seconds.
QUIET = timedelta(minutes=1)
#: Acts reach their reactions, and the figures, within seconds; longer than this is a fault.
SLOW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class State:
    """One line of the overview: what, how it stands, since when, and what to do."""

    name: str
    word: str
    tone: Tone
    detail: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A reaction that failed, as the page shows it."""

    number: int
    what: str
    subject: str
    reaction: str
    fault: str
    since: str
    attempts: int
    parked: bool
    when: str


def span_words(span: timedelta) -> str:
    """Return a length of time in the largest unit that says enough: giây, phút, giờ, ngày."""
    seconds = max(0, int(span.total_seconds()))
    for size, word in ((86_400, "ngày"), (3_600, "giờ"), (60, "phút")):
        if seconds >= 2 * size or (size < 86_400 and seconds >= size):
            return f"{seconds // size} {word}"
    return f"{seconds} giây"


def copy_state(age: Age, name: str) -> State:
    """Return how the last backup, or the last test of one, stands."""
    allowed = f"Không được cũ quá {span_words(age.limit)}."
    change = reverse("board:health_limit", args=[age.kind])
    failed = f" Lần gần nhất không thành: {age.last_failed}" if age.last_failed else ""
    if age.at is None or age.age is None:
        command = "./run backup TỆP" if age.kind == Kind.BACKUP else "./run restore TỆP --test"
        return State(name, "Chưa có", "late", f"Hãy chạy {command}. {allowed}{failed}", change)
    word, tone = ("Quá cũ", "late") if age.too_old else ("Đạt", "ok")
    if failed and not age.too_old:
        word, tone = "Lần gần nhất không thành", "soon"
    detail = f"{moment(age.at)}, cách đây {span_words(age.age)}. {allowed}{failed}"
    return State(name, word, tone, detail, change)  # type: ignore[arg-type]  # one of the tones


def worker_state(now: datetime) -> State:
    """Return whether what works in the background is alive."""
    name = "Phần việc nền"
    at = heartbeats.last_beat("worker")
    if at is None:
        return State(name, "Chưa chạy", "late", "Hãy chạy ./run worker trên máy chủ.")
    ago = f"Báo gần nhất {moment(at)}, cách đây {span_words(now - at)}."
    if now - at > QUIET:
        return State(name, "Không trả lời", "late", f"{ago} Kiểm tra tiến trình ./run worker.")
    return State(name, "Đang chạy", "ok", ago)


def queue_state(waiting: Waiting, now: datetime) -> State:
    """Return how long acts wait for their reactions."""
    name = "Việc nền đang chờ"
    if not waiting.events or waiting.oldest_at is None:
        return State(name, "Không có", "ok", "Mọi việc đã đến hạn chạy đều đã chạy.")
    age = now - waiting.oldest_at
    detail = f"{number(waiting.events)} việc, cũ nhất từ {span_words(age)} trước."
    if waiting.failing:
        detail += f" {number(waiting.failing)} việc đang được thử lại."
    return State(
        name, "Chậm" if age > SLOW else "Đang chạy", "soon" if age > SLOW else "ok", detail
    )


def figures_state(now: datetime) -> State:
    """Return how far the cells of the counting book lag; figures are exact in any case."""
    name = "Sổ đếm"
    count, oldest = oldest_waiting()
    if oldest is None:
        return State(name, "Kịp", "ok", "Mọi dòng đã được cộng vào ô.")
    age = now - oldest
    detail = f"{number(count)} dòng chờ cộng, cũ nhất từ {span_words(age)} trước; số liệu vẫn đúng."
    return State(name, "Chậm" if age > SLOW else "Kịp", "soon" if age > SLOW else "ok", detail)


def disk_state(free: int, total: int) -> State:
    """Return how much room the folder of data has."""
    share = free / total if total else 0
    detail = f"Còn {number(free / 1e9, 1)} GB trong {number(total / 1e9, 1)} GB."
    if share < 0.05:
        return State("Đĩa của thư mục dữ liệu", "Sắp đầy", "late", detail)
    tight = share < 0.15
    word = "Nên dọn" if tight else "Đủ"
    return State("Đĩa của thư mục dữ liệu", word, "soon" if tight else "ok", detail)


def troubles(events: Sequence[Any], now: datetime) -> list[Trouble]:
    """Return the failed reactions, those that wait for a person first."""
    shown = []
    for event in events:
        reaction, _, fault = event.error.partition(": ")
        parked = event.parked_at is not None
        since = event.parked_at if parked else event.at
        shown.append(
            Trouble(
                number=event.pk,
                what=EVENTS.get(event.kind, event.kind),
                subject=event.subject,
                reaction=REACTIONS.get(reaction.rpartition(".")[2], reaction),
                fault=fault or "không rõ",
                since=span_words(now - since),
                attempts=event.attempts,
                parked=parked,
                when=moment(event.at),
            )
        )
    return sorted(shown, key=lambda one: not one.parked)
