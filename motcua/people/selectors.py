"""Questions about persons."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from motcua.kernel.text import fold
from motcua.people.errors import UnknownPerson
from motcua.people.models import Person


def person_by_id(person_id: int) -> Person:
    """Return the person with this key.

    :raises UnknownPerson: there is none.
    """
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise UnknownPerson
    return person


def person_by_number(number: str) -> Person:
    """Return who has this identity or registration number in its stored form.

    :raises UnknownPerson: there is none, or no number is given.
    """
    has_number = Q(identity_number=number) | Q(registration_number=number)
    person = Person.objects.filter(has_number).first() if number else None
    if person is None:
        raise UnknownPerson
    return person


def keys_by_number(numbers: Iterable[str]) -> dict[str, int]:
    """Return the keys of those who have these numbers in their stored form, in one statement."""
    wanted = set(numbers)
    if not wanted:
        return {}
    rows = Person.objects.filter(
        Q(identity_number__in=wanted) | Q(registration_number__in=wanted)
    ).values_list("identity_number", "registration_number", "pk")
    return {str(identity or registration): pk for identity, registration, pk in rows}


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """Return the names of these persons by key, in one statement."""
    return dict(Person.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def search_by_name(text: str) -> QuerySet[Person]:
    """Return persons whose name begins with the text, however its marks were typed, in order."""
    folded = fold(text)
    if not folded:
        return Person.objects.none()
    return Person.objects.filter(folded__startswith=folded).order_by("sort_key", "pk")
