"""`./run bench`: what it says of its targets, and what it does not claim. Never a time."""

import argparse
from datetime import date

import pytest

from motcua.console import bench
from motcua.console.benching import databases, filling, office
from motcua.console.benching.errors import NoPlaceToMeasure
from motcua.console.benching.run import Run
from motcua.console.benching.targets import MISSED, NOT_MEASURED, TARGETS, finding
from motcua.journal.rules import SYSTEM
from motcua.kernel.periods import Period
from motcua.organisation import services as organisation
from motcua.organisation.rules import NewUnit
from motcua.organisation.vocabulary import Level, UnitKind
from motcua.worktime import services as worktime

DOSSIERS = 120


@pytest.fixture
def a_small_run(transactional_db) -> Run:
    worktime.load_calendar(at=office.NOW)
    for number, slug, name in ((1, "xa-ba-vi", "Xã Ba Vì"), (2, "xa-ke", "Xã Kề")):
        organisation.create_unit(
            unit=NewUnit(
                slug=slug, kind=UnitKind.COMMUNE, level=Level.COMMUNE, name=name,
                period=Period(date(2020, 1, 1)), dossier_prefix=f"MAU.{number:05}",
            ),
            by=SYSTEM, at=office.NOW,
        )  # fmt: skip
    office.add_procedures()
    filling.fill(office.office(), dossiers=DOSSIERS, progress=lambda _label, _count: None)
    return Run(
        office.office(), DOSSIERS, 1, tell=lambda _line: None, batch=4, clients=2, old_steps=4,
        questions=8, imported=6,
    )  # fmt: skip


def test_every_target_is_told_once_and_nothing_is_claimed_for_more_dossiers(a_small_run):
    answer = bench.report(a_small_run, bench.measure(a_small_run))

    targets = {row["id"]: row for row in answer["targets"]}
    assert list(targets) == list(TARGETS)
    assert len(answer["targets"]) == len(TARGETS)
    for name, target in TARGETS.items():
        told = targets[name]
        assert (told["figure"] is None) <= (told["verdict"] == NOT_MEASURED)
        assert (target.asks > DOSSIERS) <= (told["verdict"] == NOT_MEASURED)
    assert targets["P7.equal"]["figure"] == 0
    assert targets["P2.rows"]["figure"] > 0
    assert answer["dossiers"] == DOSSIERS
    assert answer["environment"]["postgresql"]


def test_without_a_commune_there_is_nothing_to_measure(db):
    office_of_none = office.office
    with pytest.raises(NoPlaceToMeasure, match="no-serve"):
        office_of_none()


@pytest.mark.parametrize(
    ("id", "figure", "verdict"),
    [
        pytest.param("P2.calls", 8, "đạt", id="at most, reached exactly"),
        pytest.param("P2.calls", 9, MISSED, id="at most, passed"),
        pytest.param("P15", 30, "đạt", id="at least, reached exactly"),
        pytest.param("P15", 29, MISSED, id="at least, not reached"),
        pytest.param("P7.time", 1, NOT_MEASURED, id="asks for more dossiers"),
    ],
)
def test_a_verdict_follows_the_target(id, figure, verdict):
    assert finding(id, figure, dossiers=1_000_000).verdict == verdict


def test_fewer_rounds_than_five_are_refused(capsys):
    parser = argparse.ArgumentParser()
    bench.configure(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(["--rounds", "4"])
    assert parser.parse_args([]).dossiers == bench.SIZES[0]


def test_the_bench_has_a_database_of_its_own():
    assert bench.DATABASE == "bench"
    assert databases.current() != "motcua_bench"
