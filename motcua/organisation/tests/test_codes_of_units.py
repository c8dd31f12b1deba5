"""Official codes in both forms of one-stop.md 4.1, and the sample prefix."""

from datetime import date

import pytest

from motcua.kernel.periods import Period
from motcua.organisation import rules
from motcua.organisation.errors import CodeInvalid, PeriodInvalid
from motcua.organisation.vocabulary import Level


@pytest.mark.parametrize("code", ["H26", "H26.1.2", "G22.ABC.09"])
def test_the_new_form_begins_with_the_most_general_group(code):
    assert rules.check_official_code(code) == code


@pytest.mark.parametrize(
    "code", ["", "Z26", "h26", "H2", "H26.", "H26..1", "H26.a", "000.00.19.H26", "H26\n",
             "H26." + "A" * 32],
)  # fmt: skip
def test_anything_else_is_refused(code):
    with pytest.raises(CodeInvalid, match="hãy nhập dạng như H26"):
        rules.check_official_code(code)


def test_the_old_form_ends_with_the_most_general_group():
    assert rules.check_official_code_old("000.00.19.H26") == "000.00.19.H26"
    with pytest.raises(CodeInvalid):
        rules.check_official_code_old("H26.19.00.000")


@pytest.mark.parametrize(
    ("level", "name", "code", "since", "prefix"),
    [
        (Level.PROVINCE, "Hà Nội", "01", date(2021, 1, 1), "MAU.HANOI"),
        (Level.DISTRICT, "Ba Vì", "271", date(2021, 1, 1), "MAU.BAVI"),
        (Level.DISTRICT, "Nam Từ Liêm", "019", date(2021, 1, 1), "MAU.NAMTULIE"),
        (Level.COMMUNE, "Minh Quang", "09700", date(2021, 1, 1), "MAU.09700"),
        (Level.COMMUNE, "Ba Vì", "09700", date(2025, 7, 1), "MAU.09700.25"),
        (Level.COMMUNE, "Ba Trại", "", date(2021, 1, 1), "MAU.BATRAI"),
        (Level.COMMUNE, "–", "", date(2021, 1, 1), "MAU.DONVI"),
    ],
)
def test_a_sample_prefix_is_short_and_never_an_official_code(level, name, code, since, prefix):
    made = rules.sample_prefix(level=level, short_name=name, gso_code=code, valid_from=since)

    assert made == prefix
    assert len(made) <= 12
    with pytest.raises(CodeInvalid):
        rules.check_official_code(made)


def test_a_sample_prefix_that_another_unit_has_gets_a_number():
    taken = {"MAU.BAVI", "MAU.BAVI2", "MAU.NAMTULIE"}
    assert rules.prefix_of_its_own("MAU.BAVI", taken) == "MAU.BAVI3"
    assert rules.prefix_of_its_own("MAU.NAMTULIE", taken) == "MAU.NAMTULI2"
    assert rules.prefix_of_its_own("MAU.SOCSON", taken) == "MAU.SOCSON"


def test_a_period_holds_at_least_one_day():
    with pytest.raises(PeriodInvalid):
        rules.check_period(Period(date(2021, 1, 1), date(2021, 1, 1)))
