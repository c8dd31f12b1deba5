"""Refusals about log-in accounts."""

from motcua.kernel.errors import Refusal


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
    def __init__(self, *, least_characters: int) -> None:
        super().__init__(
            f"Mật khẩu chưa đủ mạnh: hãy đặt ít nhất {least_characters} ký tự và không chứa"
            " tên đăng nhập."
        )


class AccountClosed(AccountRefusal):
    def __init__(self, *, username: str) -> None:
        super().__init__(
            f"Tài khoản “{username}” đã đóng; hãy đề nghị quản trị hệ thống lập tài khoản mới."
        )


class UnknownAccount(AccountRefusal):
    def __init__(self, *, username: str) -> None:
        super().__init__(f"Không có tài khoản “{username}”; hãy kiểm tra lại tên đăng nhập.")
