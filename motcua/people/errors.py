"""Refusals about persons and their numbers."""

from motcua.kernel.errors import Refusal


class PersonRefusal(Refusal):
    """A request about a person was refused; the sentence never repeats the whole number."""


class IdentityNumberInvalid(PersonRefusal):
    def __init__(self, *, why: str) -> None:
        super().__init__(
            f"Số định danh cá nhân không đúng: {why}; hãy nhập đủ 12 chữ số như trên thẻ căn cước."
        )


class RegistrationNumberInvalid(PersonRefusal):
    def __init__(self) -> None:
        super().__init__(
            "Mã số doanh nghiệp hoặc mã số thuế không đúng: hãy nhập 10 chữ số,"
            " đơn vị phụ thuộc thêm dấu “-” và 3 chữ số."
        )


class PhoneInvalid(PersonRefusal):
    def __init__(self) -> None:
        super().__init__(
            "Số điện thoại không đúng: hãy nhập số Việt Nam bắt đầu bằng 0, từ 10 đến 11 chữ số."
        )


class AnotherName(PersonRefusal):
    def __init__(self) -> None:
        super().__init__(
            "Số giấy tờ này đã có trong hệ thống với họ tên khác; hãy kiểm tra lại số và họ tên "
            "trên giấy tờ."
        )


class NameMissing(PersonRefusal):
    def __init__(self) -> None:
        super().__init__("Chưa có họ và tên hoặc tên tổ chức; hãy nhập tên.")


class TextTooLong(PersonRefusal):
    def __init__(self, *, what: str, most_characters: int) -> None:
        super().__init__(f"{what} dài quá {most_characters} ký tự; hãy viết ngắn lại.")


class UnknownPerson(PersonRefusal):
    def __init__(self) -> None:
        super().__init__(
            "Không tìm thấy người này trong sổ; hãy tìm lại bằng tên hoặc số định danh."
        )
