"""Failed log-ins, sessions, second factors, addresses: what the services promise."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.accounts import errors, selectors, services
from motcua.accounts.models import Draft, Factor, LogInGuard, RecoveryCode
from motcua.accounts.rules import totp
from motcua.accounts.services import NewPolicy
from motcua.accounts.vocabulary import FactorKind, Role
from motcua.journal.models import JournalEntry
from motcua.journal.rules import SYSTEM, Actor

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
BY = {"by": SYSTEM, "at": AT}
ADMINISTRATOR = Actor("quantri", "Đặng Công Tuấn", "Quản trị", "Ba Vì")
HERE, THERE = "203.0.113.7", "198.51.100.9"


@pytest.fixture
def account():
    return services.create_account(username="hanh", password=None, **BY)


def acts(username: str) -> list[str]:
    rows = JournalEntry.objects.filter(head__subject_kind="account", head__subject=username)
    return list(rows.order_by("number").values_list("act", flat=True))


def fail(username: str = "hanh", address: str = HERE, at: datetime = AT) -> None:
    services.count_attempt(username=username, address=address, at=at)
    services.attempt_failed(username=username, address=address, at=at)


def test_the_sixth_try_waits_longer_each_time_and_says_when(account) -> None:
    for _ in range(5):
        fail()
    with pytest.raises(errors.TooManyAttempts, match="sau 08:01:00 ngày 02/03/2026"):
        fail()
    at = AT
    for minutes in (1, 5, 15, 60, 60):
        at += timedelta(minutes=minutes)
        fail(at=at)
        with pytest.raises(errors.TooManyAttempts):
            fail(at=at + timedelta(seconds=59))
    assert acts("hanh").count("account.lock") == 6


def test_a_lock_of_one_address_keeps_nobody_out_elsewhere(account) -> None:
    for _ in range(5):
        fail()
    fail(address=THERE)
    assert selectors.lock_of(account.pk, now=AT) == AT + timedelta(minutes=1)


def test_many_machines_together_have_fifty_tries_an_hour_at_one_name(account) -> None:
    for name in ("hanh", "khong-co-ai"):
        for number in range(50):
            fail(name, address=f"198.51.{number}.9")
        with pytest.raises(errors.TooManyAttempts, match="sau 09:00:00 ngày 02/03/2026"):
            fail(name, address=THERE)
        fail(name, address=THERE, at=AT + timedelta(hours=1))
    assert acts("hanh").count("account.lock") == 1
    services.attempt_succeeded(username="hanh", address=THERE)


def test_the_addresses_of_one_house_are_one(account) -> None:
    for number in range(5):
        fail(address=f"2001:db8:1:2::{number}")
    with pytest.raises(errors.TooManyAttempts):
        fail(address="2001:db8:1:2:ffff::1")
    fail(address="2001:db8:1:3::1")


def test_after_a_restore_no_old_proof_opens_a_door(account) -> None:
    services.new_recovery_codes(account_id=account.pk, **BY)
    services.begin_session(account_id=account.pk, session_key="k", address=HERE, browser="x", **BY)
    assert services.forget_proofs(**BY) == 1
    assert selectors.recovery_codes_left(account.pk) == 0


def test_a_name_that_nobody_has_is_treated_alike_and_not_written_down() -> None:
    for _ in range(5):
        fail("mat-khau-go-nham")
    with pytest.raises(errors.TooManyAttempts):
        fail("MAT-KHAU-GO-NHAM")
    guard = LogInGuard.objects.exclude(address="").get(kind="pair")
    assert "mat" not in guard.name
    assert len(guard.name) == 64
    assert not JournalEntry.objects.filter(act="account.lock").exists()


def test_whoever_tries_many_names_is_stopped_at_the_address() -> None:
    for number in range(60):
        fail(f"ten-{number}")
    with pytest.raises(errors.TooManyAttempts):
        fail("ten-khac")
    assert JournalEntry.objects.filter(act="address.lock").count() == 1
    fail("ten-khac", THERE)


def test_an_office_that_errs_now_and_then_all_day_is_not_stopped() -> None:
    for number in range(100):
        fail(f"ten-{number}", at=AT + number * timedelta(seconds=20))
    assert LogInGuard.objects.get(kind="address").failures < 5


def test_a_right_password_begins_the_count_anew_but_not_the_address(account) -> None:
    for _ in range(4):
        fail()
    services.count_attempt(username="hanh", address=HERE, at=AT)
    services.attempt_succeeded(username="hanh", address=HERE)
    for _ in range(4):
        fail()
    assert LogInGuard.objects.get(kind="address").failures == 8


def test_an_administrator_unlocks_everywhere(account) -> None:
    for address in (HERE, THERE):
        for _ in range(5):
            fail(address=address)
    assert services.unlock(account_id=account.pk, by=ADMINISTRATOR, at=AT) == 2
    fail()
    assert selectors.lock_of(account.pk, now=AT) is None
    assert acts("hanh")[-1] == "account.unlock"


def test_what_an_administrator_sets_is_changed_at_the_first_log_in() -> None:
    given = {"by": ADMINISTRATOR, "at": AT}
    made = services.create_account(username="mai", password="con trâu qua suối", **given)
    assert made.must_change_password

    done = services.change_password(
        account_id=made.pk, old="con trâu qua suối", new="ba quả núi xanh", **BY
    )
    assert not done.must_change_password
    assert services.set_password(
        account_id=made.pk, password="một đàn cò trắng", **given
    ).must_change_password
    with pytest.raises(errors.PasswordWrong):
        services.change_password(account_id=made.pk, old="sai", new="ba quả núi xanh", **BY)
    with pytest.raises(errors.PasswordUnchanged):
        services.change_password(
            account_id=made.pk, old="một đàn cò trắng", new="một đàn cò trắng", **BY
        )


def app_of(account) -> bytes:
    sealed = services.new_secret()
    seed = services.secret_of(sealed)
    code = totp.hotp(seed, totp.step_of(AT))
    services.add_totp(account_id=account.pk, secret=sealed, code=code, **BY)
    return seed


def test_the_seed_is_encrypted_and_a_code_lets_in_once(account) -> None:
    seed = app_of(account)
    factor = Factor.objects.get()
    assert totp.secret_text(seed).replace(" ", "") not in factor.secret

    later = AT + timedelta(minutes=5)
    code = totp.hotp(seed, totp.step_of(later))
    services.use_totp(account_id=account.pk, code=code, at=later)
    with pytest.raises(errors.CodeWrong):
        services.use_totp(account_id=account.pk, code=code, at=later)
    with pytest.raises(errors.CodeWrong):
        services.add_totp(account_id=account.pk, secret=services.new_secret(), code="1", **BY)


def test_guessing_codes_is_stopped_wherever_it_comes_from(account) -> None:
    seed = app_of(account)
    for _ in range(5):
        with pytest.raises(errors.CodeWrong):
            services.use_totp(account_id=account.pk, code="abc", at=AT)
    later = AT + timedelta(seconds=30)
    code = totp.hotp(seed, totp.step_of(later))
    with pytest.raises(errors.TooManyAttempts):
        services.use_totp(account_id=account.pk, code=code, at=later)
    assert "account.lock" in acts("hanh")


def test_a_recovery_code_is_good_once_and_the_set_is_replaced_whole(account) -> None:
    app_of(account)
    codes = services.new_recovery_codes(account_id=account.pk, **BY)
    assert len(set(codes)) == 10
    services.use_recovery_code(account_id=account.pk, code=codes[0].lower(), **BY)
    assert selectors.recovery_codes_left(account.pk) == 9
    with pytest.raises(errors.CodeWrong):
        services.use_recovery_code(account_id=account.pk, code=codes[0], **BY)
    services.new_recovery_codes(account_id=account.pk, **BY)
    with pytest.raises(errors.CodeWrong):
        services.use_recovery_code(account_id=account.pk, code=codes[1], **BY)
    stored = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert not stored & {code.replace("-", "") for code in codes}


def test_the_last_factor_stays_while_a_role_asks_for_one(account) -> None:
    app_of(account)
    services.add_passkey(
        account_id=account.pk, name="Khóa đen", credential=b"public", credential_id=b"1", **BY
    )
    first, second = selectors.factors_of(account.pk)
    given = {"account_id": account.pk, "required": True, **BY}
    services.remove_factor(factor_id=first.id, **given)
    with pytest.raises(errors.FactorStillNeeded):
        services.remove_factor(factor_id=second.id, **given)
    assert services.reset_second_factor(account_id=account.pk, by=ADMINISTRATOR, at=AT) == 1
    assert selectors.factors_of(account.pk) == []
    with pytest.raises(errors.UnknownFactor):
        services.remove_factor(factor_id=second.id, **given)


def test_a_passkey_whose_count_stands_still_is_refused(account) -> None:
    factor = services.add_passkey(
        account_id=account.pk, name="Khóa", credential=b"public", credential_id=b"1", **BY
    )
    services.passkey_used(factor_id=factor.pk, sign_count=5, at=AT)
    with pytest.raises(errors.PasskeyWrong):
        services.passkey_used(factor_id=factor.pk, sign_count=5, at=AT)
    with pytest.raises(errors.PasskeyWrong):
        services.add_passkey(
            account_id=account.pk, name="Khóa", credential=b"public", credential_id=b"1", **BY
        )


def test_networks_are_only_narrowed_on_the_way_down(account) -> None:
    lines = [["xa", "huyen"], ["phong", "huyen"]]
    assert selectors.networks_for(account.pk, units=lines) == ()
    services.set_unit_networks(unit="huyen", networks=["10.0.0.0/14"], **BY)
    services.set_unit_networks(unit="xa", networks=["10.2.0.0/16", "10.2.0.1/16"], **BY)
    assert selectors.networks_for(account.pk, units=lines) == ("10.2.0.0/16", "10.0.0.0/14")
    services.set_account_networks(account_id=account.pk, networks=["10.2.0.1"], **BY)
    assert selectors.networks_for(account.pk, units=lines) == ("10.2.0.1/32",)
    for wider in ("0.0.0.0/0", "::/0", "192.168.1.0/24"):
        services.set_unit_networks(unit="xa", networks=[wider], **BY)
        services.set_account_networks(account_id=account.pk, networks=[wider], **BY)
        assert selectors.networks_for(account.pk, units=lines) == ("10.0.0.0/14",)
    services.set_account_networks(account_id=account.pk, networks=[], **BY)
    services.set_unit_networks(unit="xa", networks=[], **BY)
    assert selectors.networks_for(account.pk, units=lines) == ("10.0.0.0/14",)


def test_a_policy_holds_from_its_day_and_the_usual_before() -> None:
    roles = frozenset({Role.LEADER, Role.ADMINISTRATOR})
    services.set_policy(policy=NewPolicy(date(2026, 4, 1), roles, 20), **BY)
    before, after = selectors.policy_on(date(2026, 3, 31)), selectors.policy_on(date(2026, 4, 1))
    assert (before.second_factor_roles, before.idle_minutes) == ({Role.ADMINISTRATOR}, 30)
    assert (after.second_factor_roles, after.idle_minutes) == (roles, 20)
    with pytest.raises(errors.PolicyInvalid, match="từ 10 đến 480"):
        services.set_policy(policy=NewPolicy(date(2026, 4, 1), roles, 5), **BY)


def test_an_external_person_has_one_account(account) -> None:
    services.link_external(account_id=account.pk, issuer="https://sso.vn", subject="k1", **BY)
    assert selectors.account_of_external(issuer="https://sso.vn", subject="k1") == account.pk
    other = services.create_account(username="mai", password=None, **BY)
    with pytest.raises(errors.ExternalPersonTaken):
        services.link_external(account_id=other.pk, issuer="https://sso.vn", subject="k1", **BY)
    services.unlink_external(account_id=account.pk, issuer="https://sso.vn", **BY)
    assert selectors.account_of_external(issuer="https://sso.vn", subject="k1") is None


def test_a_kept_form_is_encrypted_and_gone_after_a_day(account) -> None:
    values = [("owner", "Lê Thị Hòa"), ("papers", "1"), ("papers", "2")]
    services.keep_draft(account_id=account.pk, path="/tiep-nhan", values=values, at=AT)
    assert "Hòa" not in Draft.objects.get().content
    (kept,) = services.drafts_of(account_id=account.pk, at=AT)
    assert list(kept.values) == values
    assert services.drafts_of(account_id=account.pk, at=AT + timedelta(hours=25)) == ()
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": FactorKind.TOTP, "credential": b"x", "secret": "y"},
        {"kind": FactorKind.PASSKEY, "secret": ""},
    ],
)
def test_the_table_refuses_a_factor_without_what_it_needs(account, wrong) -> None:
    with pytest.raises(IntegrityError, match="factor_holds"), transaction.atomic():
        Factor.objects.create(account=account, name="x", added_at=AT, **wrong)
