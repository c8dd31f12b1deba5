"""What every installation begins with: units, calendar, catalogue."""

from collections.abc import Callable, Sequence
from datetime import datetime

from motcua.catalogue.services import load_catalogue
from motcua.documents.services import load_templates
from motcua.journal.rules import SYSTEM
from motcua.organisation.services import load_units
from motcua.worktime.services import load_calendar

Loader = Callable[[datetime], object]


def _units(_at: datetime) -> object:
    return load_units()


def _calendar(at: datetime) -> object:
    return load_calendar(at=at)


def _templates(at: datetime) -> object:
    return load_templates(at=at)


def _catalogue(at: datetime) -> object:
    return load_catalogue(by=SYSTEM, at=at)


#: The one that an installation may leave out.
UNITS = "đơn vị hành chính"
#: In this order; each does nothing, quickly, when all is there.
LOADERS: Sequence[tuple[str, Loader]] = (
    (UNITS, _units),
    ("lịch làm việc", _calendar),
    ("danh mục thủ tục", _catalogue),
    ("mẫu giấy tờ, tin nhắn, lý do", _templates),
)
