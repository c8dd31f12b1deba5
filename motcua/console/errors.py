"""Refusals of the command line itself."""

from motcua.kernel.errors import Refusal


class AdministratorThere(Refusal):
    """The unit has an administrator, or one above it does."""

    def __init__(self, *, unit: str, officer: str) -> None:
        super().__init__(
            f"{unit} đã có quản trị viên {officer}; hãy để người đó phân quyền, hoặc thêm"
            " --another nếu không còn ai đăng nhập được."
        )


class FirstUnitNeeded(Refusal):
    """There is no unit yet, and its name was not given."""

    def __init__(self) -> None:
        super().__init__(
            "Chưa có đơn vị nào; hãy thêm --unit-name với tên riêng của đơn vị đầu tiên,"
            " ví dụ --unit ha-noi --unit-name “Hà Nội”."
        )


class PasswordsDiffer(Refusal):
    def __init__(self) -> None:
        super().__init__("Hai lần nhập mật khẩu không giống nhau; hãy chạy lại lệnh.")
