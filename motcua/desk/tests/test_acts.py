"""Every act of the life cycle has a form that does it, with labels, and without scripts."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from motcua.desk.acts import JOBS
from motcua.desk.tests.reading import fields, page_of, summary, unlabelled, words
from motcua.dossiers import services
from motcua.dossiers.vocabulary import ACTS, Deed
from motcua.pages.tests.house import NOW, House
from motcua.pages.tests.tables import JournalEntry
from motcua.tally.vocabulary import Channel

pytestmark = pytest.mark.usefixtures("then")
D = Deed


def moment(name: str, day: str = "26", month: str = "02") -> dict[str, str]:
    return {
        f"{name}_ngay": day, f"{name}_thang": month, f"{name}_nam": "2021", f"{name}_gio": "16:30"
    }  # fmt: skip


def handed(house: House) -> int:
    number = house.receive()
    services.transfer(dossier_id=number, by=house.acting("tiepnhan"), at=NOW)
    return number


def submitted(house: House) -> int:
    application = services.Application(
        house.units["own"].pk, house.procedure.pk, Channel.ONLINE, "Lê Thị Hòa"
    )
    return services.submit(application=application, by=house.acting("tiepnhan"), at=NOW)[0]


def supplement(house: House) -> int:
    before = NOW - timedelta(hours=3)
    number = house.processing(before)
    missing = services.Missing(
        ["A"], "thiếu", legal_ground="luật", answer_by=NOW - timedelta(hours=1)
    )
    services.ask_supplement(
        dossier_id=number, missing=missing, by=house.acting("chutich"), at=before
    )
    return number


def obliged(house: House) -> int:
    number = house.processing()
    services.ask_obligation(dossier_id=number, reason="lệ phí", by=house.acting("thuly"), at=NOW)
    return number


def paused(house: House) -> int:
    number = house.processing()
    services.pause(
        dossier_id=number, legal_ground="luật", document="1", by=house.acting("chutich"), at=NOW
    )
    return number


def asked(house: House) -> int:
    number, unit = house.processing(), house.units["own"].pk
    services.consult(
        dossier_id=number, unit_id=unit, question="Có trùng không?",
        answer_by=NOW + timedelta(days=3), by=house.acting("thuly"), at=NOW,
    )  # fmt: skip
    return number


def to_approve(house: House) -> int:
    number = house.processing()
    services.complete_step(dossier_id=number, by=house.acting("thuly"), at=NOW)
    services.take_over(dossier_id=number, by=house.acting("chutich"), at=NOW)
    return number


def to_issue(house: House) -> int:
    number = to_approve(house)
    services.approve(dossier_id=number, by=house.acting("chutich"), at=NOW)
    services.take_over(dossier_id=number, by=house.acting("vanthu"), at=NOW)
    return number


def issued(house: House) -> int:
    number = to_issue(house)
    paper = services.ResultPaper("1/GKS", "Giấy khai sinh", "Chủ tịch")
    services.issue_result(dossier_id=number, paper=paper, by=house.acting("vanthu"), at=NOW)
    return number


def late(house: House) -> int:
    return house.processing(NOW - timedelta(days=30))


REASON = {"reason": "có lý do"}
MISSING = {"items": "A\nB", "legal_ground": "luật", **REASON}
GROUND = {"legal_ground": "Luật Đất đai, Điều 1", "document": "1/TB"}
#: deed → how the dossier comes to stand there, who does it, what is typed.
ROWS: dict[Deed, tuple[Callable[[House], int], str, dict[str, str]]] = {
    D.RECEIVE: (submitted, "tiepnhan", {}),
    D.TAKE_OVER: (handed, "thuly", {}),
    D.TRANSFER: (House.receive, "tiepnhan", {}),
    D.APPROVE: (to_approve, "chutich", {"verdict": "no", **REASON}),
    D.ISSUE_RESULT: (to_issue, "vanthu", {"number": "1", "name": "Giấy", "signer": "Chủ tịch"}),
    D.COMPLETE_STEP: (House.processing, "thuly", {}),
    D.ACCEPT_ADDITIONS: (supplement, "tiepnhan", {"came": "0"}),
    D.MEET_OBLIGATION: (obliged, "thuly", {"document": "biên lai 1"}),
    D.RESUME: (paused, "chutich", REASON),
    D.RETURN_RESULT: (issued, "tiepnhan", {"receiver": "Lê Thị Hòa", "proof": "ký nhận"}),
    D.ANSWER_CONSULTATION: (asked, "thuly", {"answer": "không trùng"}),
    D.SEND_ADDITIONS: (supplement, "tiepnhan", {"note": "giấy chứng sinh"}),
    D.ASK_SUPPLEMENT: (House.processing, "thuly", MISSING),
    D.ASK_SUPPLEMENT_BEFORE_RECEIPT: (submitted, "tiepnhan", MISSING),
    D.APOLOGISE: (late, "chutich", {**moment("promised_at"), **REASON}),
    D.EXTEND: (House.processing, "chutich", {**moment("new_due_at"), **REASON}),
    D.SEND_BACK: (House.processing, "thuly", {"to_key": "receive", **REASON}),
    D.REFUSE_HAND_OVER: (handed, "thuly", REASON),
    D.ASSIGN: (handed, "chutich", REASON),
    D.CONSULT: (House.processing, "thuly", {"question": "Có trùng không?", **moment("answer_by")}),
    D.ASK_OBLIGATION: (House.processing, "thuly", REASON),
    D.PAUSE: (House.processing, "chutich", GROUND),
    D.MOVE: (House.processing, "chutich", REASON),
    D.CORRECT: (House.processing, "chutich", {"channel": "2", **REASON}),
    D.WITHDRAW: (House.processing, "tiepnhan", REASON),
    D.MISS_SUPPLEMENT_TERM: (supplement, "chutich", REASON),
    D.STOP_SETTLING: (House.processing, "chutich", GROUND),
    D.REFUSE_RECEIPT: (submitted, "tiepnhan", REASON),
}
#: Fields whose choice is the first of what the page offers.
FIRST = ("holder", "unit_id")


def test_every_act_has_a_form_or_a_reason_to_have_none() -> None:
    by_the_system = {deed for deed, act in ACTS.items() if not act.roles}
    assert set(JOBS) | by_the_system | {Deed.SUBMIT} == set(Deed)
    assert set(ROWS) == set(JOBS)
    assert len({job.address for job in JOBS.values()}) == len(JOBS)


@pytest.mark.parametrize("deed", ROWS, ids=str)
def test_an_act_is_done_by_its_form(house: House, deed: Deed) -> None:
    begin, who, given = ROWS[deed]
    number, job, client = begin(house), JOBS[deed], house.client(who)
    page = f"/ho-so/{number}/{job.address}"

    opened = client.get(page)
    assert opened.status_code == 200, words(opened)
    assert job.effect in words(opened)
    assert unlabelled(opened) == []
    first = _first_choices(opened)
    sent = client.post(page, {**fields(opened), **first, **given})
    assert sent.status_code == 302, words(sent)
    newest = JournalEntry.objects.filter(head__subject=str(number)).latest("number")
    assert newest.act == deed
    assert client.get(sent["Location"]).status_code in (200, 404)  # moved out of sight


def _first_choices(response) -> dict[str, str]:
    page, found = page_of(response), {}
    for name in FIRST:
        values = page.xpath(f"//*[@name='{name}']/@value | //select[@name='{name}']/option/@value")
        chosen = [value for value in values if value]
        if chosen:
            found[name] = chosen[0]
    return found


@pytest.mark.parametrize("deed", [deed for deed, (_, _, given) in ROWS.items() if given], ids=str)
def test_an_empty_form_says_what_to_mend_at_its_place(house: House, deed: Deed) -> None:
    begin, who, _ = ROWS[deed]
    number = begin(house)
    response = house.client(who).post(f"/ho-so/{number}/{JOBS[deed].address}", {"reason": ""})

    assert response.status_code == 422
    assert summary(response)
    assert all(leads for _, leads in summary(response))


def test_the_page_offers_only_acts_that_open(house: House) -> None:
    for number, who in ((house.processing(), "thuly"), (late(house), "chutich"),
                        (submitted(house), "tiepnhan"), (issued(house), "tiepnhan")):  # fmt: skip
        client = house.client(who)
        page = client.get(f"/ho-so/{number}").content.decode()
        offered = [job for job in JOBS.values() if f'/ho-so/{number}/{job.address}"' in page]
        assert offered
        for job in offered:
            assert client.get(f"/ho-so/{number}/{job.address}").status_code == 200
