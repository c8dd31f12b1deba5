"""What is missing or unsafe is said in one sentence; what is unsafe does not start."""

from dataclasses import replace
from pathlib import Path

import pytest

from motcua.config import safety
from motcua.config.environment import BadSetting, Environment

GOOD = Environment(
    home=Path("/var/lib/motcua"), database_url="postgresql://motcua@/motcua", port=8000,
    hosts=("motcua.tinh.gov.vn",), secret_key="aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5zA7bC9d",
    debug=False, test_database="", security_contact="mailto:a@b.vn",
)  # fmt: skip


def sentences(given: Environment) -> list[str]:
    return [one.sentence for one in safety.findings(given)]


def test_a_good_installation_has_nothing_to_mend() -> None:
    assert sentences(GOOD) == []
    safety.at_start(GOOD)


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        (replace(GOOD, debug=True), "MOTCUA_DEBUG"),
        (replace(GOOD, secret_key="ngan"), "MOTCUA_SECRET_KEY"),
        (replace(GOOD, secret_key="a" * 60), "MOTCUA_SECRET_KEY"),
        (replace(GOOD, hosts=("*",)), "MOTCUA_HOSTS"),
    ],
)
def test_what_is_unsafe_does_not_start(wrong: Environment, word: str) -> None:
    assert len(sentences(wrong)) == 1
    with pytest.raises(BadSetting, match=word):
        safety.at_start(wrong)


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        (replace(GOOD, own_key=True), "MOTCUA_SECRET_KEY"),
        (replace(GOOD, database_url=""), "dùng thử"),
        (replace(GOOD, security_contact=""), "MOTCUA_SECURITY_CONTACT"),
    ],
)
def test_what_is_missing_is_told_at_the_start(
    wrong: Environment, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    safety.at_start(wrong)
    told = capsys.readouterr().err
    assert word in told
    assert wrong.secret_key not in told


def test_on_this_machine_only_nothing_is_asked() -> None:
    assert sentences(replace(GOOD, hosts=(), debug=True, secret_key="x", database_url="")) == []
