"""On what law an act stands, by the dossier's day of receipt; what a stop on it led to."""

from motcua.dossiers.models import ClockEntry
from motcua.dossiers.rules.dated import Matter, ground_on
from motcua.dossiers.services.books import SUBJECT_KIND, Act
from motcua.dossiers.vocabulary import ACTS, ClockKind, Deed, Status
from motcua.journal import selectors as journal
from motcua.journal.rules import Subject
from motcua.kernel.periods import day_of

OBLIGATION_LAW = "Nghĩa vụ tài chính theo pháp luật chuyên ngành"
#: Every act that stops the clock; the table says in which state it leaves the dossier.
_STOPS = frozenset({Deed.ASK_SUPPLEMENT, Deed.ASK_OBLIGATION, Deed.PAUSE})
#: What entries without an act of their own (imported history) say by their ground.
_STOPPED_BY = {
    "Nghị định 61/2018/NĐ-CP, Điều 19 khoản 4": Status.SUPPLEMENT_REQUIRED,
    OBLIGATION_LAW: Status.FINANCIAL_OBLIGATION,
}


def law_of(act: Act, matter: Matter) -> str:
    """Return the law of a matter as this dossier knows it: that of its day of receipt."""
    return ground_on(matter, day_of(act.dossier.received_at or act.at)).words


def stopped_state(act: Act) -> Status:
    """Return the state in which the last stop of the clock left this dossier.

    The act that wrote the stop says it; grounds may be worded anew.
    """
    stop = (
        ClockEntry.objects.filter(dossier=act.dossier.id, kind=ClockKind.STOP)
        .order_by("-number")
        .values_list("number", "legal_ground")[0]
    )
    entries = journal.entries_of(Subject(SUBJECT_KIND, str(act.dossier.id)))
    found = (
        entries.filter(act__in=_STOPS, payload__clock__number=stop[0])
        .values_list("act", flat=True)
        .first()
    )
    state = None if found is None else ACTS[Deed(found)].to_state
    return state or _STOPPED_BY.get(stop[1], Status.STOPPED)
