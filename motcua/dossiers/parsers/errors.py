"""Refusals of a whole file or mapping: nothing of it is brought over."""

from motcua.kernel.errors import Refusal


class MappingRefused(Refusal):
    """The mapping cannot be used as it stands."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Tệp ánh xạ không dùng được: {why}")


class FileRefused(Refusal):
    """The file cannot be read as a table or an event log."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Không nhập được tệp: {why} Chưa có gì được ghi.")
