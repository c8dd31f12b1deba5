"""Receiving for an agency elsewhere, receiving with parts, and what their pages say."""

from datetime import datetime, timedelta

import pytest

from motcua.catalogue import services as catalogue
from motcua.catalogue.selectors import forget_routes
from motcua.catalogue.vocabulary import Level
from motcua.desk.tests.reading import fields, page_of, summary, words
from motcua.dossiers import services
from motcua.dossiers.vocabulary import Status
from motcua.journal.rules import SYSTEM
from motcua.kernel.periods import VIETNAM
from motcua.pages.tests.house import BEGIN, NOW, House
from motcua.pages.tests.tables import Component, Dossier, ProcedureVersion, TimeLimit
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


#: A day on which it is allowed: a pilot since 06/12/2021.
ALLOWED = datetime(2022, 2, 28, 9, 0, tzinfo=VIETNAM)


def test_before_its_day_nobody_is_offered_boundary_free_receipt(house: House) -> None:
    counter = house.client("tiepnhan")
    start = counter.get(f"/tiep-nhan/own/{house.procedure.slug}")
    page = f"/tiep-nhan/own/{house.procedure.slug}/phi-dia-gioi"
    assert page not in start.content.decode()
    assert "Chỉ nhận hồ sơ phi địa giới từ ngày 06/12/2021" in words(counter.get(page))


def test_a_boundary_free_dossier_is_received_for_another_unit(house: House, then) -> None:
    then.move_to(ALLOWED)
    counter = house.client("tiepnhan")
    start = counter.get(f"/tiep-nhan/own/{house.procedure.slug}")
    page = f"/tiep-nhan/own/{house.procedure.slug}/phi-dia-gioi"
    assert page in start.content.decode()

    opened = counter.get(page)
    assert "Nghị định 107/2021/NĐ-CP, chưa xác minh" in words(opened)
    typed = {**fields(opened), "owner_name": "Lê Thị Hòa", "settles": "xã"}
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

    # Until it is taken over it has a place of its own, with an age.
    then.move_to(ALLOWED + timedelta(days=2))
    listed = words(house.client("chutich").get("/don-vi?hang=chua-tinh-han"))
    assert "Quá hạn 1 ngày" in listed
    assert "chưa tính hạn; nhận trước" in listed


def test_the_competent_unit_enters_a_due_time_that_cannot_be_computed(house: House, then) -> None:
    then.move_to(ALLOWED)
    second_procedure(house)
    application = services.Application(
        house.units["own"].pk, house.procedure_without_limit.pk, Channel.DIRECT, "Lê Thị Hòa",
        settling_unit=house.units["sister"].pk, boundary_free=True,
    )  # fmt: skip
    counter = house.acting("tiepnhan")
    number = services.receive(application=application, by=counter, at=ALLOWED).id
    services.transfer(dossier_id=number, by=counter, at=ALLOWED)
    taker, page = house.client("xaben"), f"/ho-so/{number}/nhan-ban-giao"

    opened = taker.get(page)
    assert "Căn cứ của hẹn trả" in words(opened)
    empty = taker.post(page, fields(opened))
    assert [said for said, _ in summary(empty)][1:] == ["Ghi căn cứ của hẹn trả"]
    due = {"due_at_ngay": "25", "due_at_thang": "03", "due_at_nam": "2022", "due_at_gio": "16:30"}
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


def test_a_part_without_a_computable_limit_gets_a_due_time_of_its_own(house: House) -> None:
    second_procedure(house)
    counter, page = house.client("tiepnhan"), f"/tiep-nhan/own/{house.procedure.slug}/lien-thong"
    opened = fields(counter.get(page))
    assert "due_2_ngay" not in opened
    typed = {
        **opened, "owner_name": "Lê Thị Hòa", "part_1": house.procedure.slug,
        "part_2": house.procedure_without_limit.slug, "unit_2": "foreign",
    }  # fmt: skip
    asked = counter.post(page, typed)
    assert asked.status_code == 422
    assert "Hẹn trả phần 2" in words(asked)
    assert ("Ghi căn cứ của hẹn trả phần 2", True) in summary(asked)
    due = {"due_2_ngay": "26", "due_2_thang": "02", "due_2_nam": "2021", "due_2_gio": "16:30"}
    sent = counter.post(page, {**typed, **due, "ground_2": "QĐ 12, phần II"})
    assert sent.status_code == 302, words(sent)

    whole = Dossier.objects.get(parent=None)
    first, second = Dossier.objects.filter(parent=whole).order_by("pk")
    assert first.due_at == whole.due_at
    assert second.due_at == datetime(2021, 2, 26, 16, 30, tzinfo=VIETNAM)


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
    other = chair.get("/don-vi?hang=chuyen-muon&tu=01/01/2021&den=31/01/2021")
    assert "tiếp nhận trong thời gian này" in words(other)
    unread = chair.get("/don-vi?hang=chuyen-muon&tu=hôm+qua").content.decode()
    assert "hôm qua" in unread


