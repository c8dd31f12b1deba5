"""Receiving for an agency elsewhere, receiving with parts, and what their pages say."""

from datetime import timedelta

import pytest

from motcua.catalogue import services as catalogue
from motcua.catalogue.vocabulary import Level
from motcua.desk.tests.reading import fields, page_of, summary, words
from motcua.dossiers import services
from motcua.dossiers.vocabulary import Status
from motcua.journal.rules import SYSTEM
from motcua.pages.tests.house import BEGIN, NOW, House
from motcua.pages.tests.tables import Component, Dossier, ProcedureVersion
from motcua.tally.vocabulary import Channel

pytestmark = pytest.mark.usefixtures("then")


def second_procedure(house: House, *, limit: object = None) -> None:
    """A procedure whose limit nobody can compute."""
    sketch = catalogue.Sketch(
        name="Cấp thẻ bảo hiểm y tế", field_key="ho-tich", limit=limit,
        levels=(Level.COMMUNE,), valid_from=BEGIN.date(),
    )  # fmt: skip
    house.procedure_without_limit = catalogue.add_illustrative_procedure(
        sketch=sketch, by=SYSTEM, at=BEGIN
    )


def test_a_boundary_free_dossier_is_received_for_another_unit(house: House) -> None:
    counter = house.client("tiepnhan")
    start = counter.get(f"/tiep-nhan/own/{house.procedure.slug}")
    page = f"/tiep-nhan/own/{house.procedure.slug}/phi-dia-gioi"
    assert page in start.content.decode()

    typed = {**fields(counter.get(page)), "owner_name": "Lê Thị Hòa", "settles": "xã"}
    several = counter.post(page, typed)
    assert several.status_code == 422
    assert "Ghi thêm chữ" in summary(several)[0][0]
    sent = counter.post(page, {**typed, "settles": "minh quang"})
    assert sent.status_code == 302, words(sent)

    slip = words(counter.get(sent["Location"]))
    assert "tính từ khi Xã Minh Quang nhận hồ sơ" in slip
    dossier = Dossier.objects.get()
    assert (dossier.boundary_free, dossier.due_at) == (True, None)
    assert dossier.settling_unit_id == house.units["sister"].pk


def test_the_competent_unit_enters_a_due_time_that_cannot_be_computed(house: House) -> None:
    second_procedure(house)
    application = services.Application(
        house.units["own"].pk, house.procedure_without_limit.pk, Channel.DIRECT, "Lê Thị Hòa",
        settling_unit=house.units["sister"].pk, boundary_free=True,
    )  # fmt: skip
    counter = house.acting("tiepnhan")
    number = services.receive(application=application, by=counter, at=NOW).id
    services.transfer(dossier_id=number, by=counter, at=NOW)
    taker, page = house.client("xaben"), f"/ho-so/{number}/nhan-ban-giao"

    opened = taker.get(page)
    assert "Căn cứ của hẹn trả" in words(opened)
    empty = taker.post(page, fields(opened))
    assert [said for said, _ in summary(empty)][1:] == ["Ghi căn cứ của hẹn trả"]
    due = {"due_at_ngay": "26", "due_at_thang": "02", "due_at_nam": "2021", "due_at_gio": "16:30"}
    done = taker.post(page, {**fields(opened), **due, "ground": "QĐ 12, phần II"})
    assert done.status_code == 302, words(done)
    assert "16:30" in words(taker.get(f"/ho-so/{number}"))


def received_with_part(house: House) -> tuple[int, int]:
    counter, page = house.client("tiepnhan"), f"/tiep-nhan/own/{house.procedure.slug}/lien-thong"
    typed = {
        **fields(counter.get(page)), "owner_name": "Lê Thị Hòa",
        "part_1": house.procedure.slug, "unit_1": "foreign",
    }  # fmt: skip
    sent = counter.post(page, typed)
    assert sent.status_code == 302, words(sent)
    whole = Dossier.objects.get(parent=None)
    part = Dossier.objects.get(parent=whole)
    slip = words(counter.get(sent["Location"]))
    assert whole.code in slip
    assert part.code in slip
    return whole.pk, part.pk


