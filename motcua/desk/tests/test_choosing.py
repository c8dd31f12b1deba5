"""Choosing among many units without JavaScript, and the accounts that the log-in names."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from motcua.accounts.services import create_account
from motcua.accounts.vocabulary import DEMONSTRATION_PASSWORD
from motcua.desk.tests.reading import fields, page_of, words
from motcua.journal.rules import SYSTEM
from motcua.kernel.periods import Period
from motcua.organisation.rules import NewUnit
from motcua.organisation.services import add_officer, appoint, create_unit
from motcua.organisation.vocabulary import LEVEL_OF_KIND, UnitKind
from motcua.pages.tests.house import BEGIN, NOW, House

pytestmark = pytest.mark.usefixtures("then")


@pytest.fixture
def many(house: House) -> House:
    """A commune with forty neighbours."""
    parent = house.units["parent"]
    for place in range(40):
        new = NewUnit(
            slug=f"ban-{place}", kind=UnitKind.COMMUNE, level=LEVEL_OF_KIND[UnitKind.COMMUNE],
            name=f"Xã Bản {place}", dossier_prefix=f"MAU.BAN{place}",
            period=Period(date(BEGIN.year, 1, 1)), parent_id=parent.pk,
        )  # fmt: skip
        house.units[new.slug] = create_unit(unit=new, by=SYSTEM, at=BEGIN)
    return house


def radios(response) -> list[str]:
    """Return the words beside the radios."""
    page = page_of(response)
    return [" ".join(label.text_content().split()) for label in page.xpath(
        "//main//div[contains(@class, 'govuk-radios__item')]//label")]  # fmt: skip


def test_a_unit_among_many_is_searched_and_nothing_typed_is_lost(many: House) -> None:
    number = many.processing()
    chair, page = many.client("chutich"), f"/ho-so/{number}/lay-y-kien"
    opened = chair.get(page)
    assert len(radios(opened)) == 8
    assert "Đang hiện 8 trong" in words(opened)
    assert "Tìm đơn vị (không bắt buộc)" not in words(opened)

    typed = {**fields(opened), "question": "Có trùng không?", "ten_don_vi": "xa ban 37"}
    found = chair.post(page, {**typed, "tim_don_vi": "1"})
    assert found.status_code == 200
    assert "Còn 1 chỗ cần sửa" not in words(found)
    assert radios(found) == ["Xã Bản 37"]
    assert fields(found)["question"] == "Có trùng không?"

    nothing = chair.post(page, {**typed, "ten_don_vi": "zzz", "tim_don_vi": "1"})
    assert "Không có đơn vị nào mang tên “zzz”" in words(nothing)
    sent = {**fields(found), "unit_id": str(many.units["ban-37"].pk)}
    moment = {"answer_by_ngay": "17", "answer_by_thang": "02", "answer_by_nam": "2021"}
    done = chair.post(page, {**sent, **moment, "answer_by_gio": "16:30"})
    assert done.status_code == 302, words(done)


def sample(house: House, password: str) -> None:
    account = create_account(username="mau.thu", password=password, by=SYSTEM, at=NOW)
    officer = add_officer(
        code="mau-thu", name="Trần Văn Đạt (mẫu)", account_id=account.pk, by=SYSTEM, at=NOW
    )
    appoint(
        officer_id=officer.pk, unit_id=house.units["own"].pk, title="Chuyên viên",
        period=Period(BEGIN.date()), by=SYSTEM, at=NOW,
    )  # fmt: skip


@pytest.fixture
def trial() -> Iterator[Any]:
    """The settings of a trial on this machine, whatever server the suite runs on."""
    here = replace(settings.ENVIRONMENT, database_url="", hosts=())
    with override_settings(ENVIRONMENT=here):
        yield here


def test_the_log_in_names_sample_accounts_only_where_a_sample_is(house: House, trial: Any) -> None:
    assert "mẫu" not in words(Client().get("/dang-nhap"))
    sample(house, DEMONSTRATION_PASSWORD)
    told = words(Client().get("/dang-nhap"))
    assert "Dữ liệu mẫu" in told
    assert "mau.thu" in told
    assert DEMONSTRATION_PASSWORD in told


def test_a_changed_password_and_a_public_server_are_not_named(house: House, trial: Any) -> None:
    sample(house, "mot-mat-khau-khac-2021")
    told = words(Client().get("/dang-nhap"))
    assert "mau.thu" in told
    assert DEMONSTRATION_PASSWORD not in told
    for change in ({"hosts": ("motcua.vn",)}, {"database_url": "postgresql://may/motcua"}):
        with override_settings(ENVIRONMENT=replace(trial, **change)):
            assert "mẫu" not in words(Client().get("/dang-nhap"))
