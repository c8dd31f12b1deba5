"""The open dossiers of a unit go to the one that succeeds it, once."""

import argparse
import json
from datetime import UTC, date, datetime

import pytest
from django.apps import apps

from motcua.console import move_dossiers
from motcua.dossiers import services
from motcua.dossiers.errors import CannotMoveThere, MissingGround, NotASuccessor
from motcua.dossiers.selectors import rows_of, verify
from motcua.dossiers.tests.office import Office, an_office, at
from motcua.organisation.errors import UnknownUnit
from motcua.tally.vocabulary import Measure

Succession = apps.get_model("organisation", "Succession")
Unit = apps.get_model("organisation", "Unit")


@pytest.fixture
def office(db: None) -> Office:
    """An office with two communes."""
    return an_office()


def asked(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--format", default="json")
    move_dossiers.configure(parser)
    return parser.parse_args(words)


def succeed(office: Office) -> None:
    Succession.objects.create(
        predecessor=office.unit, successor=office.other, extent="whole", takes_over=True,
        on=date(2022, 1, 1),
    )  # fmt: skip


def test_open_dossiers_move_once(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    words = ("--from", office.unit.slug, "--to", office.other.slug, "--reason", "12/NQ-HĐND")
    succeed(office)

    assert move_dossiers.run(asked(*words, "--dry-run")) == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == {
        "from": office.unit.slug, "to": office.other.slug, "waiting": 1, "moved": 0
    }  # fmt: skip
    assert "1 hồ sơ chưa xong" in said.err
    assert move_dossiers.run(asked(*words)) == 0
    assert json.loads(capsys.readouterr().out)["moved"] == 1
    assert move_dossiers.run(asked(*words)) == 0
    assert json.loads(capsys.readouterr().out)["moved"] == 0
    lines = apps.get_model("tally", "TallyLine").objects.filter(dossier=key)
    assert lines.filter(measure=Measure.MOVED_IN).count() == 1
    assert [row.id for row in rows_of([key])] == [key]
    assert verify().rows == []


def test_to_no_recorded_successor_only_by_a_word_of_its_own(office: Office) -> None:
    office.processing(at("2021-03-01 08:30"))
    words = ("--from", office.unit.slug, "--to", office.other.slug, "--reason", "12/NQ-HĐND")
    with pytest.raises(NotASuccessor, match="--not-a-successor"):
        move_dossiers.run(asked(*words))
    assert move_dossiers.run(asked(*words, "--not-a-successor")) == 0
    assert services.to_be_moved(office.unit.pk) == 0


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"valid_until": date(2025, 7, 1)}, "đã kết thúc ngày 30/06/2025"),
        ({"kind": "division"}, "là một bộ phận"),
        ({"valid_from": date(2126, 7, 1)}, "chỉ hoạt động từ ngày 01/07/2126"),
    ],
)
def test_nothing_moves_to_a_unit_that_settles_nothing_today(
    office: Office, change: dict[str, object], why: str
) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    Unit.objects.filter(pk=office.other.pk).update(**change)
    words = ("--from", office.unit.slug, "--to", office.other.slug, "--reason", "12/NQ-HĐND")
    with pytest.raises(CannotMoveThere, match=why):
        move_dossiers.run(asked(*words, "--not-a-successor"))
    now = datetime.now(UTC)
    for target in (office.other.pk, 0):
        with pytest.raises(CannotMoveThere):
            services.move(dossier_id=key, unit_id=target, reason="x", by=office.everyone, at=now)
    assert services.to_be_moved(office.unit.pk) == 1


def test_an_unknown_unit_and_an_empty_reason_are_refused(office: Office) -> None:
    office.processing(at("2021-03-01 08:30"))
    with pytest.raises(UnknownUnit):
        move_dossiers.run(asked("--from", "khong-co", "--to", office.other.slug, "--reason", "x"))
    with pytest.raises(MissingGround):
        move_dossiers.run(
            asked("--from", office.unit.slug, "--to", office.other.slug, "--reason", " ")
        )
