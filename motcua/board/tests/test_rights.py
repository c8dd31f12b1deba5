"""Who may open what of the board: every address for every kind of visitor, from one table.

A section adds one row for each of its addresses (GET), and a line in ADDRESS where the address
needs more than its name. The walk of the whole product is in tests/house/test_rights.py.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from motcua.board import urls
from motcua.board.tests.people import add_others
from motcua.documents.services import NewText, write_draft
from motcua.journal.rules import SYSTEM
from motcua.pages.tests.house import NOW, House
from motcua.pages.tests.tables import RoleGrant
from motcua.worktime import selectors as calendars
from motcua.worktime import services as worktime
from motcua.worktime.rules import DecidedDay
from motcua.worktime.vocabulary import DayKind

pytestmark = pytest.mark.usefixtures("then")

#: anonymous, a receiving officer and the head of the unit, the leader of the unit above; then
#: the administrators of the unit, of the unit above, of a sister unit, of a foreign unit; then
#: an auditor and a procedure-control officer of the unit.
WHO = (
    "", "tiepnhan", "chutich", "huyen",
    "quantri", "quantrihuyen", "quantriben", "quantrila",
    "kiemtoan", "kiemsoat",
)  # fmt: skip
LOG_IN, OK, NO, HIDDEN, ODD, POST_ONLY = 302, 200, 403, 404, 422, 405
GOES_ON = 302
#: Pages without a unit in their address: each sees what is theirs.
ADMINISTRATORS = (LOG_IN, NO, NO, NO, OK, OK, OK, OK, NO, NO)
READERS = (LOG_IN, NO, NO, NO, OK, OK, OK, OK, OK, NO)
#: Pages about the own unit: administrators of that unit and of the one above; auditors read.
CHANGES_OWN = (LOG_IN, NO, NO, NO, OK, OK, HIDDEN, HIDDEN, NO, NO)
READS_OWN = (LOG_IN, NO, NO, NO, OK, OK, HIDDEN, HIDDEN, OK, NO)
POSTS = (POST_ONLY,) * len(WHO)
EVERYBODY = (LOG_IN, *(OK,) * 9)

#: The catalogue: everybody of the administration reads it; only the city's people change it, and
#: the house has no city. A unit's own words belong to the unit and those above it.
CATALOGUE = (LOG_IN, NO, NO, NO, OK, OK, OK, OK, OK, OK)
CITY_ONLY = (LOG_IN, NO, NO, NO, NO, NO, NO, NO, NO, NO)

ROWS: dict[str, tuple[int, ...]] = {
    "home": READERS,
    "procedures_list": CATALOGUE,
    "procedures_file": CATALOGUE,
    "procedures_page": CATALOGUE,
    "procedures_version": CATALOGUE,
    "procedures_try": CATALOGUE,
    "procedures_try_officer": CATALOGUE,
    "procedures_add": CITY_ONLY,
    "procedures_import": CITY_ONLY,
    "procedures_import_blank": CITY_ONLY,
    "procedures_start": CITY_ONLY,
    "procedures_end": CITY_ONLY,
    "procedures_edit": CITY_ONLY,
    "procedures_rows": CITY_ONLY,
    "procedures_publish": CITY_ONLY,
    "procedures_withdraw": CITY_ONLY,
    "procedures_local": (LOG_IN, NO, NO, NO, OK, OK, HIDDEN, HIDDEN, OK, OK),
    "procedures_local_add": (LOG_IN, NO, NO, NO, OK, OK, HIDDEN, HIDDEN, NO, OK),
    # There is no such draft; who has no right does not learn even that.
    "procedures_local_act": (
        LOG_IN,
        NO,
        NO,
        NO,
        HIDDEN,
        HIDDEN,
        HIDDEN,
        HIDDEN,
        NO,
        HIDDEN,
    ),
    "routes_list": CATALOGUE,
    "routes_page": CATALOGUE,
    "routes_bpmn": CATALOGUE,
    "routes_file": CATALOGUE,
    "routes_start": POSTS,
    "routes_edit": CITY_ONLY,
    "routes_import": CITY_ONLY,
    "routes_publish": CITY_ONLY,
    "routes_withdraw": CITY_ONLY,
    "units_list": READERS,
    "units_file": READERS,
    "units_unit": READS_OWN,
    "units_change": CHANGES_OWN,
    "officers_list": READERS,
    "officers_file": READERS,
    "officers_new": ADMINISTRATORS,
    # Heads give the open steps of those who left to others.
    "officers_handover": (LOG_IN, NO, OK, OK, OK, OK, OK, OK, OK, NO),
    "officers_officer": READS_OWN,
    "officers_change": CHANGES_OWN,
    "officers_end": CHANGES_OWN,
    "imports_upload": ADMINISTRATORS,
    "imports_template": ADMINISTRATORS,
    # The own account: every officer has one, and nobody opens another's.
    "sessions_mine": EVERYBODY,
    "sessions_policy": READERS,
    "sessions_officer": READS_OWN,
    "sessions_change": CHANGES_OWN,
    "sessions_unit": CHANGES_OWN,
    "sessions_password": EVERYBODY,
    "sessions_end": POSTS,
    "sessions_end_others": POSTS,
    "sessions_factors": EVERYBODY,
    "sessions_app": EVERYBODY,
    "sessions_passkey": EVERYBODY,
    "sessions_codes": POSTS,
    "sessions_factor_remove": (LOG_IN, *(HIDDEN,) * 9),
    "sessions_unlink": POSTS,
    "calendar_units": READERS,
    "calendar_unit": (LOG_IN, NO, NO, NO, GOES_ON, GOES_ON, HIDDEN, HIDDEN, GOES_ON, NO),
    "calendar_year": READS_OWN,
    "calendar_change": CHANGES_OWN,
    "calendar_result": READS_OWN,
    "calendar_again": POSTS,
    "audit_acts": READERS,
    # Who looked at whose data is for auditors and inspectors: no administrator reads it.
    "audit_readings": (LOG_IN, NO, NO, NO, NO, NO, NO, NO, OK, NO),
    "audit_file": READERS,
    "health": READERS,
    "health_retry": POSTS,
    # Only who administers a unit under no other: the parent and the foreign unit of the house.
    # There is no such reaction; who has no right does not learn even that.
    "health_give_up": (LOG_IN, NO, NO, NO, HIDDEN, HIDDEN, HIDDEN, HIDDEN, NO, NO),
    "health_limit": (LOG_IN, NO, NO, NO, HIDDEN, OK, HIDDEN, OK, NO, NO),
    "wording_list": READERS,
    "wording_template": READS_OWN,
    "wording_paper": READS_OWN,
    "wording_compare": READS_OWN,
    "wording_edit": CHANGES_OWN,
    "wording_publish": POSTS,
    "wording_discard": POSTS,
}


def role_of(name: str) -> int:
    """Return the number of the first role of an officer."""
    return RoleGrant.objects.filter(officer__code=name).order_by("pk")[0].pk


def a_recalculation(house: House) -> int:
    """Return the number of a recalculation of the own unit's calendar."""
    day = DecidedDay(date(2021, 2, 17), DayKind.CLOSED, "bão")
    worktime.decide_day(
        unit_id=house.units["own"].pk, day=day, document="02/TB-UBND", decided_on=None, by=SYSTEM,
        at=NOW,
    )  # fmt: skip
    return calendars.recalculations()[0].pk


