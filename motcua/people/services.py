"""Entering persons and organisations into the book of persons."""

from collections.abc import Iterator, Sequence

from django.db import transaction

from motcua.kernel.text import fold, nfc, person_sort_key, sort_key
from motcua.people import rules
from motcua.people.errors import AnotherName
from motcua.people.models import Person
from motcua.people.rules import NewPerson
from motcua.people.selectors import keys_by_number, person_by_number
from motcua.people.vocabulary import PersonKind
from motcua.storage import sql
from motcua.storage.sql import Call, Statement

# Without a target, so that either number may be the one that is known already. A parallel
# entry of the same number is waited for and then found.
ENTER_ONE = Statement(
    "people.enter_one",
    "insert into people_person (kind, name, folded, sort_key, identity_number,"
    " registration_number, phone, address, birth_on)"
    " values (%s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing returning id",
)
ENTER_MANY = Statement(
    "people.enter_many",
    "insert into people_person (id, kind, name, folded, sort_key, identity_number,"
    " registration_number, phone, address, birth_on)"
    " select * from unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[],"
    " %s::text[], %s::text[], %s::text[], %s::text[], %s::date[]) on conflict do nothing",
)
_AT_ONCE = 10_000


def register_person(*, person: NewPerson) -> Person:
    """Enter a person or organisation; one whose number is known already is returned unchanged.

    Without a number every call enters a new row: two people may have one name.

    :raises PersonRefusal: the name is missing, a number has no known form, or belongs to
        somebody of another name.
    """
    return Person.objects.get(pk=enter_person(person=person))


def enter_person(*, person: NewPerson) -> int:
    """Do what `register_person` does and return the key alone, in one statement if it is new."""
    known = rules.checked(person)
    rows = sql.run([Call(ENTER_ONE, _row(known))])[0]
    if rows:
        key: int = rows[0][0]
        return key
    found = person_by_number(known.number)
    # Marks tell persons apart (Hòa, Hoa); capitals do not.
    if nfc(found.name).casefold() != known.name.casefold():
        raise AnotherName
    return found.pk


@transaction.atomic
def register_many(*, people: Sequence[NewPerson]) -> list[int]:
    """Enter many persons in bulk and return their keys in the order given.

    A number that is known already, or comes twice, gives the same key.

    :raises PersonRefusal: a name is missing, or a number has no known form; nothing is entered.
    """
    known = [rules.checked(person) for person in people]
    return [
        key for start in range(0, len(known), _AT_ONCE) for key in _enter(known[start:][:_AT_ONCE])
    ]


def _enter(people: Sequence[NewPerson]) -> Iterator[int]:
    keys = sql.take_numbers("people_person", len(people))
    rows = [(key, *_row(person)) for key, person in zip(keys, people, strict=True)]
    # By number, so that two imports at once cannot wait for each other crosswise.
    rows.sort(key=lambda row: (row[5] or "", row[6] or "", row[0]))
    sql.run([Call(ENTER_MANY, [list(column) for column in zip(*rows, strict=True)])])
    numbered = keys_by_number(person.number for person in people if person.number)
    for key, person in zip(keys, people, strict=True):
        yield numbered[person.number] if person.number else key


def _row(person: NewPerson) -> tuple[object, ...]:
    order = person_sort_key if person.kind is PersonKind.PERSON else sort_key
    return (
        person.kind.value, person.name, fold(person.name), order(person.name),
        person.identity_number or None, person.registration_number or None, person.phone,
        person.address, person.birth_on,
    )  # fmt: skip
