"""A procedure is changed as a new version that a second person publishes."""

from dataclasses import replace
from datetime import date

import pytest

from motcua.catalogue import selectors
from motcua.catalogue.errors import (
    DraftNotFound,
    RouteRefused,
    SamePersonRefused,
    VersionRefused,
)
from motcua.catalogue.models import Procedure, ProcedureVersion, Route
from motcua.catalogue.rules import ComponentDraft, LimitDraft, version_differences
from motcua.catalogue.services import (
    NewProcedure,
    add_procedure,
    end_procedure,
    ensure_field,
    propose_end,
    publish_route,
    publish_version,
    publish_with_routes,
    revise_route,
    revise_version,
    start_route,
    start_version,
    withdraw_end,
    withdraw_route,
    withdraw_version,
)
from motcua.catalogue.tests.drafted import (
    AT,
    ONE,
    THREE,
    TWO,
    a_draft,
    a_published_version,
)
from motcua.catalogue.vocabulary import Channel, Level
from motcua.journal.models import JournalEntry

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)


def a_new_version() -> ProcedureVersion:
    published = a_published_version()
    return start_version(procedure_id=published.procedure_id, valid_from=JULY, by=ONE, at=AT)


def acts() -> list[str]:
    return list(JournalEntry.objects.order_by("pk").values_list("act", flat=True))


def test_a_stored_version_reads_back_as_the_draft_that_stored_it():
    published = a_published_version()
    assert replace(selectors.draft_of(version_id=published.pk), facts={}) == a_draft()


def test_a_new_version_copies_the_last_one_with_its_routes():
    version = a_new_version()
    draft = selectors.draft_of(version_id=version.pk)

    assert [one.sentence for one in version_differences(a_draft(), draft)] == [
        "Ngày có hiệu lực: từ “01/01/2026” thành “01/07/2026”."
    ]
    route = Route.objects.get(version=version)
    assert (route.state, route.source["copied_from"]) == ("draft", "thu")
    with pytest.raises(VersionRefused, match="đang có một bản dự thảo"):
        start_version(procedure_id=version.procedure_id, valid_from=JULY, by=TWO, at=AT)


def test_the_difference_stands_in_plain_words():
    changed = a_draft(
        time_limits=(LimitDraft(2, "working_day"), LimitDraft(1, "same_day", "", Channel.ONLINE)),
        components=(ComponentDraft("Tờ khai", originals=2), ComponentDraft("Ảnh", copies=1)),
        applicants=None,
    )
    assert [one.sentence for one in version_differences(a_draft(), changed)] == [
        "Đối tượng thực hiện: bỏ “Cá nhân”.",
        "Thời hạn giải quyết: từ “3 ngày làm việc” thành “2 ngày làm việc”.",
        "Thời hạn giải quyết: thêm “trong ngày (trực tuyến)”.",
        "Giấy tờ: bỏ “Bản sao”.",
        (
            "Giấy tờ “Tờ khai”: từ “phải nộp; 1 bản chính, 0 bản sao” thành "
            "“phải nộp; 2 bản chính, 0 bản sao”."
        ),
        "Giấy tờ: thêm “Ảnh”.",
    ]


def test_whoever_changed_a_draft_is_not_the_second_person():
    version = a_new_version()
    draft = a_draft(valid_from=JULY, time_limits=(LimitDraft(2, "working_day"),))
    revise_version(version_id=version.pk, draft=draft, by=TWO, at=AT)

    for person in (ONE, TWO):
        with pytest.raises(SamePersonRefused):
            publish_version(version_id=version.pk, by=person, at=AT)
    entry = JournalEntry.objects.order_by("-pk")[0]
    assert entry.payload["changes"] == [
        "Thời hạn giải quyết: từ “3 ngày làm việc” thành “2 ngày làm việc”."
    ]


def test_saving_a_draft_unchanged_writes_no_line():
    version = a_new_version()
    before = acts()
    revise_version(version_id=version.pk, draft=a_draft(valid_from=JULY), by=TWO, at=AT)
    assert acts() == before


