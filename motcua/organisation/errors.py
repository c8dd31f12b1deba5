"""Refusals about units, posts, roles and rosters."""

from collections.abc import Sequence
from datetime import date

from motcua.kernel.errors import Refusal


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")


class OrganisationRefusal(Refusal):
    """A request about the organisation was refused."""


class UnknownUnit(OrganisationRefusal):
    """There is no such unit; `near` holds the slugs that look like it."""

    def __init__(self, *, slug: str, near: Sequence[str] = ()) -> None:
        hint = (
            f"có phải là {', '.join(near)}?"
            if near
            else "hãy dùng dạng như “ba-vi” hoặc “xa-ba-vi”."
        )
        super().__init__(f"Không có đơn vị “{slug}”; {hint}")
        self.slug = slug
        self.near = tuple(near)


class UnknownOfficer(OrganisationRefusal):
    def __init__(self, *, key: str) -> None:
        super().__init__(f"Không có cán bộ “{key}”; hãy kiểm tra lại mã cán bộ.")


class CodeInvalid(OrganisationRefusal):
    def __init__(self, *, code: str, example: str) -> None:
        super().__init__(
            f"Mã định danh “{code}” không đúng dạng; hãy nhập dạng như {example} hoặc để trống."
        )


class SlugTaken(OrganisationRefusal):
    def __init__(self, *, slug: str) -> None:
        super().__init__(f"Địa chỉ “{slug}” đã có đơn vị dùng; hãy chọn địa chỉ khác.")


class UnitEnded(OrganisationRefusal):
    def __init__(self, *, name: str, on: date) -> None:
        super().__init__(
            f"{name} đã kết thúc từ ngày {_day(on)}; hãy chọn đơn vị kế tiếp hoặc ngày sớm hơn."
        )


class UnitHasLivingParts(OrganisationRefusal):
    def __init__(self, *, name: str, part: str) -> None:
        super().__init__(
            f"Chưa thể kết thúc {name} vì {part} vẫn còn hiệu lực sau ngày đó;"
            " hãy kết thúc đơn vị trực thuộc trước."
        )


class PeriodInvalid(OrganisationRefusal):
    def __init__(self) -> None:
        super().__init__("Ngày kết thúc phải sau ngày bắt đầu; hãy nhập lại thời gian hiệu lực.")


class OfficerCodeTaken(OrganisationRefusal):
    def __init__(self, *, code: str) -> None:
        super().__init__(f"Mã cán bộ “{code}” hoặc tài khoản đã có người dùng; hãy chọn mã khác.")


class AlreadyHeld(OrganisationRefusal):
    """The same thing is held on some of these days already."""

    def __init__(self, *, officer: str, what: str, since: date) -> None:
        super().__init__(
            f"{officer} đã {what} từ ngày {_day(since)}, trùng thời gian;"
            " hãy kết thúc lần trước hoặc chọn ngày khác."
        )


class NotHeld(OrganisationRefusal):
    def __init__(self, *, officer: str, role: str, on: date) -> None:
        super().__init__(
            f"{officer} không giữ vai trò “{role}” tại đơn vị vào ngày {_day(on)} nên không thể"
            " ủy quyền; hãy phân quyền trước."
        )


class DelegationInvalid(OrganisationRefusal):
    def __init__(self, *, why: str) -> None:
        super().__init__(f"Không thể ủy quyền: {why}.")


class EndInvalid(OrganisationRefusal):
    def __init__(self, *, since: date) -> None:
        super().__init__(
            f"Ngày kết thúc phải sau ngày bắt đầu {_day(since)} và không muộn hơn ngày kết thúc"
            " đã ghi; hãy nhập lại."
        )


class UnknownEntry(OrganisationRefusal):
    def __init__(self) -> None:
        super().__init__("Không tìm thấy mục cần sửa; hãy tải lại trang và thử lại.")


class CounterElsewhere(OrganisationRefusal):
    def __init__(self) -> None:
        super().__init__("Quầy này không thuộc Bộ phận Một cửa đã chọn; hãy chọn lại quầy.")


class SuccessionInvalid(OrganisationRefusal):
    def __init__(self, *, why: str) -> None:
        super().__init__(f"Không thể ghi đơn vị kế tiếp: {why}.")


class PlaceInvalid(OrganisationRefusal):
    def __init__(self, *, kind: str, parent: str) -> None:
        super().__init__(
            f"{kind} không thể trực thuộc {parent}; đơn vị trực thuộc phải ở cấp dưới,"
            " hãy chọn loại hoặc đơn vị cấp trên khác."
        )


class ReshapeInvalid(OrganisationRefusal):
    def __init__(self, *, why: str) -> None:
        super().__init__(f"Không thể thay đổi đơn vị: {why}.")


class GrantRefused(OrganisationRefusal):
    def __init__(self, *, why: str) -> None:
        super().__init__(f"Không thể phân quyền: {why}.")


class LeaveInvalid(OrganisationRefusal):
    def __init__(self, *, why: str) -> None:
        super().__init__(f"Không thể ghi nghỉ phép: {why}.")


class AccountHeld(OrganisationRefusal):
    """One officer, one account: nobody shares one."""

    def __init__(self, *, officer: str, username: str) -> None:
        super().__init__(
            f"{officer} đã có tài khoản “{username}”; mỗi người chỉ dùng một tài khoản của mình."
        )


class StillHeldElsewhere(OrganisationRefusal):
    def __init__(self, *, officer: str, where: str) -> None:
        super().__init__(
            f"{officer} còn giữ việc tại {where}, ngoài phạm vi của anh/chị;"
            " hãy đề nghị quản trị viên cấp trên làm việc này."
        )


class AlreadyLeft(OrganisationRefusal):
    def __init__(self, *, officer: str, on: date) -> None:
        super().__init__(
            f"{officer} đã thôi việc từ ngày {_day(on)}; hãy chọn người đang làm việc."
        )


class BegunAlready(OrganisationRefusal):
    def __init__(self, *, since: date) -> None:
        super().__init__(
            f"Mục này đã có hiệu lực từ ngày {_day(since)} nên không bỏ được;"
            " hãy nhập ngày kết thúc."
        )


class SheetRefused(OrganisationRefusal):
    """A whole spreadsheet cannot be read as a list; nothing of it is written."""

    def __init__(self, *, why: str) -> None:
        super().__init__(f"Không nhập được tệp: {why}. Chưa có gì được ghi.")


class NothingToImport(OrganisationRefusal):
    def __init__(self) -> None:
        super().__init__(
            "Tệp này chưa được kiểm tra hoặc đã ghi rồi; hãy chọn tệp và kiểm tra lại."
        )
