"""A question to the journal as a person types it, and how far that person may look."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from motcua.accounts.vocabulary import Role
from motcua.board.access import has_role
from motcua.board.audit.words import DOSSIER, act_labels
from motcua.board.calendar.reach import reached
from motcua.dossiers.selectors.references import keys_of_code, keys_of_owners, owners_among
from motcua.journal import selectors as journal
from motcua.journal.rules import Subject
from motcua.journal.selectors import Asked
from motcua.kernel.errors import Refusal
from motcua.kernel.periods import VIETNAM
from motcua.kernel.text import nfc
from motcua.organisation import selectors as organisation
from motcua.pages.visitors import Visitor
from motcua.people import selectors as people
from motcua.people.errors import PersonRefusal, UnknownPerson
from motcua.people.rules import check_identity_number

#: They read the acts on dossiers and the readings of personal data; an administrator does not.
SEES_ALL = (Role.AUDITOR, Role.INSPECTOR)
READERS = (Role.ADMINISTRATOR, *SEES_ALL)
#: Without days a question is about the last week.
_USUAL = timedelta(days=6)
_MOST_PERSONS = 20
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
NAMES = ("tu", "den", "ai", "don_vi", "viec", "ho_so", "nguoi", "muc_dich")


class BadQuestion(Refusal):
    """Something in the question cannot be read; the sentence says what."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed: days, officer, unit, act, dossier, person with the purpose."""

    tu: str = ""
    den: str = ""
    ai: str = ""
    don_vi: str = ""
    viec: str = ""
    ho_so: str = ""
    nguoi: str = ""
    muc_dich: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str], *, today: date) -> "Question":
        """Return the question of an address; without days it is about the last week."""
        typed = {name: nfc(str(given.get(name, "")))[:200] for name in NAMES}
        if not any(given.get(name) for name in ("tu", "den", "ho_so", "nguoi")):
            typed["tu"] = f"{today - _USUAL:%d/%m/%Y}"
            typed["den"] = f"{today:%d/%m/%Y}"
        return cls(**typed)

    def parts(self) -> dict[str, str]:
        """Return what was typed, by the names of the address."""
        return {name: value for name in NAMES if (value := getattr(self, name))}


def asked(question: Question, visitor: Visitor) -> tuple[Asked, tuple[int, ...]]:
    """Return the question as the journal takes it, and the persons that it is about.

    :raises BadQuestion: a day cannot be read, a purpose is missing, nothing has that name.
    """
    everything = has_role(visitor, SEES_ALL)
    codes = _codes(visitor)
    persons: tuple[int, ...] = ()
    subjects: tuple[Subject, ...] | None = None
    if question.nguoi:
        # Only whoever owns a dossier that this person may read is found, the rest is nobody.
        persons = owners_among(visitor.dossiers, _persons(question, everything=everything))
        found = keys_of_owners(visitor.dossiers, persons)
        subjects = _subjects(found, persons)
    elif question.ho_so:
        keys = keys_of_code(visitor.dossiers, question.ho_so) if everything else []
        if not keys:
            raise BadQuestion("Không có hồ sơ mang mã này trong phạm vi xem của anh/chị.")
        # Who may read the dossier sees everybody who acted on it.
        subjects, codes = _subjects(keys, ()), None
    narrowed = codes is not None or question.ai or question.don_vi
    return Asked(
        since=_instant(question.tu), until=_instant(question.den, through=True),
        actors=journal.actors_named(words=question.ai, unit=question.don_vi, codes=codes)
        if narrowed else None,
        acts=(question.viec,) if question.viec in act_labels() else None,
        subjects=subjects,
        without=() if everything else (DOSSIER,),
    ), persons  # fmt: skip


def _codes(visitor: Visitor) -> tuple[str, ...] | None:
    """Return the officers whose acts this person may read; None for everybody's.

    A role for every unit there is reads everything, what the system itself did included.
    """
    roles = SEES_ALL if has_role(visitor, SEES_ALL) else (Role.ADMINISTRATOR,)
    reach = reached(visitor, roles)
    if not organisation.units_on(visitor.on).exclude(pk__in=reach).exists():
        return None
    within = organisation.officers_within(reach=reach)
    return tuple(within.values_list("code", flat=True))


def _persons(question: Question, *, everything: bool) -> tuple[int, ...]:
    if not everything:
        raise BadQuestion("Tra theo người dân dành cho người kiểm toán, cán bộ kiểm tra.")
    if not question.muc_dich:
        raise BadQuestion("Ghi mục đích tra cứu: lượt tra theo người cũng được ghi lại.")
    try:
        return (people.person_by_number(check_identity_number(question.nguoi)).pk,)
    except UnknownPerson:
        return ()
    except PersonRefusal:
        named = people.search_by_name(question.nguoi)[:_MOST_PERSONS]
        return tuple(person.pk for person in named)


def _subjects(dossiers: Iterable[int], persons: Iterable[int]) -> tuple[Subject, ...]:
    return (
        *(Subject(DOSSIER, str(key)) for key in dossiers),
        *(Subject("person", str(key)) for key in persons),
    )


def _instant(text: str, *, through: bool = False) -> datetime | None:
    if not text:
        return None
    found = _DAY.fullmatch(text)
    try:
        on = date(int(found[3]), int(found[2]), int(found[1])) if found else None
        if on is not None and through:
            on += timedelta(days=1)
    except (ValueError, OverflowError):
        on = None
    if on is None:
        raise BadQuestion(f"Ngày “{text}” không đọc được: ghi như 30/06/2021.")
    return datetime.combine(on, time.min, tzinfo=VIETNAM)
