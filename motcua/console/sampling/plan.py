"""What a sample is to contain: figures, procedures, names; data files, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from motcua.kernel.errors import Refusal
from motcua.worktime.rules import Limit
from motcua.worktime.vocabulary import LimitUnit

_DATA = Path(__file__).with_name("data")


class UnknownSampleError(Refusal):
    """There is no sample of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Không có bộ mẫu “{name}”; hãy chọn: {', '.join(names())}.")


@dataclass(frozen=True, slots=True)
class Figures:
    """How many dossiers of one field; what is not named was settled before its due day."""

    field: str
    received: int
    on_time: int
    overdue: int
    in_process: int
    paused: int = 0

    @property
    def early(self) -> int:
        """Settled before the due day."""
        return self.received - self.on_time - self.overdue - self.in_process


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of a unit itself (own) or of all units below it, at one level."""

    who: str
    level: str
    published: Mapping[str, int]
    fields: tuple[Figures, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """One sample."""

    name: str
    title: str
    source: str
    seed: int
    unit: str
    first_on: date
    last_on: date
    readings: tuple[str, ...]
    invented: tuple[str, ...]
    groups: tuple[Group, ...]


def names() -> tuple[str, ...]:
    """Return the names of all samples."""
    return tuple(sorted(path.stem for path in _DATA.glob("*.yaml") if path.stem != "common"))


def plan(name: str) -> Plan:
    """Return a sample's plan.

    :raises UnknownSampleError: there is none of that name.
    """
    if name not in names():
        raise UnknownSampleError(name)
    data = _read(name)
    groups = tuple(
        Group(
            who=group["who"],
            level=group["level"],
            published=group["published"],
            fields=tuple(Figures(field=key, **counts) for key, counts in group["fields"].items()),
        )
        for group in data.pop("groups")
    )
    readings, invented = tuple(data.pop("readings")), tuple(data.pop("invented"))
    return Plan(groups=groups, readings=readings, invented=invented, **data)


@lru_cache(maxsize=1)
def common() -> Mapping[str, Any]:
    """Return what every sample shares."""
    return _read("common")


def assumed_limit(slug: str) -> Limit | None:
    """Return the limit that the samples assume for a procedure whose limit is not known."""
    found = common()["assumed_limits"].get(slug)
    return None if found is None else Limit(found["value"], LimitUnit(found["unit"]))


def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((_DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return data
