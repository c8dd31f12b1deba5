"""`./run report settlement` and `./run tally`, as they are called."""

import json
from datetime import UTC, date, datetime

import pytest

from motcua.console import main
from motcua.kernel.errors import Refusal
from motcua.reports.tests.builders import a_district, a_procedure, spoil_cells, write
from motcua.tally.rules import Place, Standing, flow, stock
from motcua.tally.vocabulary import NEVER, Channel, Measure

PERIOD = ["--from", "2021-01-01", "--to", "2021-06-30"]


def settlement(*options: str) -> list[str]:
    return ["report", "settlement", "--unit", "ba-vi", *options]


@pytest.fixture
def one_dossier(db) -> None:
    district, procedure = a_district(), a_procedure()
    place = Place(district.pk, procedure.pk, procedure.field_id, Channel.ONLINE)
    open_ = Standing(Measure.OPEN, Measure.OPEN, NEVER, NEVER)
    day = date(2021, 6, 30)
    lines = (
        flow(Measure.RECEIVED, day=day, place=place),
        stock(open_, day=day, place=place, quantity=1),
    )
    write(1, lines, datetime(2021, 6, 30, 17, 30, tzinfo=UTC))


def test_json_goes_to_standard_output_alone(one_dossier, capsys):
    status = main.run(settlement(*PERIOD, "--by", "channel", "--format", "json"))

    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert (status, err) == (0, "")
    assert answer["total"]["received"]["online"] == 1
    assert [row["key"] for row in answer["rows"]] == ["online", "direct", "post"]
    assert all(check["ok"] for check in answer["checks"])


def test_the_last_day_is_counted_and_the_day_before_is_not_the_last(one_dossier, capsys):
    main.run(settlement("--from", "2021-01-01", "--to", "2021-06-29", "--format", "json"))

    assert json.loads(capsys.readouterr().out)["total"]["received"]["total"] == 0


def test_a_plain_table_has_numbers_definition_and_checks(one_dossier, capsys):
    main.run(settlement(*PERIOD))

    out = capsys.readouterr().out
    assert "Tổng số" in out
    assert "(13)" in out
    assert "Biểu số II.06a/VPCP/KSTT" in out
    assert "K1: (3) = (4) + (5) + (6): đạt." in out


@pytest.mark.parametrize(
    ("known_on", "expected"),
    [
        pytest.param("2021-07-01T00:29", 0, id="in Vietnamese time before it was written"),
        pytest.param("2021-07-01T00:31", 1, id="in Vietnamese time after it was written"),
        pytest.param("2021-06-30T17:31Z", 1, id="with a zone of its own"),
        pytest.param("2021-06-30", 0, id="a day means its end"),
        pytest.param("2021-07-01", 1, id="the next day"),
    ],
)
def test_known_on_gives_the_answer_of_that_instant(one_dossier, capsys, known_on, expected):
    main.run(settlement(*PERIOD, "--known-on", known_on, "--format", "json"))

    answer = json.loads(capsys.readouterr().out)
    assert answer["total"]["received"]["total"] == expected
    assert bool(answer["changes"]) is (expected == 0)


def test_the_plain_table_shows_what_is_otherwise_now(one_dossier, capsys):
    main.run(settlement(*PERIOD, "--known-on", "2021-06-30"))

    assert "Số liệu đã biết lúc 30/06/2021 23:59, nay khác" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--from", "2021-13-01", "--to", "2021-06-30"], "Không đọc được ngày “2021-13-01”"),
        (["--from", "2021-01-01", "--to", "30-06-2021"], "Không đọc được ngày “30-06-2021”"),
        (["--from", "2021-07-01", "--to", "2021-06-30"], "sau ngày cuối"),
        (["--from", "0001-01-01", "--to", "2021-06-30"], "từ 1900 đến 9000"),
        ([*PERIOD, "--known-on", "hôm qua"], "Không đọc được thời điểm “hôm qua”"),
        (PERIOD, "Không có đơn vị “ba-vi”"),
    ],
)
def test_bad_input_is_one_sentence(options, sentence):
    with pytest.raises(Refusal, match=sentence) as refusal:
        main.run(settlement(*options))

    assert "\n" not in str(refusal.value)


def test_the_fold_takes_what_waits(one_dossier, capsys):
    assert main.run(["tally", "fold", "--format", "json"]) == 0

    assert json.loads(capsys.readouterr().out)["cells_touched"] == 12
    main.run(["tally", "fold", "--format", "json"])
    assert json.loads(capsys.readouterr().out)["cells_touched"] == 0


def test_a_rebuild_changes_nothing_and_mends_what_was_wrong(one_dossier, capsys):
    main.run(["tally", "fold"])
    assert main.run(["tally", "rebuild"]) == 0
    assert "không ô nào đổi" in capsys.readouterr().out

    spoil_cells(axis=3, span=1)
    main.run(["tally", "rebuild", "--format", "json"])

    out, err = capsys.readouterr()
    assert json.loads(out) == {"cells_changed": 1}
    assert "Đã sửa: ô CHANNEL" in err
