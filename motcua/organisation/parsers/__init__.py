"""Reading lists of units and officers: the shipped ones, and people's spreadsheets."""

from motcua.organisation.parsers.sheets import (
    MOST_ROWS,
    OFFICERS,
    UNITS,
    Column,
    Fault,
    OfficerLine,
    Texts,
    UnitLine,
    officer_lines,
    texts_of,
    unit_lines,
)
from motcua.organisation.parsers.shipped import (
    SuccessionRow,
    UnitRow,
    read_successions,
    read_units,
)

__all__ = [
    "MOST_ROWS",
    "OFFICERS",
    "UNITS",
    "Column",
    "Fault",
    "OfficerLine",
    "SuccessionRow",
    "Texts",
    "UnitLine",
    "UnitRow",
    "officer_lines",
    "read_successions",
    "read_units",
    "texts_of",
    "unit_lines",
]
