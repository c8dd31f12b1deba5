"""From what a person types to the keys of dossiers they may see, and back to codes."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from motcua.dossiers.models import Dossier

_FOUND_AT_ONCE = 500


def codes_of(dossiers: QuerySet[Dossier], keys: Sequence[int]) -> dict[int, str]:
    """Return the codes of those of these dossiers that are in the given ones."""
    found = dossiers.filter(pk__in=keys)
    return {one.pk: str(one) for one in found.only("pk", "code", "reference", "source_code")}


def keys_of_code(dossiers: QuerySet[Dossier], text: str) -> list[int]:
    """Return the keys of those of these dossiers that bear a code, typed with spaces or not."""
    code = "".join(text.split()).upper()
    wanted = Q(code=code) | Q(reference=code) | Q(source_code__in=[code, code.lower(), text])
    return list(dossiers.filter(wanted).values_list("pk", flat=True)[:_FOUND_AT_ONCE])


def keys_of_owners(dossiers: QuerySet[Dossier], persons: Sequence[int]) -> list[int]:
    """Return the keys of those of these dossiers that belong to one of the persons."""
    mine = dossiers.filter(owner__in=persons)
    return list(mine.order_by("-pk").values_list("pk", flat=True)[:_FOUND_AT_ONCE])


def owners_among(dossiers: QuerySet[Dossier], persons: Sequence[int]) -> tuple[int, ...]:
    """Return those of the persons who own one of these dossiers, in the order given."""
    found = set(dossiers.filter(owner__in=persons).values_list("owner", flat=True))
    return tuple(person for person in persons if person in found)
