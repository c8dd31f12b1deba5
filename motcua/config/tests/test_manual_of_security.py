"""The table of security names tests that there are."""

import re

from motcua.config.environment import ROOT
from motcua.config.hardening import ANONYMOUS_POSTS, EXPENSIVE, LARGEST_BODY

TEXT = (ROOT / "docs" / "manual" / "security.md").read_text(encoding="utf-8")


def test_every_named_test_is_there() -> None:
    named = set(re.findall(r"`((?:motcua|tests|scripts)/[\w./-]+)`", TEXT))
    assert len(named) > 8
    assert not [path for path in named if not (ROOT / path).exists()]


def test_the_limits_are_those_of_the_program() -> None:
    assert f"| {LARGEST_BODY // 1024 // 1024} MB |" in TEXT
    assert f"POST without log-in | {ANONYMOUS_POSTS} a minute" in TEXT
    assert f"exports | {EXPENSIVE} a minute" in TEXT
    nginx = (ROOT / "scripts" / "server" / "nginx.conf").read_text(encoding="utf-8")
    assert f"client_max_body_size {LARGEST_BODY // 1024 // 1024}m" in nginx