def a_draft(house: House) -> int:
    """Return the number of a version that the own unit is writing."""
    text = NewText("giay-tiep-nhan", house.units["own"].pk, "# Giấy hẹn", NOW.date())
    return write_draft(text=text, by=SYSTEM, at=NOW).number


#: name → the arguments of its address
ADDRESS: dict[str, Callable[[House], Sequence[Any]]] = {
    "sessions_officer": lambda _: ["thuly"],
    "sessions_change": lambda _: ["thuly", "dat-mat-khau"],
    "sessions_unit": lambda _: ["own"],
    "sessions_end": lambda _: [1],
    "sessions_factor_remove": lambda _: [1],
    "health_retry": lambda _: [1],
    "health_give_up": lambda _: [1],
    "health_limit": lambda _: ["backup"],
    "units_unit": lambda _: ["own"],
    "units_change": lambda _: ["own", "doi-ten"],
    "officers_officer": lambda _: ["thuly"],
    "officers_change": lambda _: ["thuly", "phan-quyen"],
    "officers_end": lambda _: ["thuly", "vai-tro", role_of("thuly")],
    "imports_upload": lambda _: ["can-bo"],
    "imports_template": lambda _: ["can-bo"],
    "calendar_unit": lambda _: ["own"],
    "calendar_year": lambda _: ["own", 2021],
    "calendar_change": lambda _: ["own", 2021, "dong-cua"],
    "calendar_result": lambda house: [a_recalculation(house)],
    "calendar_again": lambda _: [1],
    "audit_file": lambda _: ["viec-da-lam"],
    "wording_template": lambda _: ["own", "giay-tiep-nhan"],
    "wording_paper": lambda house: ["own", "giay-tiep-nhan", a_draft(house)],
    "wording_compare": lambda _: ["own", "giay-tiep-nhan"],
    "wording_edit": lambda _: ["own", "giay-tiep-nhan"],
    "wording_publish": lambda _: ["own", "giay-tiep-nhan"],
    "wording_discard": lambda _: ["own", "giay-tiep-nhan"],
}


