"""Refusals of the desk itself; what the rooms refuse passes through unchanged."""

from datetime import datetime

from motcua.kernel.errors import Refusal
from motcua.kernel.periods import VIETNAM


class DeskRefusal(Refusal):
    """The root of this door's refusals."""


class ChangedMeanwhile(DeskRefusal):
    """The dossier has a new act since the form was opened, or the form was sent twice."""

    def __init__(self, at: datetime | None) -> None:
        when = "" if at is None else f" lúc {at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
        super().__init__(
            f"Hồ sơ vừa có việc mới{when}. Mở lại hồ sơ để xem thay đổi rồi làm lại nếu còn cần."
        )


class NothingToChoose(DeskRefusal):
    """The act needs something to act on, and there is nothing."""

    def __init__(self, act_label: str) -> None:
        super().__init__(
            f"Chưa làm được việc “{act_label}”: không có bước, người hoặc đơn vị nào để chọn. "
            "Mở lại hồ sơ để xem việc có thể làm tiếp."
        )


class UnitNotYours(DeskRefusal):
    """The person may not ask for this unit's table."""

    def __init__(self) -> None:
        super().__init__(
            "Anh/chị không xem được biểu của đơn vị này. Chọn một đơn vị trong danh sách."
        )
