"""`./run import-catalogue`: every difference in the answer, drafts, nothing the second time."""

import argparse
import json
from pathlib import Path

import pytest

from motcua.catalogue.services import load_catalogue
from motcua.console import import_catalogue
from motcua.console.import_catalogue import NoSuchFile
from motcua.journal.rules import SYSTEM
from motcua.pages.tests.house import BEGIN

HEAD = "Mã thủ tục;Có hiệu lực từ;Thời hạn giải quyết\r\n"
GOOD = "1.001193;01/01/2030;2 ngày làm việc\r\n"
WRONG = "1.004884;hôm nào;2 ngày làm việc\r\n"


@pytest.fixture(autouse=True)
def loaded(db: None) -> None:
    load_catalogue(by=SYSTEM, at=BEGIN)


def run(file: Path, *more: str) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--format", choices=("table", "json"), default="table")
    import_catalogue.configure(parser)
    options = parser.parse_args([str(file), "--source", "Cổng quốc gia", *more])
    return import_catalogue.run(options)


def a_file(folder: Path, *rows: str) -> Path:
    path = folder / "cap-nhat.csv"
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    return path


def test_the_answer_has_the_keys_of_the_contract(tmp_path, capsys):
    file = a_file(tmp_path, GOOD)
    assert run(file, "--format", "json", "--dry-run") == 0
    planned = json.loads(capsys.readouterr().out)
    assert (planned["written"], planned["counts"]["changed"]) == (False, 1)

    assert run(file, "--format", "json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == {"source", "written", "counts", "rows"}
    assert any("2 ngày làm việc" in one for one in answer["rows"][0]["differences"])

    assert run(file, "--format", "json") == 0
    again = json.loads(capsys.readouterr().out)
    assert again["counts"] == {"new": 0, "changed": 0, "unchanged": 1, "wrong": 0}


def test_a_wrong_row_is_named_and_nothing_is_written_unless_asked(tmp_path, capsys):
    file = a_file(tmp_path, GOOD, WRONG)
    assert run(file) == 1
    assert "1 dòng chưa đúng, chưa nhập dòng nào; dòng 3" in capsys.readouterr().err
    assert run(file, "--format", "json", "--keep-good") == 1
    assert json.loads(capsys.readouterr().out)["written"] is True
    with pytest.raises(NoSuchFile, match="Không mở được tệp"):
        run(tmp_path / "khong-co.csv")
