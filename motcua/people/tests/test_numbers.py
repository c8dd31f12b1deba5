"""Numbers and phones of persons."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.people import errors, rules
from motcua.people.rules import Identity, NewPerson
from motcua.people.vocabulary import PersonKind


@pytest.mark.parametrize(
    ("number", "says"),
    [
        pytest.param("001090000312", Identity("001", 1990, is_male=True), id="a man of 1990"),
        pytest.param("001190000312", Identity("001", 1990, is_male=False), id="a woman of 1990"),
        pytest.param("001205000312", Identity("001", 2005, is_male=True), id="a man of 2005"),
        pytest.param("096321000312", Identity("096", 2021, is_male=False), id="a woman of 2021"),
    ],
)
def test_a_personal_number_says_province_year_and_gender(number, says):
    assert rules.read_identity_number(rules.check_identity_number(number)) == says


def test_spaces_in_a_number_are_dropped():
    assert rules.check_identity_number(" 001 090 000 312 ") == "001090000312"


@pytest.mark.parametrize(
    ("number", "why"),
    [
        pytest.param("00109000031", "đúng 12 chữ số", id="11 digits"),
        pytest.param("0010900003123", "đúng 12 chữ số", id="13 digits"),
        pytest.param("00109000031a", "đúng 12 chữ số", id="a letter"),
        pytest.param("٠٠١٠٩٠٠٠٠٣١٢", "đúng 12 chữ số", id="digits of another script"),
        pytest.param("000090000312", "mã tỉnh", id="no such province"),
        pytest.param("097090000312", "mã tỉnh", id="no such province either"),
    ],
)
def test_a_number_in_no_known_form_is_refused(number, why):
    with pytest.raises(errors.IdentityNumberInvalid, match=why) as refused:
        rules.check_identity_number(number)

    assert number not in str(refused.value)


def test_a_number_must_hold_the_year_of_birth():
    assert rules.check_identity_number("001090000312", birth_on=date(1990, 5, 1))
    with pytest.raises(errors.IdentityNumberInvalid, match="năm sinh"):
        rules.check_identity_number("001090000312", birth_on=date(1991, 5, 1))


@pytest.mark.parametrize(
    ("text", "number"),
    [("0100109106", "0100109106"), ("0100109106-001", "0100109106-001"),
     ("0100109106001", "0100109106-001")],
)  # fmt: skip
def test_an_enterprise_has_10_digits_and_a_dependent_unit_13(text, number):
    assert rules.check_registration_number(text) == number


@pytest.mark.parametrize("text", ["", "123", "01001091061", "01001091-06a"])
def test_another_registration_number_is_refused(text):
    with pytest.raises(errors.RegistrationNumberInvalid):
        rules.check_registration_number(text)


@pytest.mark.parametrize(
    "text", ["0912345678", "0912 345 678", "+84912345678", "84912345678", "(+84) 0912.345.678",
             "0084912345678"
    ],
)  # fmt: skip
def test_a_phone_number_is_stored_with_the_country_code(text):
    assert rules.normalise_phone(text) == "+84912345678"


@pytest.mark.parametrize(
    "text", ["", "091234567", "912345678", "+1 212 555 0100", "09123456789012", "abc"]
)
def test_another_phone_number_is_refused(text):
    with pytest.raises(errors.PhoneInvalid, match="bắt đầu bằng 0"):
        rules.normalise_phone(text)


@settings(max_examples=50)
@given(st.from_regex(r"0[1-9][0-9]{8,9}", fullmatch=True))
def test_a_stored_phone_number_stays_as_it_is(text):
    stored = rules.normalise_phone(text)

    assert rules.normalise_phone(stored) == stored


def test_only_the_end_of_a_number_is_shown():
    assert rules.mask_identity("001090000312") == "••• ••• ••• 312"
    assert rules.mask_phone("+84912345678") == "•••• ••• 678"
    assert rules.mask_identity("") == rules.mask_phone("") == ""


def test_a_person_without_a_name_is_refused():
    with pytest.raises(errors.NameMissing):
        rules.checked(NewPerson(name="  "))


def test_a_name_loses_what_cannot_be_stored_and_has_an_end():
    assert rules.checked(NewPerson(name=" Nguyễn\x00Văn  An ")).name == "Nguyễn Văn An"
    with pytest.raises(errors.TextTooLong, match="dài quá 300 ký tự"):
        rules.checked(NewPerson(name="A" * 301))


def test_a_number_that_does_not_fit_the_kind_is_left_out():
    organisation = NewPerson(
        name="Công ty A", kind=PersonKind.ORGANISATION, identity_number="001090000312"
    )

    assert rules.checked(organisation).number == ""
