"""Who may log in, and how a user name and a password must look."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from motcua.accounts import errors, rules, selectors, services
from motcua.accounts.models import Account
from motcua.accounts.vocabulary import Role
from motcua.journal.rules import SYSTEM

AT = datetime(2021, 1, 4, 1, 0, tzinfo=UTC)
BY = {"by": SYSTEM, "at": AT}
PASSWORD = "con-trau-2021"


@pytest.mark.parametrize(
    "text", ["Tiếp-Nhận.BaVi", "TIẾP-NHẬN.BAVI", " tiê\u0301p-nhâ\u0323n.bavi "]
)
def test_a_user_name_has_one_stored_form(text):
    assert rules.check_username(text) == "tiếp-nhận.bavi"


@pytest.mark.parametrize("text", ["", "ab", "-abc", "a b c", "a" * 61, "a@b.vn", "a\x00bc"])
def test_a_user_name_that_cannot_be_is_refused(text):
    with pytest.raises(errors.UsernameInvalid, match="từ 3 đến 60"):
        rules.check_username(text)


@pytest.mark.parametrize("password", ["", "ngắn", "ba-vi-2021"])
def test_a_weak_password_is_refused(password):
    with pytest.raises(errors.PasswordTooWeak, match="Mật khẩu chưa đủ mạnh"):
        rules.check_password(password=password, username="ba-vi")


def test_every_role_has_a_label_and_one_line_of_duty():
    assert len(Role) == 14
    for role in Role:
        assert role.label
        assert role.duty.endswith(".")
        assert Role(role.value) is role


@pytest.mark.django_db
def test_an_officer_logs_in_however_the_name_is_typed():
    account = services.create_account(username="Ba.Vì", password=PASSWORD, **BY)

    assert authenticate(username=" BA.VI\u0300 ", password=PASSWORD) == account
    assert authenticate(username="ba.vì", password="sai-mat-khau") is None
    assert selectors.account_by_username("BA.VÌ") == account
    assert account.password.startswith("argon2")


@pytest.mark.django_db
def test_a_user_name_is_given_once_and_stays_taken_after_closing():
    account = services.create_account(username="ba-vi", password=None, **BY)
    services.close_account(account_id=account.pk, **BY)

    with pytest.raises(errors.UsernameTaken, match="hãy chọn tên khác"):
        services.create_account(username="BA-VI", password=PASSWORD, **BY)


@pytest.mark.django_db
def test_an_account_without_a_password_lets_nobody_in():
    services.create_account(username="ba-vi", password=None, **BY)

    assert authenticate(username="ba-vi", password="") is None


@pytest.mark.django_db
def test_a_closed_account_lets_nobody_in_and_takes_no_new_password():
    account = services.create_account(username="ba-vi", password=PASSWORD, **BY)

    services.close_account(account_id=account.pk, **BY)

    assert authenticate(username="ba-vi", password=PASSWORD) is None
    with pytest.raises(errors.AccountClosed, match="đã đóng"):
        services.set_password(account_id=account.pk, password="sen-ho-tay-moi", **BY)


@pytest.mark.django_db
def test_a_new_password_takes_the_place_of_the_old_one():
    account = services.create_account(username="ba-vi", password=PASSWORD, **BY)

    services.set_password(account_id=account.pk, password="sen-ho-tay-moi", **BY)

    assert authenticate(username="ba-vi", password="sen-ho-tay-moi") == account
    assert authenticate(username="ba-vi", password=PASSWORD) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("username_in_lower_case", {"username": "BA-VI"}),
        ("username_in_nfc", {"username": "ba-vi\u0300"}),
        ("closed_account_cannot_log_in", {"closed_at": AT}),
    ],
)
def test_the_table_refuses_a_wrong_account_by_the_name_of_the_rule(rule, wrong):
    account = services.create_account(username="ba-vi", password=None, **BY)

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Account.objects.filter(pk=account.pk).update(**wrong)
