"""The bar of used time: working minutes to shares of its length; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.pages.formats import hours, span
from motcua.pages.parts import Piece

#: Working minutes of a day, and above how many nobody counts in hours any more.
_DAY = 480
_DAYS_FROM = 10 * _DAY


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause: working minutes used before it, and its own length in working minutes."""

    after_minutes: int
    minutes: int


def pieces(*, used: int, limit: int, pauses: Sequence[Pause] = ()) -> tuple[Piece, ...]:
    """Return the parts of the bar in order: used time, pauses, what is past the limit.

    used, limit: working minutes, pauses left out. The bar is as long as the limit, or the used
    time when that is more, and the pauses together.
    """
    whole = max(used, limit) + sum(pause.minutes for pause in pauses)
    if whole <= 0:
        return ()
    cut = sorted(pauses, key=lambda pause: pause.after_minutes)
    parts: list[tuple[str, int]] = []
    at = 0
    for pause in cut:
        parts += _run(at, min(pause.after_minutes, used), limit)
        parts.append(("paused", pause.minutes))
        at = min(pause.after_minutes, used)
    parts += _run(at, used, limit)
    return _placed(parts, whole)


def sentence(*, used: int, limit: int, paused: int = 0) -> str:
    """Say how much of the limit is used; all in working minutes."""
    text = f"Đã dùng {_share(used, limit)}."
    if paused:
        text += f" Phần kẻ sọc: tạm dừng {span(paused)}, không tính vào hạn."
    return text


def _share(used: int, limit: int) -> str:
    """Return used and allowed time; in hours up to ten days, then in days."""
    if limit > _DAYS_FROM or used > _DAYS_FROM:
        return f"{hours(used // 8)}/{hours(limit // 8)} ngày làm việc"
    days = f" ({span(limit)})" if limit % _DAY == 0 and limit else ""
    return f"{hours(used)}/{hours(limit)} giờ làm việc{days}"


def _run(start: int, end: int, limit: int) -> list[tuple[str, int]]:
    """Cut the used time between two minutes at the limit."""
    in_time = max(min(end, limit) - start, 0)
    late = max(end - max(start, limit), 0)
    return [("used", in_time), ("late", late)]


def _placed(parts: Sequence[tuple[str, int]], whole: int) -> tuple[Piece, ...]:
    placed: list[Piece] = []
    start = 0.0
    for kind, minutes in parts:
        if minutes <= 0:
            continue
        width = round(minutes * 100 / whole, 2)
        placed.append(Piece(kind, round(start, 2), width))  # type: ignore[arg-type]  # the three kinds above
        start += width
    return tuple(placed)
