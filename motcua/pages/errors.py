"""Refusals that every door of officers shares; what the rooms refuse passes through unchanged."""

from motcua.kernel.errors import Refusal


class NotForYou(Refusal):
    """The person has no role that this page is for."""

    def __init__(self, roles: str) -> None:
        super().__init__(f"Trang này dành cho: {roles}. Liên hệ người quản trị của đơn vị nếu cần.")


class NoSuchPage(Refusal):
    """The address names an act, a unit or a procedure that there is not."""

    def __init__(self) -> None:
        super().__init__("Không tìm thấy trang này. Kiểm tra địa chỉ hoặc về Trang chủ.")
