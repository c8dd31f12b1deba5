"""What the route puts between the issue of the result and its return is done, off the clock."""

from dataclasses import replace

import pytest

from motcua.catalogue import selectors as catalogue
from motcua.catalogue.rules import StepPlan
from motcua.catalogue.selectors import FrozenRoute
from motcua.catalogue.vocabulary import StepRole
from motcua.dossiers import errors, services
from motcua.dossiers.models import ClockEntry, Dossier, Step
from motcua.dossiers.rules.route import PLAIN_ROUTE, after_the_result, before_return, may_issue
from motcua.dossiers.selectors import verify
from motcua.dossiers.tests.office import Office, at
from motcua.dossiers.vocabulary import Status, StepState

_REGISTER = replace(
    PLAIN_ROUTE[-1], ordinal=5, key="registry_update", name="Cập nhật sổ",
    role=StepRole.CASE_OFFICER,
)  # fmt: skip
ROUTE = (*PLAIN_ROUTE[:4], _REGISTER, replace(PLAIN_ROUTE[-1], ordinal=6))


def walk(steps: tuple[StepPlan, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every dossier walk these steps."""
    route = FrozenRoute(id=0, key="thu", case="", steps=steps)
    monkeypatch.setattr(catalogue, "frozen_route", lambda *, route_id: route)


def test_the_result_is_issued_at_its_step_and_the_rest_comes_after() -> None:
    assert [step.key for step in ROUTE if may_issue(ROUTE, at=step.key)] == ["issue"]
    assert after_the_result(ROUTE) == ("registry_update", "return")
    assert before_return(ROUTE, ["registry_update", "return"]) == ("Cập nhật sổ",)


def test_without_an_issue_step_it_is_the_last_before_the_way_back() -> None:
    no_issue = tuple(step for step in PLAIN_ROUTE if step.key != "issue")

    assert may_issue(no_issue, at="approve")
    assert not may_issue(no_issue, at="appraise")


def test_steps_after_the_result_are_done_before_the_return(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk(ROUTE, monkeypatch)
    key = office.processing(at("2021-03-01 08:30"))
    office.settle(key, at("2021-03-03 10:00"))
    by = office.everyone
    give = {"dossier_id": key, "receiver": "Lê Thị Hòa", "proof": "ký nhận", "by": by}

    with pytest.raises(errors.StepsBeforeReturn, match="Cập nhật sổ"):
        services.return_result(**give, at=at("2021-03-03 11:00"))
    services.take_over(dossier_id=key, by=by, at=at("2021-03-04 08:00"))
    services.complete_step(dossier_id=key, by=by, at=at("2021-03-09 09:00"))
    opened = Step.objects.get(dossier=key, state=StepState.HANDED_OVER)
    assert opened.kind.key == "return"
    assert opened.dossier_due_at is None
    services.return_result(**give, at=at("2021-03-10 11:00"))

    dossier = Dossier.objects.get(pk=key)
    assert (dossier.status, dossier.ended_at) == (Status.RETURNED, at("2021-03-03 10:00"))
    kinds = [entry.kind for entry in ClockEntry.objects.filter(dossier=key).order_by("number")]
    assert kinds == ["start", "end"]
    assert verify().rows == []


def test_nobody_walks_past_the_issue_of_the_result(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = (PLAIN_ROUTE[0], PLAIN_ROUTE[1], PLAIN_ROUTE[-1])
    walk(short, monkeypatch)
    key = office.processing(at("2021-03-01 08:30"))

    with pytest.raises(errors.NotAllowedHere):
        services.complete_step(dossier_id=key, by=office.everyone, at=at("2021-03-01 09:00"))
