"""A procedure with a published version and route, two persons, and routes at random."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from motcua.catalogue.models import Procedure, ProcedureVersion
from motcua.catalogue.rules import (
    ComponentDraft,
    LimitDraft,
    RouteDraft,
    StepPlan,
    VersionDraft,
    pattern_steps,
)
from motcua.catalogue.services import (
    draft_route,
    draft_version,
    ensure_field,
    publish_route,
    publish_version,
)
from motcua.catalogue.vocabulary import Channel, Level, Mode, OpenField, StepRole
from motcua.journal.rules import Actor

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
ONE = Actor("cb-01", "Nguyễn Thị Soạn", "Chuyên viên", "Văn phòng")
TWO = Actor("cb-02", "Trần Văn Duyệt", "Phó Chánh Văn phòng", "Văn phòng")
THREE = Actor("cb-03", "Lê Văn Sửa", "Chuyên viên", "Văn phòng")


def a_draft(**changes: object) -> VersionDraft:
    values = {
        "name": "Đăng ký thử",
        "code": "9.000001",
        "valid_from": date(2026, 1, 1),
        "levels": (Level.COMMUNE,),
        "competence": "Ủy ban nhân dân cấp xã",
        "channels": (Channel.COUNTER,),
        "sequence": "Nộp, thẩm tra, trả kết quả",
        "applicants": "Cá nhân",
        "conditions": "không quy định",
        "time_limits": (LimitDraft(3, "working_day"),),
        "components": (ComponentDraft("Tờ khai", originals=1), ComponentDraft("Bản sao", copies=1)),
        "open_fields": (OpenField.PLACE, OpenField.STEP_TIME),
    }
    return VersionDraft(**{**values, **changes})


def a_procedure() -> Procedure:
    field = ensure_field(key="thu", name="Thử")
    return Procedure.objects.create(
        code="9.000001", slug="9.000001", name="Đăng ký thử", field=field
    )


def a_published_version(**changes: object) -> ProcedureVersion:
    """Publish a version with the plain route of its commune."""
    version = draft_version(procedure_id=a_procedure().pk, draft=a_draft(**changes), by=ONE, at=AT)
    steps = pattern_steps(24 * 60, one_stop="one_stop_commune", office="commune_office")
    route = draft_route(
        version_id=version.pk, by=ONE, at=AT,
        draft=RouteDraft(key="thu", level=Level.COMMUNE, steps=steps, budget_minutes=24 * 60),
    )  # fmt: skip
    publish_version(version_id=version.pk, by=TWO, at=AT)
    publish_route(route_id=route.pk, by=TWO, at=AT)
    version.refresh_from_db()
    return version


_words = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"
    ),
    max_size=12,
)


@st.composite
def routes(draw: st.DrawFn, *, plain: bool = False) -> tuple[StepPlan, ...]:
    """Draw a route: steps in turn, groups side by side, conditions, ways back.

    plain: without cases and limits, and without a way back over steps side by side: the engine
    that the tests compare with lets the join of a second round go on after its first arrival,
    where BPMN 2.0 waits for all.
    """
    steps: list[StepPlan] = []
    single: list[str] = []
    for place in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(list(Mode))) if place else Mode.IN_TURN
        many = draw(st.integers(1 if not plain else 2, 3)) if kind is Mode.SIDE_BY_SIDE else 1
        for _ in range(many):
            number = len(steps) + 1
            back = tuple(key for key in single if draw(st.booleans()))
            step = _a_step(draw, number, kind, plain=plain, back=back)
            group = f"nhom-{place}" if kind is Mode.SIDE_BY_SIDE else ""
            steps.append(replace(step, group=group))
        if plain and kind is Mode.SIDE_BY_SIDE:
            single.clear()
        if kind is Mode.IN_TURN:
            single.append(steps[-1].key)
    return tuple(steps)


def _a_step(
    draw: st.DrawFn, number: int, kind: Mode, *, plain: bool, back: tuple[str, ...]
) -> StepPlan:
    beside = kind is Mode.SIDE_BY_SIDE
    condition = (f"can_{number}", plain or draw(st.booleans()), "Khi cần")
    return StepPlan(
        ordinal=number,
        key=f"buoc-{number}",
        name=f"Bước {number}" if plain else draw(_words),
        role=draw(st.sampled_from([None, *StepRole])),
        unit_key=draw(st.sampled_from(["", "one_stop_commune", "phong_tu_phap"])),
        minutes=None if plain else draw(st.none() | st.integers(0, 90_000)),
        mode=kind,
        group="",
        condition=condition if kind is Mode.IF else None,
        case="" if plain or beside else draw(st.sampled_from(["", "ca"])),
        back_to=() if plain and beside else back,
        counts=draw(st.booleans()),
        agency=draw(_words),
        output=draw(_words),
    )
