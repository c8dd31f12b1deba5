"""What officers hold from when until when, and what they may do on a day."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from motcua.accounts.services import create_account
from motcua.accounts.vocabulary import Role
from motcua.journal.rules import Actor
from motcua.kernel.periods import Period
from motcua.organisation import errors, selectors, services
from motcua.organisation.models import Appointment
from motcua.organisation.rules import Grant, NewOneStopUnit, RosterPlace
from motcua.organisation.tests.builders import ALL_2021, BY, a_unit, an_officer
from motcua.organisation.vocabulary import OneStopKind, UnitKind
from motcua.storage import sql

pytestmark = pytest.mark.django_db

TODAY = date(2021, 6, 30)
JUNE = Period.through(date(2021, 6, 1), date(2021, 6, 30))
APPROVER = Role.APPROVER


def grant(officer, unit, role=APPROVER, period=ALL_2021):
    return services.grant_role(
        officer_id=officer.pk, role=role, unit_id=unit.pk, period=period, **BY
    )


def delegate(giver, taker, unit, period=JUNE, role=APPROVER):
    return services.delegate(
        grant=Grant(role, unit.pk),
        from_officer_id=giver.pk,
        to_officer_id=taker.pk,
        period=period,
        **BY,
    )


def test_an_officer_acts_with_the_title_and_unit_of_that_day(django_assert_num_queries):
    district = a_unit("ba-vi", name="Huyện Ba Vì")
    division = a_unit("ba-vi-nv", district, UnitKind.DIVISION, name="Phòng Nội vụ")
    officer = an_officer()
    for title, period in (
        ("Chuyên viên", Period(date(2021, 1, 1), date(2021, 5, 1))),
        ("Trưởng phòng", Period(date(2021, 5, 1))),
    ):
        services.appoint(
            officer_id=officer.pk, unit_id=division.pk, title=title, period=period, **BY
        )

    with django_assert_num_queries(1):
        before = selectors.actor_of(officer, on=date(2021, 4, 30))

    assert before == Actor("cb-01", "Nguyễn Văn An", "Chuyên viên", "Phòng Nội vụ, Huyện Ba Vì")
    assert selectors.actor_of(officer, on=TODAY).title == "Trưởng phòng"
    assert selectors.actor_of(officer, on=date(2020, 1, 1)).title == ""


def test_an_officer_holds_a_post_once_at_a_time():
    unit, officer = a_unit(), an_officer()
    held = {"officer_id": officer.pk, "unit_id": unit.pk, "title": "Chủ tịch"}
    services.appoint(**held, period=ALL_2021, **BY)

    with pytest.raises(errors.AlreadyHeld, match="từ ngày 01/01/2021, trùng thời gian"):
        services.appoint(**held, period=JUNE, **BY)
    services.appoint(**held, period=Period(date(2022, 1, 1)), **BY)


def test_the_table_itself_refuses_two_appointments_at_a_time():
    unit, officer = a_unit(), an_officer()
    held = services.appoint(
        officer_id=officer.pk, unit_id=unit.pk, title="Chủ tịch", period=ALL_2021, **BY
    )

    with pytest.raises(IntegrityError, match="appointment_once_at_a_time"), transaction.atomic():
        Appointment.objects.create(officer=officer, post=held.post, valid_from=TODAY)


def test_an_officer_may_do_what_was_granted_on_the_days_of_the_grant(django_assert_num_queries):
    unit, officer = a_unit(), an_officer()
    grant(officer, unit, period=JUNE)

    with django_assert_num_queries(1):
        on_the_last_day = selectors.grants_of(officer.pk, on=TODAY)

    assert on_the_last_day == (Grant(Role.APPROVER, unit.pk),)
    assert selectors.grants_of(officer.pk, on=date(2021, 7, 1)) == ()
    assert selectors.grants_of(officer.pk, on=date(2021, 5, 31)) == ()


def test_a_role_is_granted_once_at_a_time():
    unit, officer = a_unit(), an_officer()
    grant(officer, unit)

    with pytest.raises(errors.AlreadyHeld, match="đã có vai trò “Người phê duyệt”"):
        grant(officer, unit, period=Period(TODAY))


def test_a_delegate_acts_in_the_role_for_the_days_of_the_delegation():
    unit, head, deputy = a_unit(), an_officer("truong"), an_officer("pho")
    grant(head, unit)
    delegate(head, deputy, unit)

    assert selectors.grants_of(deputy.pk, on=TODAY) == (Grant(APPROVER, unit.pk),)
    assert selectors.grants_of(deputy.pk, on=date(2021, 7, 1)) == ()


def test_a_delegation_ends_with_the_role_it_came_from():
    unit, head, deputy = a_unit(), an_officer("truong"), an_officer("pho")
    held = grant(head, unit)
    delegate(head, deputy, unit)

    services.end_role(grant_id=held.pk, on=date(2021, 6, 15), **BY)

    assert selectors.grants_of(deputy.pk, on=date(2021, 6, 14)) != ()
    assert selectors.grants_of(deputy.pk, on=date(2021, 6, 15)) == ()


def test_what_was_delegated_cannot_be_delegated_on():
    unit = a_unit()
    head, deputy, third = an_officer("truong"), an_officer("pho"), an_officer("ba")
    grant(head, unit)
    delegate(head, deputy, unit)

    with pytest.raises(errors.NotHeld, match="nên không thể ủy quyền"):
        delegate(deputy, third, unit)


def test_a_delegation_has_an_end_and_goes_to_somebody_else():
    unit, head, deputy = a_unit(), an_officer("truong"), an_officer("pho")
    grant(head, unit)

    with pytest.raises(errors.DelegationInvalid, match="hãy nhập ngày kết thúc"):
        delegate(head, deputy, unit, period=Period(TODAY))
    with pytest.raises(errors.DelegationInvalid, match="phải khác nhau"):
        delegate(head, head, unit)


def test_who_may_act_in_a_role_are_the_granted_and_the_delegated_by_name():
    unit = a_unit()
    head = an_officer("truong", "Trần Thị Yến")
    deputy = an_officer("pho", "Nguyễn Văn Ánh")
    grant(head, unit)
    delegate(head, deputy, unit)

    may = selectors.officers_with_role(unit_id=unit.pk, role=APPROVER, on=TODAY)

    assert [officer.name for officer in may] == ["Nguyễn Văn Ánh", "Trần Thị Yến"]
    assert not selectors.officers_with_role(unit_id=unit.pk, role=Role.LEADER, on=TODAY)


def test_an_account_belongs_to_one_officer():
    account = create_account(username="an.nv", password=None, **BY)
    officer = an_officer(account_id=account.pk)

    assert selectors.officer_of_account(account.pk) == officer
    with pytest.raises(errors.OfficerCodeTaken):
        an_officer("cb-02", account_id=account.pk)


def test_who_is_on_duty_is_officer_title_and_roles_in_one_statement(django_assert_num_queries):
    unit = a_unit("ba-vi", name="Huyện Ba Vì")
    division = a_unit("ba-vi-nv", unit, UnitKind.DIVISION, name="Phòng Nội vụ")
    account = create_account(username="an.nv", password=None, **BY)
    officer, head = an_officer(account_id=account.pk), an_officer("truong")
    assert selectors.on_duty(account.pk, on=TODAY).grants == ()
    services.appoint(
        officer_id=officer.pk, unit_id=division.pk, title="Chuyên viên", period=ALL_2021, **BY
    )
    grant(head, unit)
    grant(officer, unit, Role.LEADER)
    delegate(head, officer, unit)

    for day in (TODAY, date(2021, 5, 31), date(2022, 1, 1)):
        with django_assert_num_queries(0), sql.observed() as sent:
            found = selectors.on_duty(account.pk, on=day)
        assert len(sent) == 1
        assert found.officer_id == officer.pk
        assert found.actor == selectors.actor_of(officer, on=day)
        assert found.grants == selectors.grants_of(officer.pk, on=day)
    assert selectors.on_duty(0, on=TODAY) is None


def test_the_roster_names_who_works_at_a_one_stop_point_and_who_stands_in():
    unit, officer, stand_in = a_unit(), an_officer("chinh"), an_officer("du-phong")
    point = services.create_one_stop_unit(
        point=NewOneStopUnit(
            "mot-cua", OneStopKind.RECEPTION_UNIT, unit.pk, "Bộ phận Một cửa", ALL_2021
        ),
        **BY,
    )
    for person, place in (
        (stand_in, RosterPlace(point.pk, is_substitute=True)),
        (officer, RosterPlace(point.pk)),
    ):
        services.enter_roster(officer_id=person.pk, place=place, period=JUNE, **BY)

    roster = selectors.roster_on(one_stop_unit_id=point.pk, on=TODAY)

    assert [entry.officer.code for entry in roster] == ["chinh", "du-phong"]
    assert selectors.is_on_roster(officer_id=officer.pk, unit_id=unit.pk, on=TODAY)
    assert not selectors.is_on_roster(officer_id=officer.pk, unit_id=unit.pk, on=date(2021, 7, 1))
    with pytest.raises(errors.AlreadyHeld, match="danh sách trực"):
        services.enter_roster(officer_id=officer.pk, place=RosterPlace(point.pk), period=JUNE, **BY)
