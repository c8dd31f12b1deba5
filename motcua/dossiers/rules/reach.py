"""Where a dossier may be received for a competent agency elsewhere: dated settings; pure.

Phi địa giới hành chính, one-stop.md 0.2 (row "Boundaries") and 3.1.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from motcua.dossiers import errors
from motcua.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Reach:
    """How far boundary-free receipt goes in one period. read: its source was read."""

    valid: Period
    extent: str
    source: str
    read: bool
    open_point: str

    @property
    def words(self) -> str:
        """The rule with its source and what of it is not verified, as a page says it."""
        mark = "" if self.read else ", chưa xác minh"
        return f"{self.extent} ({self.source}{mark}). {self.open_point}"


_NOT_LOADED = "Danh mục thủ tục được nhận phi địa giới chưa có trong hệ thống: tự đối chiếu."
#: Before the first period only the competent unit received.
REACHES = (
    Reach(
        Period(date(2021, 12, 6), date(2025, 7, 1)), "Chỉ ở nơi được thí điểm",
        "Nghị định 107/2021/NĐ-CP", read=False,
        open_point="Nơi và thủ tục được thí điểm chưa có trong hệ thống: tự đối chiếu.",
    ),
    Reach(
        Period(date(2025, 7, 1), date(2026, 8, 5)), "Trong phạm vi tỉnh, thành phố",
        "Nghị định 118/2025/NĐ-CP", read=False, open_point=_NOT_LOADED,
    ),
    Reach(
        Period(date(2026, 8, 5)),
        "Trong phạm vi tỉnh, thành phố; cả nước với thủ tục trong danh mục được công bố",
        "Nghị định 309/2026/NĐ-CP, Điều 7", read=True, open_point=_NOT_LOADED,
    ),
)  # fmt: skip


def reach_on(day: date) -> Reach | None:
    """Return how far boundary-free receipt goes on a day; None: it is not allowed yet."""
    return next((reach for reach in REACHES if reach.valid.holds(day)), None)


def check_reach(*, day: date) -> None:
    """Refuse to receive for an agency elsewhere before any law allowed it.

    :raises NotBoundaryFree: the first day of the first setting lies ahead.
    """
    if reach_on(day) is None:
        raise errors.NotBoundaryFree(REACHES[0].valid.start)


def check_competent(*, unit: str, level: str, levels: Collection[str]) -> None:
    """Refuse a settling unit whose tier does not settle the procedure.

    levels: the tiers of the procedure's version; none: not known, nothing is refused.

    :raises NotCompetent: the unit is of another tier.
    """
    if levels and level not in levels:
        raise errors.NotCompetent(unit)
