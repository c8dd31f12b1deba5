"""The open dossiers of a unit go to the one that succeeds it, once."""

import argparse
import json

import pytest
from django.apps import apps

from motcua.console import move_dossiers
from motcua.dossiers.errors import MissingGround
from motcua.dossiers.selectors import rows_of, verify
from motcua.dossiers.tests.office import Office, an_office, at
from motcua.organisation.errors import UnknownUnit
from motcua.tally.vocabulary import Measure


@pytest.fixture
def office(db: None) -> Office:
    """An office with two communes."""
    return an_office()


def asked(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--format", default="json")
    move_dossiers.configure(parser)
    return parser.parse_args(words)


def test_open_dossiers_move_once(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    words = ("--from", office.unit.slug, "--to", office.other.slug, "--reason", "12/NQ-HĐND")

    assert move_dossiers.run(asked(*words)) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["moved"] == 1
    assert "Chưa ghi" in said.err
    assert move_dossiers.run(asked(*words)) == 0
    assert json.loads(capsys.readouterr().out)["moved"] == 0
    lines = apps.get_model("tally", "TallyLine").objects.filter(dossier=key)
    assert lines.filter(measure=Measure.MOVED_IN).count() == 1
    assert [row.id for row in rows_of([key])] == [key]
    assert verify().rows == []


def test_an_unknown_unit_and_an_empty_reason_are_refused(office: Office) -> None:
    office.processing(at("2021-03-01 08:30"))
    with pytest.raises(UnknownUnit):
        move_dossiers.run(asked("--from", "khong-co", "--to", office.other.slug, "--reason", "x"))
    with pytest.raises(MissingGround):
        move_dossiers.run(
            asked("--from", office.unit.slug, "--to", office.other.slug, "--reason", " ")
        )
