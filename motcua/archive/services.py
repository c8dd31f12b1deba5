"""Keeping issued results."""

from datetime import datetime
from typing import Protocol

from django.db import IntegrityError, transaction

from motcua.archive.errors import NumberTaken
from motcua.archive.models import IssuedResult
from motcua.kernel.periods import VIETNAM


class Paper(Protocol):
    """What is issued: number and symbol, name, signer; a refusal has a reason."""

    @property
    def number(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def signer(self) -> str: ...
    @property
    def refused(self) -> bool: ...
    @property
    def reason(self) -> str: ...
    @property
    def result_code(self) -> str: ...


def issue(
    *, dossier_number: int, dossier_code: str, unit: int, paper: Paper, issuer: str, at: datetime
) -> IssuedResult:
    """Keep a numbered result, in the caller's transaction.

    :raises NumberTaken: the unit has issued this number this year.
    """
    year = at.astimezone(VIETNAM).year
    try:
        with transaction.atomic():
            return IssuedResult.objects.create(
                dossier_number=dossier_number,
                dossier_code=dossier_code,
                kind="refusal" if paper.refused else "result",
                result_code=paper.result_code,
                name=paper.name,
                issuer=issuer,
                unit=unit,
                number=paper.number,
                year=year,
                issued_at=at,
                signer=paper.signer,
                reason=paper.reason,
            )
    except IntegrityError as fault:
        raise NumberTaken(number=paper.number, year=year) from fault


def revoke(*, dossier_number: int, at: datetime) -> None:
    """Take back the valid result of a dossier that was opened again."""
    IssuedResult.objects.filter(dossier_number=dossier_number, revoked_at=None).update(
        revoked_at=at
    )
