"""Refusals of the desk itself; what the rooms refuse passes through unchanged."""

from collections.abc import Sequence
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


class FormWithoutToken(DeskRefusal):
    """A form that makes something new was sent without the mark of its sending."""

    def __init__(self) -> None:
        super().__init__(
            "Biểu mẫu gửi lên thiếu dấu của lần gửi nên chưa ghi gì. Mở lại trang này rồi gửi lại."
        )


class FormOfAnotherPage(DeskRefusal):
    """The mark of a sending has made something at another address already."""

    def __init__(self) -> None:
        super().__init__(
            "Lần gửi này đã dùng cho một biểu mẫu khác nên chưa ghi gì. Mở lại trang này từ đầu "
            "rồi nhập lại."
        )


class CounterNotOpen(DeskRefusal):
    """A dossier is brought to a unit that does not exist on this day."""

    def __init__(self, why: str, heirs: Sequence[str] = ()) -> None:
        where = f"nhận tại đơn vị kế tục: {', '.join(heirs)}" if heirs else "chọn đơn vị khác"
        super().__init__(f"{why} nên không tiếp nhận hồ sơ mới; {where}.")
