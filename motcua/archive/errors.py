"""Refusals of the archive."""

from motcua.kernel.errors import Refusal


class NumberTaken(Refusal):
    """The number was given before."""

    def __init__(self, *, number: str, year: int) -> None:
        super().__init__(
            f"Số “{number}” đã được cấp trong năm {year}, hoặc hồ sơ này đã có kết quả. "
            "Kiểm tra sổ và nhập số khác."
        )
