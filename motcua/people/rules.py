"""Numbers and phones of persons: their form, and how much of them is shown."""

import re
from dataclasses import dataclass
from datetime import date

from motcua.kernel.text import nfc
from motcua.people.errors import (
    IdentityNumberInvalid,
    NameMissing,
    PhoneInvalid,
    RegistrationNumberInvalid,
    TextTooLong,
)
from motcua.people.vocabulary import PersonKind

IDENTITY_NUMBER = r"^[0-9]{12}$"
REGISTRATION_NUMBER = r"^[0-9]{10}(-[0-9]{3})?$"
PHONE = r"^\+84[0-9]{9,10}$"

_PROVINCES = range(1, 97)
_FIRST_CENTURY = 1900
_DOT = "•"


@dataclass(frozen=True, slots=True)
class Identity:
    """What the digits of a personal number say."""

    province: str
    birth_year: int
    is_male: bool


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known of a person or organisation that is to be registered."""

    name: str
    kind: PersonKind = PersonKind.PERSON
    identity_number: str = ""
    registration_number: str = ""
    phone: str = ""
    address: str = ""
    birth_on: date | None = None

    @property
    def number(self) -> str:
        """The number by which the person is known again, or empty."""
        return self.identity_number or self.registration_number


def check_identity_number(text: str, *, birth_on: date | None = None) -> str:
    """Return a personal number (số định danh cá nhân) as 12 digits; spaces and dots are dropped.

    Three digits of the province where birth was registered, one of century and gender, two of
    the year of birth, six of chance. Source: interfaces.md 4 (memory, high); there is no check
    digit, so a number in the right form may still belong to nobody.

    :raises IdentityNumberInvalid: other length, unknown province, or another year than birth_on.
    """
    number = re.sub(r"[ .]", "", nfc(text))
    if not re.fullmatch(IDENTITY_NUMBER, number):
        raise IdentityNumberInvalid(why="phải có đúng 12 chữ số")
    if int(number[:3]) not in _PROVINCES:
        raise IdentityNumberInvalid(why="ba chữ số đầu không phải mã tỉnh, thành phố")
    if birth_on is not None and read_identity_number(number).birth_year != birth_on.year:
        raise IdentityNumberInvalid(why="năm sinh trong số không khớp ngày sinh đã khai")
    return number


def read_identity_number(number: str) -> Identity:
    """Return what a checked number says: 0, 1 are men and women of 1900 to 1999, 2, 3 of 2000…"""
    century, other_gender = divmod(int(number[3]), 2)
    year = _FIRST_CENTURY + 100 * century + int(number[4:6])
    return Identity(province=number[:3], birth_year=year, is_male=not other_gender)


def check_registration_number(text: str) -> str:
    """Return the number of an enterprise (mã số doanh nghiệp, also its tax number).

    Ten digits, of a dependent unit with "-" and three more; the hyphen is put where it lacks.

    :raises RegistrationNumberInvalid: other form.
    """
    digits = re.sub(r"[ .-]", "", nfc(text))
    number = digits if len(digits) == 10 else f"{digits[:10]}-{digits[10:]}"
    if not re.fullmatch(REGISTRATION_NUMBER, number):
        raise RegistrationNumberInvalid
    return number


def normalise_phone(text: str) -> str:
    """Return a phone number of Việt Nam in its stored form, +84 and 9 or 10 digits.

    :raises PhoneInvalid: it is no number of Việt Nam.
    """
    digits = re.sub(r"[ ().-]", "", nfc(text))
    phone = re.sub(r"^(\+84|0084|84(?=[0-9]{9,10}$)|0)0?", "+84", digits, count=1)
    if not re.fullmatch(PHONE, phone):
        raise PhoneInvalid
    return phone


def mask_identity(number: str) -> str:
    """Return a number with only its last three characters to be seen: "••• ••• ••• 312"."""
    if not number:
        return ""
    return f"{_DOT * 3} {_DOT * 3} {_DOT * 3} {number[-3:]}"


def mask_phone(phone: str) -> str:
    """Return a stored phone number with only its last three digits to be seen: "•••• ••• 678"."""
    if not phone:
        return ""
    return f"{_DOT * 4} {_DOT * 3} {phone[-3:]}"


def checked(person: NewPerson) -> NewPerson:
    """Return the person with every value in its stored form.

    :raises PersonRefusal: name missing, a text too long, or a number in no known form.
    """
    name = _plain(person.name, what="Tên", most_characters=300)
    if not name:
        raise NameMissing
    is_person = person.kind is PersonKind.PERSON
    identity = person.identity_number if is_person else ""
    registration = "" if is_person else person.registration_number
    return NewPerson(
        name=name,
        kind=person.kind,
        identity_number=identity and check_identity_number(identity, birth_on=person.birth_on),
        registration_number=registration and check_registration_number(registration),
        phone=person.phone and normalise_phone(person.phone),
        address=_plain(person.address, what="Địa chỉ", most_characters=500),
        birth_on=person.birth_on if is_person else None,
    )


def _plain(text: str, *, what: str, most_characters: int) -> str:
    # A NUL cannot be stored; it comes from broken exports and says nothing.
    plain = " ".join(nfc(text.replace("\x00", " ")).split())
    if len(plain) > most_characters:
        raise TextTooLong(what=what, most_characters=most_characters)
    return plain
