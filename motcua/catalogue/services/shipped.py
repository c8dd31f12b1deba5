"""The data files that come with the product, read into drafts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.rules import (
    ComponentDraft,
    LevyDraft,
    LimitDraft,
    NoticeTerm,
    RouteDraft,
    StepPlan,
    VersionDraft,
    limit_minutes,
)
from motcua.catalogue.vocabulary import (
    Channel,
    ComponentKind,
    Level,
    Mark,
    Mode,
    OnlineLevel,
    Presence,
    StepRole,
)

#: In which version of a procedure a route belongs, by the period that the route names.
VERSION_OF = {"y2021": "y2021", "two_tier": "now"}

#: A mark that was read for the present edition says less about an earlier one.
_READ = frozenset({Mark.SEEN, Mark.SECOND_HAND})

#: Only routes inside one tier are carried over; interlinked ones have twins or no known limit.
_CARRIED_CHAINS = frozenset({"commune", "district", "commune_police"})


@dataclass(frozen=True, slots=True)
class Shipment:
    """A route of the data: whose it is, in which version, and whether it is published."""

    procedure: str
    period: str
    draft: RouteDraft
    publish: bool


@dataclass(frozen=True, slots=True)
class PresentLimit:
    """The present time limit of a procedure, to which a former route is carried over."""

    value: int
    unit: str
    minutes: int
    source: str
    levels: tuple[str, ...]


def versions(row: Mapping[str, Any], periods: Mapping[str, Any]) -> Iterator[VersionDraft]:
    """Yield the versions of one procedure of the data, oldest first."""
    for period, facts in row["versions"].items():
        yield _version(row, period, facts, periods[period])


def routes(data: Mapping[str, Any], present: Mapping[str, PresentLimit]) -> Iterator[Shipment]:
    """Yield the routes of the data, then those carried over into the two tiers of now.

    present: the limits of now that can be counted, by procedure.
    """
    twins = {
        (row["of"], row.get("case", "")) for row in data["routes"] if row["period"] == "two_tier"
    }
    carried: list[Shipment] = []
    for row in data["routes"]:
        shipment = Shipment(
            procedure=row["of"],
            period=VERSION_OF[row["period"]],
            draft=_route(row),
            publish=row.get("publish", True),
        )
        yield shipment
        if row["period"] != "y2021" or (row["of"], row.get("case", "")) in twins:
            continue
        limit = present.get(row["of"])
        if limit is not None and row["chain"] in _CARRIED_CHAINS and not row.get("case"):
            twins.add((row["of"], ""))
            draft = _carried(shipment.draft, limit, data["two_tier_units"])
            carried.append(replace(shipment, period="now", draft=draft))
    yield from carried


def carried_limits(
    stored: Mapping[tuple[str, str], ProcedureVersion],
) -> dict[str, PresentLimit]:
    """Return the present general limits that can be counted, by procedure."""
    found: dict[str, PresentLimit] = {}
    for (slug, period), version in stored.items():
        general = [
            row for row in version.time_limits.all() if row.case == "" and row.channel is None
        ]
        if period != "now" or not general:
            continue
        row = general[0]
        minutes = limit_minutes(row.value, row.unit)
        if minutes is not None and row.value is not None and row.unit is not None:
            found[slug] = PresentLimit(
                row.value, row.unit, minutes, row.source, tuple(version.levels)
            )
    return found


def case_minutes(draft: RouteDraft) -> dict[str, int]:
    """Return the limits of a route's cases in working minutes, by case."""
    return {str(limit["case"]): int(str(limit["minutes"])) for limit in draft.case_limits}


def _version(
    row: Mapping[str, Any], period: str, facts: Mapping[str, Any], dates: Mapping[str, Any]
) -> VersionDraft:
    result, presence = row["result"], row["presence"]
    ways, online = facts["channels"]["values"], facts["online_level"]["value"]
    return VersionDraft(
        name=facts.get("name", row["name"]),
        code=facts["code"],
        valid_from=facts.get("valid_from", dates["valid_from"]),
        valid_until=dates["valid_until"],
        levels=tuple(Level(level) for level in facts["levels"]),
        competence=facts["competence"]["text"],
        presence=Presence(presence["value"]),
        channels=None if ways is None else tuple(Channel(way) for way in ways),
        online_level=None if online is None else OnlineLevel(online),
        result=(result["code"], result["name"]),
        legal_basis=facts["legal_basis"],
        decision=facts["decision"],
        interlinked=row.get("interlinked", False),
        financial_obligation=row.get("financial_obligation", False),
        time_limits=tuple(_limit(limit) for limit in facts["time_limits"]),
        components=tuple(_component(paper, period) for paper in row["components"]),
        notice=_notice(facts.get("supplement_notice")),
        levies=(LevyDraft(facts["levy"]["text"], Mark(facts["levy"]["source"])),),
        facts=_facts(row, period, facts, dates),
    )


