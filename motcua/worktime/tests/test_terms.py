"""Short terms are dated settings with a source and a mark."""

from datetime import date

import pytest

from motcua.worktime.rules import TERM_SETTINGS, Term, term_on
from motcua.worktime.vocabulary import LimitUnit


def test_the_notice_of_missing_papers_is_due_in_three_working_days() -> None:
    setting = term_on(Term.SUPPLEMENT_NOTICE, date(2021, 3, 1))

    assert (setting.limit.value, setting.limit.unit) == (3, LimitUnit.WORKING_DAY)
    assert setting.read
    assert setting.words == "3 ngày làm việc (Nghị định 61/2018/NĐ-CP Điều 19 khoản 4)"


def test_an_online_dossier_is_answered_in_eight_working_hours_from_memory() -> None:
    setting = term_on(Term.ONLINE_ANSWER, date(2026, 11, 23))

    assert (setting.limit.value, setting.limit.unit) == (8, LimitUnit.WORKING_HOUR)
    assert not setting.read
    assert setting.words.endswith("chưa xác minh)")


@pytest.mark.parametrize("term", Term)
def test_every_setting_has_one_value_on_every_day(term: Term) -> None:
    periods = sorted((s.valid for s in TERM_SETTINGS if s.term is term), key=lambda p: p.start)

    assert [p.until for p in periods[:-1]] == [p.start for p in periods[1:]]
    assert periods[-1].until is None
    assert term_on(term, date(2010, 1, 1)).valid == periods[0]
