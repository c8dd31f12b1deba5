"""Kinds of persons in the law's sense."""

from enum import StrEnum


class PersonKind(StrEnum):
    """Who an applicant can be (cá nhân, tổ chức)."""

    label: str

    PERSON = "person", "Cá nhân"
    ORGANISATION = "organisation", "Tổ chức"

    def __new__(cls, value: str, label: str = "") -> "PersonKind":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
