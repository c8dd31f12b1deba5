"""What a password must not be, which codes fit, how long one waits, from where one comes."""

from datetime import UTC, datetime, timedelta

import pytest

from motcua.accounts import errors, rules
from motcua.accounts.rules import totp

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("ngan-qua", "ít nhất 10 ký tự"),
        ("x" * 201, "nhiều nhất 200"),
        ("0912345678", "toàn chữ số"),
        ("19850305198503", "toàn chữ số"),
        ("abababababab", "lặp lại"),
        ("mật khẩu 123", "nhiều người dùng"),
        ("Mat-Khau-2026!", "nhiều người dùng"),
        ("m@tkh4u1234", "nhiều người dùng"),
        ("P@ssw0rd2026", "nhiều người dùng"),
        ("qwertyuiop", "nhiều người dùng"),
        ("Abc@123456789", "nhiều người dùng"),
        ("anh yêu em 99", "nhiều người dùng"),
        ("Việt Nam 1975", "nhiều người dùng"),
        ("UBND phường 01", "nhiều người dùng"),
        ("một cửa điện tử", "nhiều người dùng"),
        ("abcdefghijkl", "nhiều người dùng"),
        ("zyxwvutsrqpo", "nhiều người dùng"),
        ("hanh.nt-bavi", "giống tên đăng nhập"),
        ("Hanh NT Ba Vi 26", "giống tên đăng nhập"),
        ("ivabtnhnah99", "giống tên đăng nhập"),
    ],
)
def test_a_password_that_would_be_guessed_is_refused(password: str, why: str) -> None:
    with pytest.raises(errors.PasswordTooWeak, match=why):
        rules.check_password(password=password, username="hanh.nt.bavi")


@pytest.mark.parametrize("password", ["vao cua 2021", "mau-2021-bavi", "con trâu qua suối 7 lần"])
def test_a_sentence_of_ones_own_is_taken(password: str) -> None:
    rules.check_password(password=password, username="tiepnhan")


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert totp.hotp(b"12345678901234567890", totp.step_of(at), digits=8) == code


def test_a_code_is_good_around_its_time_and_once() -> None:
    secret = b"12345678901234567890"
    step = totp.step_of(AT)
    code = totp.hotp(secret, step)

    assert totp.matching_step(secret, f"{code[:3]} {code[3:]}", at=AT, after=-1) == step
    assert totp.matching_step(secret, code, at=AT + timedelta(seconds=30), after=-1) == step
    assert totp.matching_step(secret, code, at=AT + timedelta(seconds=90), after=-1) is None
    assert totp.matching_step(secret, code, at=AT, after=step) is None
    assert totp.matching_step(secret, "abcdef", at=AT, after=-1) is None


def test_waits_grow_and_an_office_behind_one_address_may_err_more() -> None:
    waits = [rules.locked_until(failures=number, at=AT) for number in range(4, 10)]
    minutes = [None if one is None else (one - AT).total_seconds() / 60 for one in waits]
    assert minutes == [None, 1, 5, 15, 60, 60]
    assert rules.address_locked_until(failures=59, at=AT) is None
    assert rules.address_locked_until(failures=60, at=AT) == AT + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("address", "networks", "inside"),
    [
        ("203.0.113.7", [], True),
        ("10.12.3.4", ["10.12.0.0/16"], True),
        ("::ffff:10.12.3.4", ["10.12.0.0/16"], True),
        ("10.13.3.4", ["10.12.0.0/16"], False),
        ("2001:db8::1", ["10.0.0.0/8", "2001:db8::/32"], True),
        ("không rõ", ["10.12.0.0/16"], False),
    ],
)
def test_an_address_lies_in_the_networks_or_not(address, networks, inside) -> None:
    assert rules.is_inside(address, networks) is inside


def test_a_network_is_written_one_way_and_a_wrong_one_is_named() -> None:
    assert rules.check_network(" 10.12.3.4/16 ") == "10.12.0.0/16"
    assert rules.check_network("203.0.113.7") == "203.0.113.7/32"
    with pytest.raises(errors.NetworkInvalid, match="“mạng nội bộ”"):
        rules.check_network("mạng nội bộ")
