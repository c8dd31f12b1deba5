"""`./run import-history`: the contract's keys, the exit status, one sentence for a refusal."""

import argparse
import json
from pathlib import Path

import pytest

from motcua.console import import_history
from motcua.kernel.errors import Refusal
from motcua.organisation.services import load_units

ROOT = Path(__file__).resolve().parents[3]
MAPPING = ROOT / "mappings" / "receipt.yaml"
COLUMNS = (
    "case:concept:name", "case:channel", "case:startdate", "case:deadline", "case:enddate",
    "concept:name", "time:timestamp", "org:resource", "org:group",
)  # fmt: skip
ROW = (
    "case-1", "Internet", "2021-02-09 14:00:00+01:00", "2021-02-23 00:00:00+01:00", "",
    "T02", "2021-02-10 09:00:00+01:00", "Resource01", "Group 1",
)  # fmt: skip


@pytest.fixture(autouse=True)
def units(db: None) -> None:
    load_units()


def options(file: Path, *more: str, mapping: Path = MAPPING) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--format", choices=("table", "json"), default="table")
    import_history.configure(parser)
    return parser.parse_args([str(file), "--mapping", str(mapping), "--unit", "ba-vi", *more])


def a_file(folder: Path, *rows: tuple[str, ...]) -> Path:
    path = folder / "log.csv"
    path.write_text("\n".join(",".join(row) for row in (COLUMNS, *rows)), encoding="utf-8")
    return path


def test_the_answer_has_the_keys_of_the_contract(tmp_path, capsys):
    assert import_history.run(options(a_file(tmp_path, ROW), "--format", "json")) == 0

    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == {"rows", "dossiers", "anomalies", "seconds"}
    assert answer["dossiers"] == {"created": 1, "unchanged": 0, "refused": 0}
    assert {"kind", "dossiers"} <= set(answer["anomalies"][0])


def test_a_refused_case_gives_status_1_and_a_sentence_with_its_line(tmp_path, capsys):
    broken = (*ROW[:2], "2021-02-30", *ROW[3:])
    path = a_file(tmp_path, ROW, ("case-2", *broken[1:]))

    with pytest.raises(Refusal, match="dòng 3.*Chưa có gì được ghi"):
        import_history.run(options(path))
    assert import_history.run(options(path, "--keep-good")) == 1

    printed = capsys.readouterr()
    assert "dòng 3" in printed.err
    assert "2021-02-30" in printed.err
    assert "Hồ sơ mới: 1" in printed.out


@pytest.mark.parametrize(
    ("file", "mapping", "says"),
    [
        ("missing.csv", MAPPING, "không có tệp"),
        ("log.csv", Path("missing.yaml"), "không đọc được tệp “missing.yaml”"),
    ],
)
def test_what_is_not_there_is_refused_in_one_sentence(tmp_path, file, mapping, says):
    a_file(tmp_path, ROW)

    with pytest.raises(Refusal, match=says):
        import_history.run(options(tmp_path / file, mapping=mapping))


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)

    with pytest.raises(Refusal, match="200 MB, quá 150 MB"):
        import_history.run(options(path))


def test_an_unknown_unit_is_refused(tmp_path):
    given = options(a_file(tmp_path, ROW))
    given.unit = "khong-co"

    with pytest.raises(Refusal, match="khong-co"):
        import_history.run(given)
