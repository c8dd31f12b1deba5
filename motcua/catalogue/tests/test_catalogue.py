"""What is loaded, what is valid when, and who may change it."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from motcua.catalogue import selectors
from motcua.catalogue.errors import (
    RouteRefused,
    SamePersonRefused,
    UnknownField,
    UnknownProcedure,
    VersionRefused,
)
from motcua.catalogue.models import (
    Field,
    Procedure,
    ProcedureVersion,
    Route,
    RouteStep,
    TimeLimit,
)
from motcua.catalogue.rules import (
    ComponentDraft,
    LimitDraft,
    RouteDraft,
    VersionDraft,
    check_route,
    limit_minutes,
    pattern_steps,
)
from motcua.catalogue.services import (
    Loaded,
    Sketch,
    add_illustrative_procedure,
    draft_route,
    draft_version,
    ensure_field,
    load_catalogue,
    publish_route,
    publish_version,
)
from motcua.catalogue.vocabulary import UNIT_LABELS, Block, Channel, Level, Mark
from motcua.journal.models import JournalEntry
from motcua.journal.rules import SYSTEM, Actor
from motcua.worktime.rules import Limit
from motcua.worktime.vocabulary import LimitUnit

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
DRAFTER = Actor("cb-01", "Nguyễn Thị Soạn", "Chuyên viên", "Văn phòng")
PUBLISHER = Actor("cb-02", "Trần Văn Duyệt", "Phó Chánh Văn phòng", "Văn phòng")

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> Loaded:
    return load_catalogue(by=SYSTEM, at=AT)


def a_draft(**changes: object) -> VersionDraft:
    values = {
        "name": "Đăng ký thử",
        "valid_from": date(2026, 1, 1),
        "levels": (Level.COMMUNE,),
        "competence": "Cấp xã",
        "channels": (Channel.COUNTER,),
        "sequence": "Nộp, thẩm tra, trả kết quả",
        "applicants": "Cá nhân",
        "conditions": "không quy định",
        "time_limits": (LimitDraft(3, "working_day"),),
        "components": (ComponentDraft("Tờ khai", originals=1),),
    }
    return VersionDraft(**{**values, **changes})


def a_procedure() -> Procedure:
    return Procedure.objects.create(
        code="9.000001", slug="9.000001", name="Đăng ký thử",
        field=ensure_field(key="thu", name="Thử"),
    )  # fmt: skip


def a_published_version() -> ProcedureVersion:
    version = draft_version(procedure_id=a_procedure().pk, draft=a_draft(), by=DRAFTER, at=AT)
    return publish_version(version_id=version.pk, by=PUBLISHER, at=AT)


def a_route_draft(budget: int = 24 * 60, **changes: object) -> RouteDraft:
    steps = pattern_steps(budget, one_stop="one_stop_commune", office="commune_office")
    values = {"key": "thu", "level": Level.COMMUNE, "steps": steps, "budget_minutes": budget}
    return RouteDraft(**{**values, **changes})


def version(code: str, on: date) -> ProcedureVersion | None:
    return selectors.version_on(procedure_id=selectors.procedure_by_slug(code).pk, on=on)


def test_fifty_one_procedures_and_sixty_nine_routes_come_with_the_product(loaded):
    assert Procedure.objects.count() == 51
    assert Field.objects.count() == 14
    # 1.014027 did not exist in 2021; the other fifty have a version of each period.
    assert Counter(row.facts["period"] for row in ProcedureVersion.objects.order_by("pk")) == {
        "y2021": 50,
        "now": 51,
    }
    written = Route.objects.exclude(source__has_key="carried_from")
    assert written.count() == 69
    assert loaded == Loaded(14, 51, 101, Route.objects.count())


def test_a_second_load_changes_nothing_and_writes_no_line(loaded):
    lines = JournalEntry.objects.count()

    assert load_catalogue(by=SYSTEM, at=AT).rows == 0
    assert JournalEntry.objects.count() == lines == 1


def test_every_published_route_passes_the_checks(loaded):
    published = Route.objects.filter(state="published").order_by("pk")
    assert [row.key for row in Route.objects.filter(state="draft")] == ["2.002307@y2021"]
    for route in published:
        steps = selectors.plans(list(route.steps.order_by("ordinal")))
        cases = {limit["case"]: limit["minutes"] for limit in route.case_limits}
        check_route(steps, limit_minutes=route.limit_minutes, case_minutes=cases)
        counted = limit_minutes(route.limit_value, route.limit_unit)
        assert counted is None or counted == route.limit_minutes, route.key


def test_a_former_route_is_carried_over_where_the_present_limit_can_be_counted(loaded):
    carried = Route.objects.filter(source__has_key="carried_from")

    assert carried.count() == 22
    births = carried.get(key="1.001193@two_tier-carried")
    assert births.version.valid_from == date(2025, 7, 1)
    assert births.source["hours"] == Mark.CARRIED
    units = births.steps.order_by("ordinal").values_list("unit_key", flat=True)
    assert units[0] == "service_center_commune"
    assert not any("district" in unit for unit in units)
    # The portal prints "1" without a unit: nothing is inferred, no route is carried.
    assert not carried.filter(version__procedure__slug="2.000720").exists()


def test_every_step_names_a_unit_with_a_label(loaded):
    used = set(RouteStep.objects.values_list("unit_key", flat=True))
    assert used <= UNIT_LABELS.keys()


@pytest.mark.parametrize("code", ["1.010833", "1.010803"])
def test_two_procedures_of_persons_with_merit_are_valid_from_15_02_2022(loaded, code):
    assert version(code, date(2022, 2, 14)) is None
    assert version(code, date(2022, 2, 15)) is not None


def test_the_version_follows_the_day(loaded):
    before, after = version("2.000806", date(2025, 6, 30)), version("2.000806", date(2025, 7, 1))

    assert before is not None
    assert after is not None
    assert before.levels == ["district"]
    assert after.levels == ["commune"]
    assert selectors.limit_of(version_id=before.pk) == Limit(15, LimitUnit.CALENDAR_DAY)
    assert selectors.limit_of(version_id=after.pk) == Limit(5, LimitUnit.WORKING_DAY)
    assert version("2.000806", date(2018, 6, 20)) is None
    assert version("1.014027", date(2021, 11, 8)) is None


def test_what_is_unknown_stays_unknown(loaded):
    building = version("1.013229", date(2021, 11, 8))
    household = version("2.000720", date(2026, 11, 8))
    martyrs = version("1.010803", date(2023, 1, 1))
    veterans = version("2.002307", date(2021, 11, 8))

    assert building.code is None
    assert building.channels is None
    assert selectors.limit_of(version_id=household.pk) is None
    assert selectors.limit_of(version_id=martyrs.pk) is None
    assert selectors.time_limit_of(version_id=martyrs.pk).unit == LimitUnit.MIXED_DAY
    assert selectors.time_limit_of(version_id=veterans.pk).source == Mark.UNKNOWN
    assert selectors.route_for(version_id=veterans.pk, level=Level.COMMUNE) is None


def test_a_limit_may_differ_by_case_and_channel(loaded):
    land = version("1.013978", date(2026, 11, 8)).pk
    pavement = version("1.013274", date(2026, 11, 8)).pk

    assert selectors.limit_of(version_id=land, channel="counter") == Limit(
        27, LimitUnit.WORKING_DAY
    )
    assert selectors.limit_of(version_id=land, channel="online") == Limit(17, LimitUnit.WORKING_DAY)
    assert selectors.limit_of(version_id=pavement) == Limit(5, LimitUnit.WORKING_DAY)
    assert selectors.limit_of(version_id=pavement, case="Đám tang", channel="post") == Limit(
        1, LimitUnit.SAME_DAY
    )
    assert selectors.limit_of(version_id=pavement, case="Không có") is None


def test_routes_are_found_by_version_level_and_case(loaded, django_assert_num_queries):
    selectors.forget_routes()
    births = version("1.001193", date(2021, 3, 1)).pk
    with django_assert_num_queries(3):
        route = selectors.route_for(version_id=births, level="commune")
    with django_assert_num_queries(0):
        assert selectors.route_for(version_id=births, level="commune") is route

    assert [step.key for step in route.steps] == [
        "receive", "appraise", "approve", "issue", "return"
    ]  # fmt: skip
    assert sum(step.minutes for step in route.steps) == 8 * 60
    assert route.step("appraise").back_to == ("receive",)
    assert route.step("return").counts is False
    interlinked = selectors.route_for(
        version_id=births,
        level="commune",
        case="Liên thông khai sinh, đăng ký thường trú, thẻ BHYT",
    )
    assert interlinked.key == "2.002621@y2021"
    assert selectors.route_for(version_id=births, level="province") is None
    correction = version("1.004859", date(2021, 3, 1)).pk
    assert selectors.route_for(version_id=correction, level="district").key == "2.000748@y2021"


def test_procedures_are_listed_by_day_and_level(loaded):
    on = date(2021, 3, 1)
    communes = {row.slug for row in selectors.procedures(on=on, level=Level.COMMUNE)}
    districts = {row.slug for row in selectors.procedures(on=on, level=Level.DISTRICT)}

    assert len(selectors.procedures(on=on)) == 48
    assert "1.001193" in communes - districts
    assert "1.001612" in districts - communes
    assert "2.000635" in communes & districts
    assert "1.004222" not in communes | districts
    assert selectors.procedures(on=date(2026, 1, 1), level=Level.DISTRICT) == ()
    assert {row.field.key for row in selectors.procedures(on=on, field_key="do-thi")} == {"do-thi"}


def test_a_page_of_a_version_has_all_parts_in_few_queries(loaded, django_assert_num_queries):
    births = version("1.001193", date(2026, 3, 1)).pk
    with django_assert_num_queries(5):
        facts = selectors.version_facts(version_id=births)

    assert len(facts.components) == 6
    assert facts.levies[0].text == "Miễn phí (cả 3 kênh)"
    assert facts.version.result_type.code == "KQ.G15.000031"
    assert facts.version.facts["competence"]["source"] == Mark.SEEN
    # The sequence and who may apply were not read: the page lists them as missing.
    assert facts.missing == (Block.SEQUENCE, Block.APPLICANTS)
    assert len(selectors.incomplete(on=date(2026, 3, 1))) == 51


def test_facts_read_for_the_present_are_marked_in_an_earlier_version(loaded):
    births = selectors.version_facts(version_id=version("1.001193", date(2021, 3, 1)).pk)

    assert {paper.source for paper in births.components} == {Mark.CARRIED}
    assert births.time_limits[0].source == Mark.SEEN


def test_an_unknown_procedure_or_field_is_refused_with_a_sentence():
    with pytest.raises(UnknownProcedure, match=r"không có thủ tục “1\.999999”"):
        selectors.procedure_by_slug("1.999999")
    with pytest.raises(UnknownField, match="không có lĩnh vực “khac”"):
        selectors.field_by_key("khac")


def test_the_drafter_cannot_publish_a_version_or_a_route():
    procedure = a_procedure()
    draft = draft_version(procedure_id=procedure.pk, draft=a_draft(), by=DRAFTER, at=AT)
    route = draft_route(version_id=draft.pk, draft=a_route_draft(), by=DRAFTER, at=AT)

    with pytest.raises(SamePersonRefused):
        publish_version(version_id=draft.pk, by=DRAFTER, at=AT)
    with pytest.raises(SamePersonRefused):
        publish_route(route_id=route.pk, by=DRAFTER, at=AT)
    for row in (draft, route):
        with pytest.raises(IntegrityError, match="by_a_second_person"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(
                state="published", published_by=DRAFTER.code, published_at=AT
            )

    assert publish_version(version_id=draft.pk, by=PUBLISHER, at=AT).state == "published"
    with pytest.raises(VersionRefused, match="đã công khai"):
        publish_version(version_id=draft.pk, by=PUBLISHER, at=AT)


def test_a_draft_does_not_count():
    procedure = a_procedure()
    draft_version(procedure_id=procedure.pk, draft=a_draft(), by=DRAFTER, at=AT)

    assert selectors.version_on(procedure_id=procedure.pk, on=date(2026, 6, 1)) is None


def test_a_version_without_its_building_blocks_is_not_published():
    draft = draft_version(
        procedure_id=a_procedure().pk, draft=a_draft(applicants=None), by=DRAFTER, at=AT
    )

    with pytest.raises(VersionRefused, match="còn thiếu: đối tượng thực hiện"):
        publish_version(version_id=draft.pk, by=PUBLISHER, at=AT)


def test_publishing_ends_the_version_before():
    first = a_published_version()
    second = draft_version(
        procedure_id=first.procedure_id,
        draft=a_draft(valid_from=date(2026, 9, 1), time_limits=(LimitDraft(2, "working_day"),)),
        by=DRAFTER,
        at=AT,
    )
    publish_version(version_id=second.pk, by=PUBLISHER, at=AT)
    early = draft_version(
        procedure_id=first.procedure_id, draft=a_draft(valid_from=date(2026, 3, 1)),
        by=DRAFTER, at=AT,
    )  # fmt: skip

    # A dossier of August keeps its three days.
    august = selectors.version_on(procedure_id=first.procedure_id, on=date(2026, 8, 31))
    assert selectors.limit_of(version_id=august.pk) == Limit(3, LimitUnit.WORKING_DAY)
    assert selectors.version_on(procedure_id=first.procedure_id, on=date(2026, 9, 1)) == second
    with pytest.raises(VersionRefused, match="từ ngày 01/09/2026"):
        publish_version(version_id=early.pk, by=PUBLISHER, at=AT)
    with pytest.raises(VersionRefused, match="phải sau ngày có hiệu lực"):
        draft_version(
            procedure_id=first.procedure_id,
            draft=a_draft(valid_until=date(2025, 1, 1)),
            by=DRAFTER,
            at=AT,
        )


def test_the_database_refuses_overlapping_published_versions():
    published = a_published_version()

    with pytest.raises(IntegrityError, match="do_not_overlap"), transaction.atomic():
        ProcedureVersion.objects.create(
            procedure=published.procedure, name="Chồng", valid_from=date(2026, 5, 1),
            state="published", drafted_by="a", published_by="b", published_at=AT,
        )  # fmt: skip
    # The day after the last is free, and another procedure is never in the way.
    published.valid_until = date(2026, 5, 1)
    published.save(update_fields=["valid_until"])
    ProcedureVersion.objects.create(
        procedure=published.procedure, name="Nối", valid_from=date(2026, 5, 1),
        state="published", drafted_by="a", published_by="b", published_at=AT,
    )  # fmt: skip


def test_a_route_over_the_limit_of_its_version_is_refused():
    published = a_published_version()
    route = draft_route(
        version_id=published.pk, draft=a_route_draft(budget=25 * 60), by=DRAFTER, at=AT
    )

    with pytest.raises(RouteRefused, match="25 giờ làm việc, vượt thời hạn theo quy định là 24"):
        publish_route(route_id=route.pk, by=PUBLISHER, at=AT)


def test_a_published_route_stays_and_no_second_one_stands_beside_it():
    published = a_published_version()
    first = draft_route(version_id=published.pk, draft=a_route_draft(), by=DRAFTER, at=AT)
    second = draft_route(
        version_id=published.pk, draft=a_route_draft(key="thu-2"), by=DRAFTER, at=AT
    )
    assert selectors.route_for(version_id=published.pk, level="commune") is None

    publish_route(route_id=first.pk, by=PUBLISHER, at=AT)

    assert selectors.route_for(version_id=published.pk, level="commune").key == "thu"
    with pytest.raises(RouteRefused, match="đã công khai; hãy soạn một quy trình mới"):
        publish_route(route_id=first.pk, by=PUBLISHER, at=AT)
    with pytest.raises(RouteRefused, match="hãy soạn phiên bản mới"):
        publish_route(route_id=second.pk, by=PUBLISHER, at=AT)
    acts = JournalEntry.objects.order_by("number").values_list("act", flat=True)
    assert list(acts) == [
        "draft_version", "publish_version", "draft_route", "draft_route", "publish_route"
    ]  # fmt: skip


def test_an_illustration_has_no_code_and_is_made_once(loaded):
    sketch = Sketch(
        "Xác nhận thân nhân (minh họa)", "nguoi-co-cong", Limit(3, LimitUnit.WORKING_DAY),
        (Level.COMMUNE, Level.DISTRICT), date(2021, 1, 1),
    )  # fmt: skip
    made = add_illustrative_procedure(sketch=sketch, by=SYSTEM, at=AT)

    assert made == add_illustrative_procedure(sketch=sketch, by=SYSTEM, at=AT)
    assert (made.code, made.slug) == (None, "x-xac-nhan-than-nhan-minh-hoa")
    valid = selectors.version_on(procedure_id=made.pk, on=date(2021, 1, 1))
    assert selectors.route_for(version_id=valid.pk, level=Level.DISTRICT) is not None
    assert TimeLimit.objects.get(version=valid).source == Mark.ILLUSTRATIVE
    with pytest.raises(IntegrityError, match="slug_is_its_code"), transaction.atomic():
        Procedure.objects.create(slug="khong-ma", name="Không mã", field=made.field)
