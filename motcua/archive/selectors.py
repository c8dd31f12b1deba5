"""Reading issued results."""

from django.db.models import QuerySet

from motcua.archive.models import IssuedResult


def results_of(*, dossier_number: int) -> QuerySet[IssuedResult]:
    """Return the results issued for a dossier, the valid one first."""
    return IssuedResult.objects.filter(dossier_number=dossier_number).order_by(
        "-revoked_at", "-issued_at", "pk"
    )
