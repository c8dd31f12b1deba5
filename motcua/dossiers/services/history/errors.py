"""Refusals of an import as a whole."""

from motcua.kernel.errors import Refusal


class ImportInProgress(Refusal):
    """Another import is writing."""

    def __init__(self) -> None:
        super().__init__(
            "Đang có một lần nhập dữ liệu khác chạy; hãy chờ lần đó xong rồi chạy lại. "
            "Chưa có gì được ghi."
        )
