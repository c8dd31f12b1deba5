"""Entering persons and finding them again."""

import pytest
from django.db import IntegrityError, transaction

from motcua.people import errors, selectors, services
from motcua.people.models import Person
from motcua.people.rules import NewPerson
from motcua.people.vocabulary import PersonKind
from motcua.storage import sql

pytestmark = pytest.mark.django_db

AN = NewPerson(name="Nguyễn Văn An", identity_number="001090000312", phone="0912345678")
COMPANY = NewPerson(
    name="Công ty Đại Phát", kind=PersonKind.ORGANISATION, registration_number="0100109106"
)


def test_a_person_is_entered_in_the_stored_form():
    person = services.register_person(person=AN)

    assert (person.name, person.folded) == ("Nguyễn Văn An", "nguyen van an")
    assert person.phone == "+84912345678"
    assert person.kind == "person"
    assert selectors.person_by_id(person.pk) == person


def test_the_same_number_is_entered_once_and_the_row_stays_as_it_is():
    first = services.register_person(person=AN)
    again = services.register_person(
        person=NewPerson(name="NGUYỄN VĂN AN", identity_number="001 090 000 312")
    )

    assert again == first
    assert again.name == "Nguyễn Văn An"


def test_a_known_number_is_refused_for_another_name_though_only_a_mark_differs():
    services.register_person(person=AN)
    with pytest.raises(errors.AnotherName):
        services.register_person(
            person=NewPerson(name="Nguyễn Văn Ân", identity_number="001090000312")
        )


def test_two_people_of_one_name_without_a_number_stay_two():
    one, two = (services.register_person(person=NewPerson(name="Trần Thị Hoa")) for _ in "ab")

    assert one != two


def test_many_are_entered_in_order_and_a_number_gives_one_key():
    known = services.register_person(person=AN)
    other = NewPerson(name="Lê Thị Bình", identity_number="001190000111")
    nameless = NewPerson(name="Phạm Văn Cường")

    keys = services.register_many(people=[other, COMPANY, AN, nameless, other, nameless])

    assert keys[2] == known.pk
    assert keys[0] == keys[4]
    assert keys[3] != keys[5]
    names = selectors.names_of(keys)
    assert [names[key] for key in keys[:4]] == [
        "Lê Thị Bình", "Công ty Đại Phát", "Nguyễn Văn An", "Phạm Văn Cường",
    ]  # fmt: skip
    assert Person.objects.count() == 5


def test_one_wrong_number_refuses_the_whole_lot():
    with pytest.raises(errors.IdentityNumberInvalid):
        services.register_many(people=[AN, NewPerson(name="A", identity_number="12")])

    assert not Person.objects.exists()


def test_the_key_of_a_new_person_costs_one_statement():
    with sql.observed() as sent:
        key = services.enter_person(person=AN)

    assert [trip.names for trip in sent] == [("people.enter_one",)]
    assert services.enter_person(person=AN) == key


def test_nobody_to_enter_is_no_work():
    assert services.register_many(people=[]) == []


@pytest.mark.parametrize("text", ["nguyen van", "NGUYỄN VĂN", "  Nguyễn   Văn "])
def test_a_name_is_found_however_its_marks_are_typed(text):
    person = services.register_person(person=AN)
    services.register_person(person=COMPANY)

    assert list(selectors.search_by_name(text)) == [person]


def test_an_empty_search_finds_nobody():
    services.register_person(person=AN)

    assert not selectors.search_by_name("  ")


def test_a_person_is_found_by_either_number():
    person, company = (services.register_person(person=new) for new in (AN, COMPANY))

    assert selectors.person_by_number("001090000312") == person
    assert selectors.person_by_number("0100109106") == company
    with pytest.raises(errors.UnknownPerson):
        selectors.person_by_number("001090000313")


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("identity_number_of_12_digits", {"identity_number": "12"}),
        ("number_fits_the_kind_of_person", {"registration_number": "0100109106"}),
        ("phone_with_country_code", {"phone": "0912345678"}),
        ("person_has_a_name", {"name": ""}),
    ],
)
def test_the_table_refuses_a_wrong_person_by_the_name_of_the_rule(rule, wrong):
    person = services.register_person(person=NewPerson(name="An"))

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(**wrong)
