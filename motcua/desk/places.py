"""Where and what is received: a counter that this person serves, and a procedure."""

from dataclasses import dataclass

from django.urls import reverse

from motcua.accounts.vocabulary import Role
from motcua.catalogue import selectors as catalogue
from motcua.desk.errors import CounterNotOpen
from motcua.dossiers import selectors
from motcua.organisation import selectors as organisation
from motcua.pages.errors import NotForYou
from motcua.pages.visitors import Visitor

#: How many successors of an ended unit a sentence names.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where and what is received: unit and procedure with their addresses.

    remark: a sentence that stands above every page of this reception, or empty.
    """

    unit: int
    unit_slug: str
    unit_name: str
    procedure: int
    procedure_slug: str
    procedure_name: str
    remark: str = ""

    def address(self, name: str) -> str:
        """Return the address of one of the pages of this reception."""
        return reverse(f"desk:{name}", args=[self.unit_slug, self.procedure_slug])


def place_of(visitor: Visitor, unit: str, procedure: str) -> Place:
    """Return where this is.

    :raises NotForYou: the person does not receive at this unit.
    :raises CounterNotOpen: the unit does not exist on this day, and is no sample.
    :raises Refusal: there is no such unit or procedure.
    """
    row = organisation.unit_by_slug(unit)
    if row.pk not in visitor.receiving_units:
        raise NotForYou(f"{Role.RECEIVING_OFFICER.label} của {row.name}")
    remark = "" if row.period.holds(visitor.on) else _closed(row.slug, visitor)
    wanted = catalogue.procedure_by_slug(procedure)
    return Place(row.pk, row.slug, row.name, wanted.pk, wanted.slug, wanted.name, remark)


def _closed(slug: str, visitor: Visitor) -> str:
    """Return what is to be known of a sample's counter that has closed since.

    The samples are of units that have ended; they stay open to try the reception.

    :raises CounterNotOpen: the unit does not exist on this day, and is no sample.
    """
    unit = organisation.unit_by_slug(slug)
    last = unit.period.last
    if last is None or last >= visitor.on:
        raise CounterNotOpen(f"{unit.name} chỉ hoạt động từ ngày {unit.valid_from:%d/%m/%Y}")
    if selectors.is_of_a_sample(unit.pk):
        return f"Đơn vị này đã kết thúc ngày {last:%d/%m/%Y}; đây là dữ liệu mẫu."
    heirs = organisation.successions_of(unit_id=unit.pk)[:_NAMED]
    raise CounterNotOpen(
        f"{unit.name} đã kết thúc ngày {last:%d/%m/%Y}", [heir.successor.name for heir in heirs]
    )
