"""The list of packages is that of the pins, each with its hashes."""

import re

from motcua.config.environment import ROOT
from motcua.config.sbom import bill

PINS = (ROOT / "requirements.txt").read_text(encoding="utf-8")


def test_every_pinned_package_is_listed_with_its_hashes() -> None:
    listed = bill(PINS, "0.1.0")
    pinned = re.findall(r"^([a-zA-Z0-9._-]+)(?:\[[^\]]*\])?==", PINS, re.MULTILINE)
    assert len(listed["components"]) == len(pinned) > 10
    hashes = 0
    for one in listed["components"]:
        assert one["purl"] == f"pkg:pypi/{one['name']}@{one['version']}"
        hashes += len(one["externalReferences"][0]["hashes"])
    assert hashes == PINS.count("--hash=sha256:")


def test_markers_and_extras_are_not_part_of_a_version() -> None:
    pins = f'Psycopg_Binary[c]==3.3.9 ; python_version > "3" \\\n    --hash=sha256:{"a" * 64}\n'
    (one,) = bill(pins, "1")["components"]
    assert (one["name"], one["version"]) == ("psycopg-binary", "3.3.9")
