"""Refusals of templates: one sentence each that says what to do."""

from collections.abc import Sequence

from motcua.kernel.errors import Refusal


class DocumentsRefusal(Refusal):
    """The room's refusals."""


class UnknownTemplate(DocumentsRefusal):
    """No template has this key."""

    def __init__(self) -> None:
        super().__init__("Không có mẫu này. Kiểm tra lại địa chỉ hoặc chọn trong danh sách mẫu.")


class UnknownMergeField(DocumentsRefusal):
    """The text asks for a value that this kind of template does not have."""

    def __init__(self, field: str, *, known: Sequence[str]) -> None:
        listed = ", ".join(f"{{{one}}}" for one in known)
        allowed = f"mẫu này chỉ dùng {listed}" if known else "mẫu này không dùng trường nào"
        super().__init__(f"Không có trường {{{field}}}: {allowed}.")
        self.field = field


class BrokenMergeField(DocumentsRefusal):
    """A brace stands alone, or holds something that is no name."""

    def __init__(self, line: int) -> None:
        super().__init__(
            f"Dòng {line} có dấu {{ hoặc }} đứng lẻ: viết trường như {{ma_ho_so}}, "
            "hoặc bỏ dấu ngoặc nhọn."
        )


class TemplateRefused(DocumentsRefusal):
    """A text, a draft or a publication cannot be taken; the sentence says why."""


class BadTemplateFile(DocumentsRefusal):
    """The texts that come with the program cannot be read."""
