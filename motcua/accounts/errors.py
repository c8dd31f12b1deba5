"""Refusals about log-in accounts."""

from datetime import datetime

from motcua.kernel.errors import Refusal
from motcua.kernel.periods import VIETNAM


class AccountRefusal(Refusal):
    """A request about an account was refused."""


class UsernameInvalid(AccountRefusal):
    def __init__(self, *, username: str) -> None:
        super().__init__(
            f"Tên đăng nhập “{username}” không hợp lệ: hãy dùng từ 3 đến 60 chữ thường, chữ số,"
            " dấu chấm, gạch ngang hoặc gạch dưới, bắt đầu bằng chữ hoặc số."
        )


class UsernameTaken(AccountRefusal):
    def __init__(self, *, username: str) -> None:
        super().__init__(f"Tên đăng nhập “{username}” đã có người dùng; hãy chọn tên khác.")


class PasswordTooWeak(AccountRefusal):
    def __init__(self, why: str) -> None:
        super().__init__(f"Mật khẩu chưa đủ mạnh: {why}.")


class PasswordWrong(AccountRefusal):
    def __init__(self) -> None:
        super().__init__("Mật khẩu hiện tại chưa đúng; hãy gõ lại.")


class PasswordUnchanged(AccountRefusal):
    def __init__(self) -> None:
        super().__init__("Mật khẩu mới giống mật khẩu hiện tại; hãy đặt mật khẩu khác.")


class AccountClosed(AccountRefusal):
    def __init__(self, *, username: str) -> None:
        super().__init__(
            f"Tài khoản “{username}” đã đóng; hãy đề nghị quản trị hệ thống lập tài khoản mới."
        )


class UnknownAccount(AccountRefusal):
    def __init__(self, *, username: str) -> None:
        super().__init__(f"Không có tài khoản “{username}”; hãy kiểm tra lại tên đăng nhập.")


class TooManyAttempts(AccountRefusal):
    """until: from when on one may try again."""

    def __init__(self, *, until: datetime) -> None:
        self.until = until
        local = until.astimezone(VIETNAM)
        super().__init__(
            "Anh/chị đã thử sai nhiều lần. Hãy thử lại sau"
            f" {local:%H:%M:%S} ngày {local:%d/%m/%Y}, hoặc nhờ người quản trị mở khóa."
        )


class NetworkInvalid(AccountRefusal):
    def __init__(self, *, text: str) -> None:
        super().__init__(
            f"“{text}” không phải địa chỉ mạng; hãy ghi như 10.12.0.0/16 hoặc 203.0.113.7."
        )


class AddressNotAllowed(AccountRefusal):
    def __init__(self, *, address: str) -> None:
        super().__init__(
            f"Tài khoản này không được đăng nhập từ địa chỉ {address}; hãy dùng máy của cơ quan"
            " hoặc hỏi người quản trị của đơn vị."
        )


class PolicyInvalid(AccountRefusal):
    def __init__(self, why: str) -> None:
        super().__init__(f"Chưa lưu được quy định đăng nhập: {why}.")


class CodeWrong(AccountRefusal):
    def __init__(self) -> None:
        super().__init__(
            "Mã chưa đúng hoặc đã dùng rồi; hãy chờ mã mới trong ứng dụng rồi gõ lại 6 chữ số."
        )


class PasskeyWrong(AccountRefusal):
    def __init__(self) -> None:
        super().__init__("Chưa đọc được khóa truy cập; hãy thử lại hoặc dùng cách khác.")


class UnknownFactor(AccountRefusal):
    def __init__(self) -> None:
        super().__init__("Không có lớp xác thực này trong tài khoản; hãy tải lại trang.")


class FactorStillNeeded(AccountRefusal):
    def __init__(self) -> None:
        super().__init__(
            "Vai trò của anh/chị phải có lớp xác thực thứ hai; hãy thêm cách khác trước khi bỏ"
            " cách này."
        )


class UnknownSession(AccountRefusal):
    def __init__(self) -> None:
        super().__init__("Phiên này đã hết; hãy tải lại trang để xem danh sách mới.")


class ExternalPersonUnknown(AccountRefusal):
    def __init__(self) -> None:
        super().__init__(
            "Danh tính này chưa gắn với tài khoản nào; hãy đăng nhập bằng mật khẩu rồi gắn ở trang"
            " Tài khoản của tôi."
        )


class ExternalPersonTaken(AccountRefusal):
    def __init__(self) -> None:
        super().__init__(
            "Danh tính hoặc tài khoản này đã gắn với nơi khác; hãy bỏ gắn cũ rồi gắn lại."
        )


class SignOnFailed(AccountRefusal):
    def __init__(self) -> None:
        super().__init__(
            "Nơi đăng nhập một lần chưa xác nhận được; hãy thử lại hoặc đăng nhập bằng mật khẩu."
        )
