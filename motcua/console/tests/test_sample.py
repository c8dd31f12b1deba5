"""The sample's totals are the published ones; loading it twice changes nothing."""

import argparse
import json
from collections import Counter
from datetime import UTC, date, datetime

import pytest

from motcua.accounts.vocabulary import Role
from motcua.catalogue.services import load_catalogue
from motcua.console import sample
from motcua.console.sampling import accounts, loading
from motcua.console.sampling.days import Class, Days
from motcua.console.sampling.plan import UnknownSampleError, names, plan
from motcua.dossiers.selectors import verify
from motcua.journal.rules import SYSTEM
from motcua.organisation.selectors import grants_of, officer_by_code
from motcua.organisation.services import load_units
from motcua.organisation.vocabulary import Scope
from motcua.reports.rules import Asked, as_json, period_of
from motcua.reports.selectors import settlement
from motcua.reports.vocabulary import Grouping
from motcua.worktime.rules import Limit
from motcua.worktime.selectors import published_calendar
from motcua.worktime.services import load_calendar
from motcua.worktime.vocabulary import LimitUnit

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture
def ground(db: None) -> None:
    """Load units, calendar and catalogue as the first start does."""
    load_units()
    load_calendar(at=NOW)
    load_catalogue(by=SYSTEM, at=NOW)


def table(unit: str, scope: Scope, grouping: Grouping = Grouping.FIELD) -> dict[str, object]:
    period = period_of(date(2021, 1, 1), date(2021, 6, 30))
    asked = Asked(unit=unit, period=period, scope=scope, grouping=grouping)
    return as_json(settlement(asked=asked, today=TODAY))


def options(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--format", choices=("table", "json"), default="table")
    sample.configure(parser)
    return parser.parse_args(arguments)


def test_the_figures_of_every_plan_add_up():
    for name in names():
        for group in plan(name).groups:
            total: Counter[str] = Counter()
            for figures in group.fields:
                assert figures.early >= 0
                for key in ("received", "early", "on_time", "overdue", "in_process", "paused"):
                    total[key] += getattr(figures, key)
            total["early_or_on_time"] = total["early"] + total["on_time"]
            total["settled"] = total["early_or_on_time"] + total["overdue"]
            assert {key: total[key] for key in group.published} == dict(group.published), name


def test_the_published_figures_of_ba_vi_are_the_plan():
    """Published on 08/11/2021 for the district and for its 31 communes."""
    own, below = (group.published for group in plan("ba-vi-2021h1").groups)

    assert (own["received"], own["settled"], own["early"]) == (3331, 3168, 2827)
    assert (own["on_time"], own["overdue"], own["in_process"]) == (337, 4, 163)
    assert (below["received"], below["settled"], below["early_or_on_time"]) == (24043, 23644, 22966)
    assert (below["overdue"], below["in_process"], below["paused"]) == (678, 399, 32)


@pytest.mark.parametrize("standing", list(Class))
def test_receipts_fit_the_class_they_are_made_for(standing):
    days = Days(date(2021, 1, 4), date(2021, 6, 30), published_calendar())

    starts = days.starts(Limit(3, LimitUnit.WORKING_DAY), standing)

    assert starts
    late = [start for start in starts if start.due_at.date() > days.last_on]
    assert bool(late) is (standing in (Class.EARLY, Class.IN_PROCESS))


@pytest.mark.usefixtures("ground")
def test_ba_vi_has_the_published_totals_and_loading_it_again_changes_nothing():
    first = loading.load("ba-vi-2021h1", at=NOW)
    again = loading.load("ba-vi-2021h1", at=NOW)

    assert (first.created, first.unchanged) == (27374, 0)
    assert (again.created, again.unchanged) == (0, 27374)
    own, below = table("ba-vi", Scope.OWN), table("ba-vi", Scope.BELOW)
    assert own["total"]["received"]["total"] == 3331
    assert own["total"]["settled"] == {"total": 3168, "early": 2827, "on_time": 337, "overdue": 4}
    assert own["total"]["in_process"]["total"] == 163
    late = {row["key"] for row in own["rows"] if row["settled"]["overdue"]}
    assert late == {"do-thi", "van-hoa", "noi-vu"}
    settled = below["total"]["settled"]
    assert (settled["total"], settled["early"] + settled["on_time"]) == (23644, 22966)
    assert settled["overdue"] == 678
    assert below["total"]["in_process"]["total"] == 399
    assert below["total"]["in_process"]["paused"] == 32
    assert below["total"]["received"]["carried_over"] == 0
    for grouping in Grouping:
        for scope in (Scope.OWN, Scope.BELOW):
            assert all(check["ok"] for check in table("ba-vi", scope, grouping)["checks"])


@pytest.mark.usefixtures("ground")
def test_the_made_up_half_year_of_tay_ho_proves_itself():
    loading.load("tay-ho-2021h1", at=NOW)

    assert table("tay-ho", Scope.ALL)["total"]["received"]["total"] == 2500
    assert verify().rows == []


@pytest.mark.usefixtures("ground")
def test_the_list_says_what_is_read_into_the_figures_and_what_is_invented(capsys):
    assert sample.run(options("--list", "--format", "json")) == 0

    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert set(rows) == {"ba-vi-2021h1", "tay-ho-2021h1"}
    assert all(row["readings"] and row["invented"] and not row["loaded"] for row in rows.values())


def test_an_unknown_sample_is_refused_with_the_names_of_the_known():
    with pytest.raises(UnknownSampleError, match="ba-vi-2021h1, tay-ho-2021h1"):
        loading.load("ha-noi", at=NOW)


@pytest.mark.usefixtures("ground")
def test_every_role_has_a_sample_account_and_opening_them_again_changes_nothing():
    opened = accounts.open_accounts(password="mat-khau-thu", at=NOW)
    again = accounts.open_accounts(password="mat-khau-khac", at=NOW)

    assert {role for account in opened for role in account.roles} == set(Role)
    assert again == ()
    officer = officer_by_code("mau-chutich.xa")
    assert {grant.role for grant in grants_of(officer.pk, on=TODAY)} == {
        Role.LEADER, Role.APPROVER, Role.UNIT_HEAD,
    }  # fmt: skip
