"""A day at the command line is written as on paper or in ISO; anything else is one sentence."""

import pytest

from motcua.console import due, main, report
from motcua.console.written import in_iso
from motcua.kernel.errors import Refusal


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("30/06/2021", "2021-06-30"),
        ("1/7/2021", "2021-07-01"),
        ("30/06/2021 08:00", "2021-06-30 08:00"),
        ("30/06/2021T08:00+07:00", "2021-06-30T08:00+07:00"),
        ("2021-06-30", "2021-06-30"),
        ("30-06-2021", "30-06-2021"),
        ("30/06/20211", "30/06/20211"),
        ("٣0/06/2021", "٣0/06/2021"),
    ],
)
def test_a_day_as_on_paper_becomes_one_of_iso(text: str, iso: str) -> None:
    assert in_iso(text) == iso


def _options(*words: str):
    return main.parse(words, main.commands())


WHERE = ("report", "settlement", "--unit", "khong-co")


@pytest.mark.parametrize(
    "wrong", ["31/06/2021", "2021-06-31", "06/2021", "hôm qua", "", "0/0/0000"]
)
@pytest.mark.parametrize("option", ["--from", "--to", "--known-on"])
def test_a_day_that_is_none_is_one_sentence(option: str, wrong: str) -> None:
    given = {"--from": "01/01/2021", "--to": "30/06/2021", option: wrong}
    words = [word for pair in given.items() for word in pair]
    with pytest.raises(Refusal) as refused:
        report.run(_options(*WHERE, *words))
    assert "\n" not in str(refused.value)
    assert option in str(refused.value)


@pytest.mark.django_db
def test_both_ways_ask_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    for first, last in (("01/01/2021", "30/06/2021"), ("2021-01-01", "2021-06-30")):
        with pytest.raises(Refusal, match="Không có đơn vị"):
            report.run(_options(*WHERE, "--from", first, "--to", last, "--known-on", last))
    told = []
    for received in ("29/04/2021 15:30", "2021-04-29T15:30"):
        due.run(
            _options("due", "--received", received, "--limit", "5", "--unit-of-limit",
                     "working_day", "--format", "json")
        )  # fmt: skip
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert "2021-05-10" in told[0]
