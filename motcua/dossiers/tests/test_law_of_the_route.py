"""Where the route signs, issues and hands back, and at whose counter (one-stop.md 2.1)."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from motcua.accounts.vocabulary import Role
from motcua.catalogue.rules import StepPlan
from motcua.catalogue.vocabulary import Mode, StepRole
from motcua.dossiers import errors, rules, services
from motcua.dossiers.models import Dossier, Step
from motcua.dossiers.rules.route import (
    PLAIN_ROUTE,
    after_issue,
    after_the_result,
    may_approve,
    may_issue,
)
from motcua.dossiers.services.terms import unit_for
from motcua.dossiers.tests.office import Office, at
from motcua.dossiers.tests.test_after_the_result import ROUTE, walk
from motcua.dossiers.vocabulary import Status, StepState
from motcua.journal.rules import SYSTEM
from motcua.kernel.periods import Period
from motcua.organisation import services as organisation
from motcua.organisation.models import Unit
from motcua.organisation.rules import NewUnit
from motcua.organisation.vocabulary import Level, UnitKind

_DATA = Path(services.__file__).parents[2] / "catalogue" / "data" / "routes.yaml"


def shipped(key: str) -> tuple[StepPlan, ...]:
    """Return a route as it comes with the product."""
    rows = yaml.safe_load(_DATA.read_text("utf-8"))["routes"]
    steps = next(row["steps"] for row in rows if row["key"] == key)
    return tuple(
        StepPlan(
            ordinal=number, key=row["key"], name=row["name"], role=StepRole(row["role"]),
            unit_key=row["unit"], minutes=60, mode=Mode(row.get("mode", "in_turn")),
            group=row.get("group", ""), back_to=tuple(row.get("back_to", ())),
        )
        for number, row in enumerate(steps, start=1)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("key", "approves", "issues"),
    [
        ("1.001776@y2021", ["approve"], ["issue"]),
        ("1.010803@y2021", [], ["decide_province"]),
        ("2.002621@y2021", [], ["collect"]),
        ("2.002621@two_tier", ["approve"], ["collect"]),
    ],
)
def test_a_route_signs_at_one_step_and_issues_at_one(
    key: str, approves: list[str], issues: list[str]
) -> None:
    steps = shipped(key)

    assert [step.key for step in steps if may_approve(steps, at=step.key)] == approves
    assert [step.key for step in steps if may_issue(steps, at=step.key)] == issues


def test_the_way_back_comes_after_the_result_on_a_route_without_an_issue_step() -> None:
    assert after_the_result(shipped("1.010803@y2021")) == ("to_commune", "return")


def test_without_a_step_named_approve_the_leader_right_before_the_issue_signs() -> None:
    steps = (PLAIN_ROUTE[0], replace(PLAIN_ROUTE[2], key="sign"), *PLAIN_ROUTE[3:])

    assert may_approve(steps, at="sign")
    assert not may_approve(steps, at="receive")


def test_a_refusal_goes_straight_to_the_return(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [step.key for step in after_issue(ROUTE, at="issue", refused=False)] == [
        "registry_update"
    ]
    walk(ROUTE, monkeypatch)
    key = office.processing(at("2021-03-01 08:30"))
    office.settle(key, at("2021-03-03 10:00"), refuse=True)

    assert [step.kind.key for step in _open(key)] == ["return"]
    services.return_result(
        dossier_id=key, receiver="Lê Thị Hòa", proof="ký nhận", by=office.everyone,
        at=at("2021-03-03 11:00"),
    )  # fmt: skip
    assert Dossier.objects.get(pk=key).status == Status.RETURNED


def _open(key: int) -> list[Step]:
    held = [StepState.HANDED_OVER, StepState.TAKEN]
    return list(Step.objects.filter(dossier=key, state__in=held).select_related("kind"))


def _paper(key: int) -> services.ResultPaper:
    return services.ResultPaper(f"{key}/QĐ", "Giấy xác nhận", "Phó Chủ tịch")


_TO_COMMUNE = replace(PLAIN_ROUTE[-1], ordinal=4, key="to_commune", name="Chuyển về xã")
#: Receipt, appraisal, another agency's decision, the way back: no step numbers the result.
_NO_ISSUE = (
    *PLAIN_ROUTE[:2],
    replace(PLAIN_ROUTE[1], ordinal=3, key="decide", name="Quyết định"),
    _TO_COMMUNE,
    replace(PLAIN_ROUTE[-1], ordinal=5),
)


def deciding(office: Office) -> int:
    key = office.processing(at("2021-03-01 08:30"))
    services.complete_step(dossier_id=key, by=office.everyone, at=at("2021-03-01 09:00"))
    services.take_over(dossier_id=key, by=office.everyone, at=at("2021-03-01 09:10"))
    return key


def test_without_an_issue_step_whoever_holds_the_last_one_issues(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk(_NO_ISSUE, monkeypatch)
    key, now = deciding(office), at("2021-03-02 08:00")
    clerk = office.acting(Role.RECORDS_CLERK)
    with pytest.raises(errors.NoRight):
        services.issue_result(dossier_id=key, paper=_paper(key), by=clerk, at=now)

    officer = office.acting(Role.CASE_OFFICER)
    services.issue_result(dossier_id=key, paper=_paper(key), by=officer, at=now)
    assert [step.kind.key for step in _open(key)] == ["to_commune"]
    assert Dossier.objects.get(pk=key).status == Status.SETTLED


def test_where_the_route_has_an_issue_step_it_stays_the_clerks(office: Office) -> None:
    key, by, now = (
        office.processing(at("2021-03-01 08:30")),
        office.everyone,
        at("2021-03-02 08:00"),
    )
    services.complete_step(dossier_id=key, by=by, at=now)
    services.take_over(dossier_id=key, by=by, at=now)
    services.approve(dossier_id=key, by=by, at=now)
    services.take_over(dossier_id=key, by=by, at=now)

    with pytest.raises(errors.NoRight, match="ban hành"):
        services.issue_result(
            dossier_id=key, paper=_paper(key), by=office.acting(Role.CASE_OFFICER), at=now
        )


def test_nobody_walks_onto_the_way_back_without_a_result(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk(_NO_ISSUE, monkeypatch)
    key = deciding(office)

    with pytest.raises(errors.NotAllowedHere):
        services.complete_step(dossier_id=key, by=office.everyone, at=at("2021-03-02 08:00"))


def test_only_the_step_that_signs_is_approved(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = replace(
        PLAIN_ROUTE[1], ordinal=3, key="head", name="Trưởng phòng duyệt",
        role=StepRole.DIVISION_HEAD,
    )  # fmt: skip
    rest = [replace(plan, ordinal=plan.ordinal + 1) for plan in PLAIN_ROUTE[2:]]
    walk((*PLAIN_ROUTE[:2], head, *rest), monkeypatch)
    key, by = deciding(office), office.everyone

    with pytest.raises(errors.NotTheApproval, match="Trưởng phòng duyệt"):
        services.approve(dossier_id=key, by=by, at=at("2021-03-02 08:00"))
    services.complete_step(dossier_id=key, by=by, at=at("2021-03-02 08:00"))
    services.withdraw(dossier_id=key, reason="đổi ý", by=by, at=at("2021-03-02 09:00"))
    assert Dossier.objects.get(pk=key).status == Status.WITHDRAWN


def test_a_step_of_the_district_lands_at_the_district(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    district = organisation.create_unit(
        unit=NewUnit(
            slug="huyen-ba-vi", kind=UnitKind.RURAL_DISTRICT, level=Level.DISTRICT,
            name="Huyện Ba Vì",
            period=Period(date(2020, 1, 1)), dossier_prefix="MAU.271",
        ),
        by=SYSTEM, at=at("2020-12-01 08:00"),
    )  # fmt: skip
    Unit.objects.filter(pk=office.unit.pk).update(parent=district)
    services.forget_terms()
    walk(shipped("1.001776@y2021"), monkeypatch)
    key, by = office.processing(at("2021-03-01 08:30")), replace(office.everyone, everything=True)

    found = {}
    for _ in range(20):
        step = _open(key)[0]
        found[step.kind.key] = step.unit_id
        if step.kind.key == "return":
            break
        if step.state == StepState.HANDED_OVER:
            services.take_over(dossier_id=key, by=by, at=at("2021-03-02 08:00"))
        _finish(key, step.kind.key, by=by)

    here, above = office.unit.pk, district.pk
    assert {name: found[name] for name in ("posting", "letter", "return")} == dict.fromkeys(
        ("posting", "letter", "return"), here
    )
    higher = ("receive_district", "approve", "issue", "to_commune")
    assert {name: found[name] for name in higher} == dict.fromkeys(higher, above)
    assert unit_for(here, "one_stop_commune", at=at("2021-03-02 08:00")) == here


def _finish(key: int, step: str, *, by: rules.Acting) -> None:
    now = at("2021-03-02 08:00")
    if step == "approve":
        services.approve(dossier_id=key, by=by, at=now)
    elif step == "issue":
        services.issue_result(dossier_id=key, paper=_paper(key), by=by, at=now)
    else:
        services.complete_step(dossier_id=key, by=by, at=now)