def test_a_whole_is_received_with_its_parts_on_one_slip(house: House) -> None:
    whole, part = received_with_part(house)

    assert Dossier.objects.get(pk=part).settling_unit_id == house.units["foreign"].pk
    empty = house.client("tiepnhan").post(
        f"/tiep-nhan/own/{house.procedure.slug}/lien-thong", {"owner_name": "A", "channel": "1"}
    )
    assert ("Ghi thủ tục của phần 1", True) in summary(empty)
    assert Dossier.objects.get(pk=whole).status == Status.RECEIVED


def test_parts_and_whole_link_to_each_other_for_those_who_may_open_them(house: House) -> None:
    whole, part = received_with_part(house)
    here, there = house.client("tiepnhan"), house.client("xala")

    listed = page_of(here.get(f"/ho-so/{whole}?phan=giay-to"))
    assert listed.xpath(f"//main//a[@href='/ho-so/{part}']")
    assert page_of(here.get(f"/ho-so/{part}")).xpath(f"//main//a[@href='/ho-so/{whole}']")
    hidden = there.get(f"/ho-so/{part}")
    assert Dossier.objects.get(pk=whole).code in words(hidden)
    assert not page_of(hidden).xpath(f"//main//a[@href='/ho-so/{whole}']")


def test_a_part_that_is_due_after_the_whole_is_remarked(house: House) -> None:
    whole, part = received_with_part(house)
    client = house.client("tiepnhan")
    assert "sau hạn của hồ sơ này" not in words(client.get(f"/ho-so/{whole}"))

    later = Dossier.objects.get(pk=whole).due_at + timedelta(days=1)
    Dossier.objects.filter(pk=part).update(due_at=later)
    assert "sau hạn của hồ sơ này" in words(client.get(f"/ho-so/{whole}"))


def test_a_late_transfer_is_told_and_listed(house: House, then) -> None:
    late, early = house.receive(NOW - timedelta(days=1)), house.receive()
    chair = house.client("chutich")
    listed = chair.get("/don-vi?hang=chuyen-muon").content.decode()
    assert f'"/ho-so/{late}"' in listed
    assert f'"/ho-so/{early}"' not in listed

    services.transfer(dossier_id=late, by=house.acting("tiepnhan"), at=NOW)
    page = words(chair.get(f"/ho-so/{late}"))
    assert "chuyển muộn, hạn chuyển 17:00 ngày 08/02/2021" in page
    assert f'"/ho-so/{late}"' in chair.get("/don-vi?hang=chuyen-muon").content.decode()


def test_an_online_dossier_says_by_when_it_is_answered_and_why(house: House) -> None:
    application = services.Application(
        house.units["own"].pk, house.procedure.pk, Channel.ONLINE, "Lê Thị Hòa"
    )
    number = services.submit(application=application, by=house.acting("tiepnhan"), at=NOW)[0]

    page = words(house.client("tiepnhan").get(f"/ho-so/{number}"))
    assert "Trả lời trước" in page
    assert "8 giờ làm việc" in page
    assert "chưa xác minh" in page


def test_additions_are_chosen_from_the_components_of_the_procedure(house: House) -> None:
    version = ProcedureVersion.objects.get(procedure=house.procedure)
    tick = Component.objects.create(
        version=version, ordinal=1, name="Giấy chứng sinh", kind="submit", source="entered"
    )
    number = house.processing()
    worker, page = house.client("thuly"), f"/ho-so/{number}/yeu-cau-bo-sung"
    opened = worker.get(page)
    assert "Thành phần cần bổ sung" in words(opened)
    nothing = worker.post(page, {**fields(opened), "reason": "thiếu"})
    assert ("Chọn hoặc ghi ít nhất một giấy tờ cần bổ sung", True) in summary(nothing)
    sent = worker.post(page, {**fields(opened), "components": str(tick.pk), "reason": "thiếu"})
    assert sent.status_code == 302, words(sent)

    counter, accept = house.client("tiepnhan"), f"/ho-so/{number}/nhan-du-bo-sung"
    asked = counter.get(accept)
    assert "Giấy chứng sinh" in words(asked)
    short = counter.post(accept, fields(asked))
    assert "còn thiếu: Giấy chứng sinh" in words(short)
    assert counter.post(accept, {**fields(asked), "came": "0"}).status_code == 302
    told = words(counter.get(f"/ho-so/{number}?phan=giay-to"))
    assert "Giấy chứng sinh (đã nhận)" in told