def test_a_late_answer_is_listed_for_the_unit(house: House, then) -> None:
    number = house.processing()
    services.consult(
        dossier_id=number, unit_id=house.units["foreign"].pk, question="Có đúng không?",
        answer_by=NOW + timedelta(hours=2), by=house.acting("thuly"), at=NOW,
    )  # fmt: skip
    chair, address = house.client("chutich"), "/don-vi?hang=y-kien-qua-han"
    assert "Không có ý kiến nào quá hạn trả lời." in words(chair.get(address))
    then.move_to(NOW + timedelta(days=8))
    listed = words(house.client("chutich").get(address))
    assert "Lấy ý kiến Xã Khác" in listed
    assert "trả lời trước 09/02 16:00, quá hạn 6 giờ" in listed


def test_a_dossier_settled_late_shows_its_letter_of_apology(house: House, then) -> None:
    number, later = house.processing(), NOW + timedelta(days=30)
    then.move_to(later)
    chair = house.client("chutich")
    assert "có thư xin lỗi" not in words(chair.get(f"/ho-so/{number}"))
    services.apologise(
        dossier_id=number, promised_at=later + timedelta(days=2), reason="chậm",
        by=house.acting("chutich"), at=later,
    )  # fmt: skip
    assert "có thư xin lỗi" in words(chair.get(f"/ho-so/{number}"))


def test_where_a_limit_and_a_route_come_from_is_said(house: House) -> None:
    limits = TimeLimit.objects.all()
    limits.update(source="memory")
    forget_routes()
    number = house.processing()
    worker = house.client("thuly")
    assert "Nguồn: chưa xác minh" in words(worker.get(f"/ho-so/{number}"))
    slip = words(house.client("tiepnhan").get(f"/ho-so/{number}/giay-hen"))
    assert "5 ngày làm việc (nguồn: chưa xác minh)" in slip
    counter, page = house.client("tiepnhan"), f"/tiep-nhan/own/{house.procedure.slug}"
    typed = {**fields(counter.get(page)), "owner_name": "Lê Thị Hòa"}
    confirm = counter.get(counter.post(page, typed)["Location"])
    assert "Thời hạn 5 ngày làm việc (nguồn: chưa xác minh), tính từ" in words(confirm)


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


def test_the_screen_says_that_requests_before_and_after_receipt_count_apart(house: House) -> None:
    application = services.Application(
        house.units["own"].pk, house.procedure.pk, Channel.ONLINE, "Lê Thị Hòa"
    )
    counter = house.acting("tiepnhan")
    missing = services.Missing(["A"], "thiếu", legal_ground="luật")
    number = services.submit(application=application, by=counter, at=NOW)[0]
    services.ask_supplement(dossier_id=number, missing=missing, by=counter, at=NOW)
    services.accept_additions(dossier_id=number, by=counter, at=NOW)
    again = house.client("chutich").get(f"/ho-so/{number}/yeu-cau-bo-sung-truoc")
    assert "cả người đứng đầu Bộ phận Một cửa" in words(again)

    services.receive_submitted(dossier_id=number, by=counter, at=NOW)
    services.transfer(dossier_id=number, by=counter, at=NOW)
    services.take_over(dossier_id=number, by=house.acting("thuly"), at=NOW)
    asking = house.client("thuly").get(f"/ho-so/{number}/yeu-cau-bo-sung")
    assert "đây là cách hiểu của phần mềm" in words(asking)
