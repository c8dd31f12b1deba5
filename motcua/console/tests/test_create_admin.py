"""`create-admin`: an installation that has nobody, and nothing, gets its first administrator."""

import argparse
import json

import pytest
from django.apps import apps

from motcua.console import create_admin
from motcua.console.errors import AdministratorThere, FirstUnitNeeded
from motcua.kernel.errors import Refusal
from motcua.organisation import selectors

pytestmark = pytest.mark.django_db
RoleGrant = apps.get_model("organisation", "RoleGrant")
Account = apps.get_model("accounts", "Account")


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--format", default="json")
    create_admin.configure(parser)
    return create_admin.run(parser.parse_args(words))


FIRST = ("--username", "quantri", "--name", "Trần Văn Quản", "--unit", "ha-noi")


def test_the_first_unit_and_its_administrator(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*FIRST, "--unit-name", "Hà Nội") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["unit"] == "Thành phố Hà Nội"
    account = Account.objects.get(username="quantri")
    assert account.check_password(told["password"])
    assert account.must_change_password
    grant = RoleGrant.objects.select_related("officer", "unit").get()
    assert (grant.role, grant.unit.slug, grant.officer.name) == (
        "administrator", "ha-noi", "Trần Văn Quản",
    )  # fmt: skip


def test_without_units_the_name_of_the_first_one_is_asked() -> None:
    with pytest.raises(FirstUnitNeeded):
        run(*FIRST)


def test_a_second_one_is_named_by_the_first() -> None:
    run(*FIRST, "--unit-name", "Hà Nội")
    second = ("--username", "hai", "--name", "Lê Thị Hai", "--unit", "ha-noi")
    with pytest.raises(AdministratorThere, match="Trần Văn Quản"):
        run(*second)
    assert run(*second, "--another") == 0
    assert RoleGrant.objects.count() == 2


def test_a_unit_that_is_not_there_and_a_user_name_that_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(*FIRST, "--unit-name", "Hà Nội")
    with pytest.raises(Refusal, match="Không có đơn vị “ha-nam”"):
        run("--username", "ba", "--name", "Ba", "--unit", "ha-nam")
    with pytest.raises(Refusal, match="đã có người dùng"):
        run(*FIRST, "--another")
    assert selectors.any_unit()