def _slug(house: House) -> list[Any]:
    return [house.procedure.slug]


def _version(house: House) -> list[Any]:
    return [house.procedure.slug, house.procedure.versions.get().pk]


def _route(house: House) -> list[Any]:
    return [house.procedure.versions.get().routes.get().pk]


ADDRESS |= {
    **dict.fromkeys(("procedures_page", "procedures_start", "procedures_end"), _slug),
    **dict.fromkeys(
        (
            "procedures_version",
            "procedures_try",
            "procedures_try_officer",
            "procedures_edit",
            "procedures_publish",
            "procedures_withdraw",
        ),
        _version,
    ),
    "procedures_rows": lambda house: [*_version(house), "thoi-han"],
    "procedures_local": lambda house: [*_slug(house), "own"],
    "procedures_local_add": lambda house: [*_slug(house), "own"],
    "procedures_local_act": lambda house: [*_slug(house), "own", 1, "rut"],
    "routes_start": lambda house: [1, "commune"],
    **dict.fromkeys(
        (
            "routes_page",
            "routes_bpmn",
            "routes_file",
            "routes_edit",
            "routes_import",
            "routes_publish",
            "routes_withdraw",
        ),
        _route,
    ),
}


def names(patterns: Sequence[URLPattern | URLResolver] = urls.urlpatterns) -> Iterator[str]:
    """Yield the name of every address of the board."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern)


def test_every_address_has_a_row() -> None:
    assert set(names()) == set(ROWS)


@pytest.mark.parametrize("place", range(len(WHO)), ids=[who or "nobody" for who in WHO])
def test_each_visitor_opens_what_the_table_says(house: House, place: int) -> None:
    add_others(house)
    client = house.client(WHO[place]) if WHO[place] else Client()

    found = {}
    for name in ROWS:
        arguments = ADDRESS[name](house) if name in ADDRESS else []
        response = client.get(reverse(f"board:{name}", args=arguments))
        found[name] = response.status_code
        # Read to its end, a file closes itself.
        b"".join(response.streaming_content if response.streaming else [])
    assert found == {name: row[place] for name, row in ROWS.items()}