def _notice(row: Mapping[str, Any] | None) -> NoticeTerm | None:
    return None if row is None else NoticeTerm(row["working_days"], row["text"])


def _facts(
    row: Mapping[str, Any], period: str, facts: Mapping[str, Any], dates: Mapping[str, Any]
) -> dict[str, object]:
    """Return for each value of a version its mark and its text as printed."""
    has_own_start = "valid_from" in facts
    return {
        "period": period,
        "valid": {
            "source": (Mark.SEEN if has_own_start else Mark.COMPOSED).value,
            "note": "" if has_own_start else dates["why"],
        },
        "code": {"source": row["code_source"] if facts["code"] else Mark.UNKNOWN.value},
        "name": {"source": facts.get("name_source", _mark(row["code_source"], period).value)},
        "competence": dict(facts["competence"]),
        "channels": {"source": facts["channels"]["source"]},
        "online_level": dict(facts["online_level"]),
        "presence": dict(row["presence"]),
        "result": {"source": _mark(row["result"]["source"], period).value},
        "legal_basis": {"source": Mark.UNKNOWN.value},
        "decision": {"source": (Mark.SEEN if facts["decision"] else Mark.UNKNOWN).value},
        "interlink_with": list(row.get("interlink_with", [])),
        "page": row["page"],
    }


def _mark(mark: str, period: str) -> Mark:
    known = Mark(mark)
    return Mark.CARRIED if period == "y2021" and known in _READ else known


def _limit(row: Mapping[str, Any]) -> LimitDraft:
    return LimitDraft(
        value=row["value"],
        unit=row["unit"],
        case=row.get("case", ""),
        channel=Channel(row["channel"]) if "channel" in row else None,
        note=row["note"],
        source=Mark(row["source"]),
    )


def _component(row: Mapping[str, Any], period: str) -> ComponentDraft:
    return ComponentDraft(
        name=row["name"],
        kind=ComponentKind(row["kind"]),
        originals=row["originals"],
        copies=row["copies"],
        condition=row.get("condition", ""),
        source=_mark(row["source"], period),
    )


def _route(row: Mapping[str, Any]) -> RouteDraft:
    limit = row["limit"]
    return RouteDraft(
        key=row["key"],
        level=Level(row["level"]),
        steps=tuple(_step(number, step) for number, step in enumerate(row["steps"], start=1)),
        case=row.get("case", ""),
        code=row.get("code"),
        chain=row["chain"],
        limit_value=limit["value"],
        limit_unit=limit["unit"],
        budget_minutes=_minutes(limit["hours"]),
        case_limits=tuple(
            {
                "case": case["case"],
                "minutes": case["hours"] * 60,
                "ground": case["ground"],
                "source": case["source"],
            }
            for case in row.get("limit_cases", ())
        ),
        source=dict(row["source"]),
        note=row.get("note", ""),
    )


def _step(number: int, row: Mapping[str, Any]) -> StepPlan:
    condition = row.get("condition")
    return StepPlan(
        ordinal=number,
        key=row["key"],
        name=row["name"],
        role=StepRole(row["role"]),
        unit_key=row["unit"],
        minutes=_minutes(row["hours"]),
        mode=Mode(row.get("mode", "in_turn")),
        group=row.get("group", ""),
        condition=condition and (condition["answer"], condition["equals"], condition["label"]),
        case=row.get("case", ""),
        back_to=tuple(row.get("back_to", ())),
        counts=row.get("counts", True),
        agency=row.get("agency", ""),
        output=row["output"],
    )


def _carried(draft: RouteDraft, limit: PresentLimit, units: Mapping[str, str]) -> RouteDraft:
    """Return a route of three tiers with the units of two, its hours in the present limit."""
    budget = draft.budget_minutes or limit.minutes
    return replace(
        draft,
        key=draft.key.replace("@y2021", "@two_tier-carried"),
        level=Level(limit.levels[0]),
        chain=limit.levels[0],
        steps=tuple(
            replace(
                step,
                unit_key=units.get(step.unit_key, step.unit_key),
                minutes=(step.minutes or 0) * limit.minutes // budget,
            )
            for step in draft.steps
        ),
        limit_value=limit.value,
        limit_unit=limit.unit,
        budget_minutes=limit.minutes,
        source={
            **draft.source,
            "order": Mark.CARRIED.value,
            "hours": Mark.CARRIED.value,
            "limit": limit.source,
            "carried_from": draft.key,
        },
    )


def _minutes(hours: int | None) -> int | None:
    return None if hours is None else hours * 60
