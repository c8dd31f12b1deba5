"""Templates: fields from a closed list, versions with dates, a second person, inheritance."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from motcua.documents import rules, selectors, services
from motcua.documents.errors import BrokenMergeField, TemplateRefused, UnknownMergeField
from motcua.documents.models import TemplateVersion
from motcua.documents.services import NewText
from motcua.journal.models import JournalEntry
from motcua.journal.rules import Actor
from motcua.kernel.periods import VIETNAM

NOW = datetime(2021, 2, 9, 14, tzinfo=VIETNAM)
TODAY, LATER = date(2021, 2, 9), date(2021, 3, 1)
LAN = Actor("lan", "Nguyễn Thị Lan", "Chuyên viên", "UBND thành phố")
AN = Actor("an", "Trần Văn An", "Chuyên viên", "UBND thành phố")
SLIP, CITY, COMMUNE = "giay-tiep-nhan", 7, 8
BODY = "# Giấy hẹn\nChủ hồ sơ: {chu_ho_so}\nMang theo giấy này."


def test_every_text_that_comes_with_the_program_holds_what_it_may() -> None:
    for one in selectors.shipped():
        rules.check_body(one.sheet, one.body)
    forms = {one.sheet.form_now for one in selectors.shipped()} - {""}
    assert forms == {"01", "02", "03", "04", "05", "06", "07"}


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("Chủ: {chu_ho_sơ}", "đứng lẻ"),
        ("Số: {so_ket_qua}", "Không có trường {so_ket_qua}"),
        ("Chủ {", "Dòng 1 có dấu"),
        ("a\nb }", "Dòng 2 có dấu"),
        ("{{ chu_ho_so }}", "đứng lẻ"),
        ("{chu_ho_so.__class__}", "đứng lẻ"),
        ("", "đang trống"),
    ],
)
def test_a_text_that_asks_for_more_is_refused_by_name(body: str, sentence: str) -> None:
    with pytest.raises((UnknownMergeField, BrokenMergeField, TemplateRefused), match=".") as told:
        rules.check_body(selectors.sheet(SLIP), rules.stored(body))
    assert sentence in str(told.value)


def test_what_a_person_wrote_never_becomes_a_field_or_a_heading() -> None:
    filled = rules.pieces(BODY, {"chu_ho_so": "# {ma_ho_so}\nHẹn: mai"})
    assert [(one.kind, one.label, one.text) for one in filled] == [
        ("title", "", "Giấy hẹn"),
        ("row", "Chủ hồ sơ", "# {ma_ho_so}\nHẹn: mai"),
        ("words", "", "Mang theo giấy này."),
    ]


def test_what_is_not_known_is_said() -> None:
    assert rules.merged("Hẹn {hen_tra}.", {}) == "Hẹn chưa có."


def test_reasons_are_whole_sentences_and_messages_are_short() -> None:
    with pytest.raises(TemplateRefused, match="Dòng 2"):
        rules.check_body(selectors.sheet("ly-do-tu-choi"), "Thiếu giấy.\nhết hạn")
    with pytest.raises(TemplateRefused, match="ký tự khi điền thử"):
        rules.check_body(selectors.sheet("tin-co-ket-qua"), "Kính gửi ông/bà " * 10)


def test_differences_name_what_is_gone_and_what_is_new() -> None:
    found = rules.differences("a\nb\nc", "a\nx\nc")
    assert [(one.kind, one.text) for one in found] == [
        ("same", "a"), ("gone", "b"), ("new", "x"), ("same", "c"),
    ]  # fmt: skip


def drafted(unit: int | None = None, body: str = BODY, on: date = TODAY) -> TemplateVersion:
    text = NewText(SLIP, unit, body, on, "rõ hơn")
    return services.write_draft(text=text, by=LAN, at=NOW)


@pytest.mark.django_db
def test_the_programs_words_are_version_1_and_are_entered_once() -> None:
    assert services.load_templates(at=NOW) == len(selectors.shipped())
    assert services.load_templates(at=NOW) == 0
    text = selectors.text_on(SLIP, units=(), on=date(2001, 1, 1))
    assert (text.number, text.unit) == (1, None)
    assert text.shipped


@pytest.mark.django_db
def test_a_second_person_publishes() -> None:
    services.load_templates(at=NOW)
    draft = drafted()
    assert draft.number == 2
    with pytest.raises(TemplateRefused, match="Người soạn không tự công bố"):
        services.publish(version_id=draft.pk, by=LAN, at=NOW)
    assert selectors.text_on(SLIP, units=(), on=TODAY).number == 1
    services.publish(version_id=draft.pk, by=AN, at=NOW)
    assert selectors.text_on(SLIP, units=(), on=TODAY).body == BODY
    with pytest.raises(TemplateRefused, match="không còn chờ"):
        services.publish(version_id=draft.pk, by=AN, at=NOW)
    acts = list(JournalEntry.objects.order_by("pk").values_list("act", "by__code"))
    assert acts[1:] == [("template.draft", "lan"), ("template.publish", "an")]


@pytest.mark.django_db
def test_the_table_itself_wants_two_persons() -> None:
    draft = drafted(unit=CITY)
    with pytest.raises(IntegrityError), transaction.atomic():
        TemplateVersion.objects.filter(pk=draft.pk).update(published_at=NOW, published_by="lan")


@pytest.mark.django_db
def test_a_version_holds_from_its_day_and_a_past_day_keeps_its_words() -> None:
    services.publish(version_id=drafted(on=LATER).pk, by=AN, at=NOW)
    assert selectors.text_on(SLIP, units=(), on=TODAY).number == 1
    assert selectors.text_on(SLIP, units=(), on=LATER).body == BODY


@pytest.mark.django_db
def test_a_unit_inherits_and_its_own_words_win() -> None:
    services.publish(version_id=drafted(unit=CITY).pk, by=AN, at=NOW)
    own = "# Giấy hẹn của xã\nHẹn trả: {hen_tra}"
    assert selectors.text_on(SLIP, units=(COMMUNE, CITY), on=TODAY).unit == CITY
    services.publish(version_id=drafted(unit=COMMUNE, body=own).pk, by=AN, at=NOW)
    assert selectors.text_on(SLIP, units=(COMMUNE, CITY), on=TODAY).body == own
    assert selectors.text_on(SLIP, units=(CITY,), on=TODAY).body == BODY
    assert selectors.text_on(SLIP, units=(99,), on=TODAY).shipped


@pytest.mark.django_db
def test_one_draft_at_a_time_and_a_discarded_number_is_not_used_again() -> None:
    first = drafted(unit=CITY)
    with pytest.raises(TemplateRefused, match="chờ công bố"):
        drafted(unit=CITY)
    services.discard(version_id=first.pk, by=LAN, at=NOW)
    assert drafted(unit=CITY, body=BODY + "\nXin cảm ơn.").number == 2


@pytest.mark.django_db
def test_words_do_not_change_for_days_that_are_past() -> None:
    with pytest.raises(TemplateRefused, match="không được trước hôm nay"):
        drafted(on=date(2021, 2, 8))