def test_version_and_routes_are_published_together_or_not_at_all():
    version = a_new_version()
    route = Route.objects.get(version=version)
    shorter = a_draft(valid_from=JULY, time_limits=(LimitDraft(2, "working_day"),))
    revise_version(version_id=version.pk, draft=shorter, by=ONE, at=AT)

    with pytest.raises(RouteRefused, match="24 giờ làm việc, vượt .* là 16 giờ"):
        publish_with_routes(version_id=version.pk, by=TWO, at=AT)
    version.refresh_from_db()
    assert version.state == "draft"

    steps = [
        replace(step, minutes=(step.minutes or 0) // 2)
        for step in selectors.route_draft_of(route_id=route.pk).steps
    ]
    assert revise_route(route_id=route.pk, steps=steps, by=ONE, at=AT)[0] == (
        "Bước “Tiếp nhận, kiểm tra hồ sơ, số hóa, chuyển xử lý”, số giờ: "
        "từ “1,92 giờ” thành “0,95 giờ”."
    )
    publish_with_routes(version_id=version.pk, by=TWO, at=AT)
    assert selectors.route_for(version_id=version.pk, level="commune").id == route.pk
    # A dossier of June keeps the route it was received under.
    june = selectors.version_on(procedure_id=version.procedure_id, on=date(2026, 6, 30))
    assert selectors.route_for(version_id=june.pk, level="commune").key == "thu"


def test_a_longer_limit_lets_the_copied_route_take_longer():
    version = a_new_version()
    longer = a_draft(valid_from=JULY, time_limits=(LimitDraft(5, "working_day"),))
    revise_version(version_id=version.pk, draft=longer, by=ONE, at=AT)
    route = Route.objects.get(version=version)
    assert selectors.route_table(route_id=route.pk).allowed == 5 * 480


def test_a_draft_is_withdrawn_with_its_routes_and_the_journal_remembers():
    version = a_new_version()
    withdraw_version(version_id=version.pk, by=THREE, at=AT)

    assert ProcedureVersion.objects.count() == Route.objects.count() == 1
    assert acts()[-1] == "withdraw_version"
    with pytest.raises(DraftNotFound):
        withdraw_version(version_id=version.pk, by=THREE, at=AT)
    published = ProcedureVersion.objects.get()
    with pytest.raises(DraftNotFound):
        withdraw_version(version_id=published.pk, by=THREE, at=AT)
    with pytest.raises(DraftNotFound):
        revise_version(version_id=published.pk, draft=a_draft(), by=THREE, at=AT)


def test_a_procedure_ends_with_a_day_that_a_second_person_confirms():
    published = a_published_version()
    number = published.procedure_id
    with pytest.raises(VersionRefused, match="từ ngày đó trở đi"):
        propose_end(procedure_id=number, last_on=date(2025, 12, 31), by=ONE, at=AT)
    propose_end(procedure_id=number, last_on=date(2026, 12, 31), by=ONE, at=AT)
    with pytest.raises(SamePersonRefused):
        end_procedure(procedure_id=number, by=ONE, at=AT)
    assert selectors.version_on(procedure_id=number, on=date(2027, 1, 1)) == published

    end_procedure(procedure_id=number, by=TWO, at=AT)

    assert selectors.version_on(procedure_id=number, on=date(2026, 12, 31)) == published
    assert selectors.version_on(procedure_id=number, on=date(2027, 1, 1)) is None
    with pytest.raises(DraftNotFound):
        end_procedure(procedure_id=number, by=TWO, at=AT)


def test_a_proposed_end_is_taken_back():
    number = a_published_version().procedure_id
    with pytest.raises(DraftNotFound):
        withdraw_end(procedure_id=number, by=ONE, at=AT)
    propose_end(procedure_id=number, last_on=date(2026, 12, 31), by=ONE, at=AT)
    withdraw_end(procedure_id=number, by=TWO, at=AT)
    assert Procedure.objects.get(pk=number).end_proposed_on is None


def test_a_new_procedure_begins_as_an_empty_draft():
    ensure_field(key="thu", name="Thử")
    new = NewProcedure("Xác nhận việc mới", "thu", None, (Level.COMMUNE,))
    version = add_procedure(new=new, valid_from=JULY, by=ONE, at=AT)

    assert version.procedure.slug == "x-xac-nhan-viec-moi"
    with pytest.raises(VersionRefused, match="đã có thủ tục"):
        add_procedure(new=new, valid_from=JULY, by=ONE, at=AT)
    with pytest.raises(VersionRefused, match="còn thiếu: trình tự thực hiện"):
        publish_version(version_id=version.pk, by=TWO, at=AT)


def test_a_route_is_begun_plain_and_every_fault_stands_at_its_row():
    version = a_published_version(levels=(Level.COMMUNE, Level.DISTRICT))
    route = start_route(version_id=version.pk, level=Level.DISTRICT, case="", by=ONE, at=AT)
    assert selectors.route_table(route_id=route.pk).faults == ()

    steps = list(selectors.route_draft_of(route_id=route.pk).steps)
    steps[1] = replace(steps[1], role=None, minutes=None)
    steps[2] = replace(steps[2], back_to=("issue",), minutes=24 * 60)
    revise_route(route_id=route.pk, steps=steps, by=ONE, at=AT)
    table = selectors.route_table(route_id=route.pk)

    assert [fault.row for fault in table.faults] == [2, 2, 3, 0]
    assert "trả về “Đóng dấu, cấp số, ban hành”" in table.faults[2].sentence
    with pytest.raises(RouteRefused, match="chưa có vai"):
        publish_route(route_id=route.pk, by=TWO, at=AT)
    with pytest.raises(RouteRefused, match="đã có quy trình cho cấp huyện"):
        start_route(version_id=version.pk, level=Level.DISTRICT, case="", by=ONE, at=AT)
    withdraw_route(route_id=route.pk, by=ONE, at=AT)
    with pytest.raises(DraftNotFound):
        selectors.route_table(route_id=route.pk)


def test_the_list_is_searched_without_tone_marks_by_field_level_and_state():
    a_new_version()
    on = date(2026, 6, 1)
    [line] = selectors.procedure_lines(on=on, words="THU dang ky")

    assert (line.code, line.limit, line.state, line.drafts) == (
        "9.000001", "3 ngày làm việc", "published", 1
    )  # fmt: skip
    for asked in ({"words": "khac"}, {"level": "district"}, {"field_key": "x"}, {"state": "ended"}):
        assert selectors.procedure_lines(on=on, **asked) == ()
    assert selectors.procedure_lines(on=on, state="draft") == (line,)
    assert selectors.procedure_lines(on=date(2025, 1, 1))[0].state == "coming"


def test_the_list_asks_a_fixed_number_of_statements(django_assert_num_queries):
    a_new_version()
    with django_assert_num_queries(3):
        selectors.procedure_lines(on=JULY)
