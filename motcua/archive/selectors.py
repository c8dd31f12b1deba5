"""Reading issued results."""

from collections.abc import Sequence

from django.db.models import QuerySet

from motcua.archive.models import IssuedResult
from motcua.kernel.canonical import short_print


def results_of(*, dossier_number: int) -> QuerySet[IssuedResult]:
    """Return the results issued for a dossier, the valid one first."""
    return IssuedResult.objects.filter(dossier_number=dossier_number).order_by(
        "-revoked_at", "-issued_at", "pk"
    )


def results_among(dossiers: Sequence[int]) -> QuerySet[IssuedResult]:
    """Return the results issued for these dossiers, in the order of their issue."""
    return IssuedResult.objects.filter(dossier_number__in=dossiers).order_by("issued_at", "pk")


def paper_print(result: IssuedResult) -> str:
    """Return the print of an issued result, but for its revocation (16 hex digits)."""
    names = (
        "dossier_code", "dossier_number", "kind", "result_code", "name", "issuer", "unit",
        "number", "year", "issued_at", "signer", "reason",
    )  # fmt: skip
    return short_print([getattr(result, name) for name in names])
