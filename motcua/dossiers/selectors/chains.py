"""What the journal tells of, and what it should: every chain its row, every row its chain."""

from collections.abc import Iterator, Mapping

from django.db.models import CharField, Model, QuerySet
from django.db.models.functions import Cast, Left

from motcua.accounts.models import Account
from motcua.catalogue.models import Procedure
from motcua.dossiers.models import Dossier, ImportRun
from motcua.journal import selectors as journal
from motcua.organisation.models import Officer, Unit

_SIZE = 5_000
_LONGEST = 60
#: Kind of subject → its rows and the column by which the journal names them.
_ROWS: Mapping[str, tuple[type[Model], str]] = {
    "dossier": (Dossier, "pk"),
    "officer": (Officer, "code"),
    "account": (Account, "username"),
    "import": (ImportRun, "pk"),
    "unit": (Unit, "slug"),
    "procedure": (Procedure, "slug"),
}
#: Kinds whose rows all come by an act; units and procedures also come with the product.
_EACH_HAS_A_CHAIN = ("officer", "account", "import")
_NAMES = {
    "dossier": "hồ sơ số", "officer": "công chức", "account": "tài khoản", "import": "lần nhập",
    "unit": "đơn vị", "procedure": "thủ tục",
}  # fmt: skip


def chain_faults() -> Iterator[tuple[str, str]]:
    """Yield key and reason of each chain without its row, and of each row without its chain.

    Dossiers without a chain are named where the dossier is proved.
    """
    for kind in _ROWS:
        for codes in journal.subjects_in_parts(kind, size=_SIZE):
            there = set(_codes(kind).filter(named__in=codes))
            for code in sorted(set(codes) - there):
                yield f"{_NAMES[kind]} {code}", f"có nhật ký nhưng không có {_NAMES[kind]}"
    for kind in _EACH_HAS_A_CHAIN:
        known = journal.subjects(kind)
        for code in _codes(kind).order_by("named"):
            if code not in known:
                yield f"{_NAMES[kind]} {code}", "không có dòng nhật ký nào"


def _codes(kind: str) -> QuerySet[Model, str]:
    model, column = _ROWS[kind]
    text = Left(Cast(column, CharField()), _LONGEST)
    rows: QuerySet[Model, str] = model._default_manager.annotate(named=text).values_list(
        "named", flat=True
    )
    return rows
