"""Whose dossier it is, as the source names him."""

from collections.abc import Sequence

from motcua.dossiers.vocabulary.recorded import Oddity, RecordedCase
from motcua.people import rules
from motcua.people.errors import PersonRefusal
from motcua.people.rules import NewPerson
from motcua.people.services import register_many

_LONGEST_NAME = 200


def owner_of(case: RecordedCase) -> tuple[NewPerson | None, tuple[Oddity, ...]]:
    """Return the owner that a case names, without a number or phone that has no known form."""
    name = " ".join(case.owner.split())[:_LONGEST_NAME]
    if not name:
        return None, ()
    identity, phone, oddities = case.identity, case.phone, []
    if identity:
        try:
            identity = rules.check_identity_number(identity)
        except PersonRefusal:
            identity = ""
            oddities.append(Oddity.PERSON_NOT_VALID)
    if phone:
        try:
            phone = rules.normalise_phone(phone)
        except PersonRefusal:
            phone = ""
            oddities.append(Oddity.PERSON_NOT_VALID)
    return NewPerson(name=name, identity_number=identity, phone=phone), tuple(set(oddities))


def entered(owners: Sequence[NewPerson | None]) -> list[int | None]:
    """Enter the owners into the book of persons; return their keys, None where none is named."""
    named = [owner for owner in owners if owner is not None]
    keys = iter(register_many(people=named) if named else ())
    return [None if owner is None else next(keys) for owner in owners]
