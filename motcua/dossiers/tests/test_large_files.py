"""Files that would use up the memory or the day are refused in a sentence, or read in little."""

from pathlib import Path

import pytest

from motcua.dossiers.parsers import xes
from motcua.dossiers.parsers.errors import FileRefused
from motcua.dossiers.parsers.tables import read_csv
from motcua.dossiers.parsers.xes import read_xes

TRACE = (
    '<trace><string key="concept:name" value="A"/>'
    '<event><string key="e" value="1"/></event></trace>'
)


def test_a_header_of_too_many_columns_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{number}" for number in range(200_000)))
    with pytest.raises(FileRefused, match="200000 cột, nhiều nhất là 500"):
        read_csv(path)


def test_two_columns_of_one_name_are_still_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.csv"
    path.write_text("a,b,a\n1,2,3\n")
    with pytest.raises(FileRefused, match="hai cột cùng tên “a”"):
        read_csv(path)


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def test_what_stands_beside_the_traces_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "log.xes"
    beside = '<extension name="x"/><string key="k" value="v"/><!-- c --><?pi x?>\n'
    path.write_text(f"<log>{beside * 20_000}{TRACE}{beside * 20_000}{TRACE}</log>")
    assert [found for _, found in read_xes(path)] == [{"case:concept:name": "A", "e": "1"}] * 2
    # lxml's memory is not Python's: of the whole process, a few pages at most.
    before = _resident()
    assert max(_resident() for _ in read_xes(path)) - before < 8_000_000


@pytest.mark.parametrize(
    "inside", ['<event><string key="k" value="v"/></event>' * 60, "<list>" * 60 + "</list>" * 60]
)
def test_one_trace_that_is_too_large_or_too_deep_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    monkeypatch.setattr(xes, "_MOST_ELEMENTS", 100)
    path = tmp_path / "large.xes"
    path.write_text(f"<log><trace>{inside}</trace></log>")
    with pytest.raises(FileRefused, match="một phần tử quá lớn gần dòng 1"):
        list(read_xes(path))
