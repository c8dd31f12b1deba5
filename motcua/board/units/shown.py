"""From rows of the organisation to what the pages of a unit show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from motcua.accounts.vocabulary import Role
from motcua.dossiers.selectors import InHands, OpenAtUnits
from motcua.organisation import selectors as organisation
from motcua.organisation.vocabulary import Extent, Level, OneStopKind, UnitKind
from motcua.pages.formats import day, moment, number
from motcua.pages.parts import Cell, Fact, Head, Tab, Table


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in the tree: how many parts stand below it, and what is to be known at a glance."""

    href: str
    name: str
    kind: str
    note: str
    parts: int


def branch(unit: Any, on: date) -> Branch:
    """Return a unit as the tree shows it."""
    notes = [] if unit.name.startswith(UnitKind(unit.kind).label) else [UnitKind(unit.kind).label]
    if unit.valid_until is not None and unit.valid_until <= on:
        notes.append(f"đã kết thúc, ngày cuối {day(unit.period.last)}")
    elif unit.valid_from > on:
        notes.append(f"từ {day(unit.valid_from)}")
    elif unit.valid_until is not None:
        notes.append(f"đến hết {day(unit.period.last)}")
    if unit.official_code or unit.official_code_old:
        notes.append(f"mã {unit.official_code or unit.official_code_old}")
    return Branch(
        reverse("board:units_unit", args=[unit.slug]),
        unit.name, UnitKind(unit.kind).label, " · ".join(notes), getattr(unit, "parts", 0),
    )  # fmt: skip


def tabs(unit: Any, part: str) -> tuple[Tab, ...]:
    """Return the views of one unit, each with its own address."""
    here = reverse("board:units_unit", args=[unit.slug])
    names = (("", "Thông tin"), ("nguoi", "Người và vai trò"), ("mot-cua", "Bộ phận Một cửa"),
             ("viec", "Việc đang mở"), ("lich-su", "Lịch sử"))  # fmt: skip
    return tuple(
        Tab(label, f"{here}?phan={key}" if key else here, current=part == key)
        for key, label in names
    )


def facts(unit: Any) -> tuple[Fact, ...]:
    """Return what is known of a unit."""
    codes = [code for code in (unit.official_code, unit.official_code_old) if code]
    sample = f"chưa có; hồ sơ mang tiền tố mẫu {unit.dossier_prefix}"
    code = " · ".join(codes) or (sample if unit.dossier_prefix else "chưa có")
    return (
        Fact("Loại, cấp", f"{UnitKind(unit.kind).label}, {Level(unit.level).label.lower()}"),
        Fact("Thuộc đơn vị", "không thuộc đơn vị nào" if unit.parent is None else unit.parent.name),
        Fact("Mã định danh", code),
        Fact("Mã thống kê", unit.gso_code or "không có"),
        Fact("Địa chỉ trong hệ thống", unit.slug),
        Fact("Hiệu lực", period(unit)),
        *([Fact("Vai trò trong quy trình", unit.key)] if unit.key else []),
    )


def period(row: Any) -> str:
    """Return the days of something: "từ … đến hết …", or "từ …" while it has no end."""
    last = row.period.last
    return f"từ {day(row.valid_from)}" + ("" if last is None else f" đến hết {day(last)}")


def history(unit: Any) -> tuple[tuple[str, str], ...]:
    """Return what became of a unit, as pairs of days and sentence, the latest first."""
    lines = [
        (row.valid_from, period(row), f"Tên: {row.name}")
        for row in organisation.names_of(unit_id=unit.pk)
    ]
    lines += [
        (row.valid_from, period(row),
         "Không thuộc đơn vị nào" if row.parent is None else f"Thuộc {row.parent.name}")
        for row in organisation.places_of(unit_id=unit.pk)
    ]  # fmt: skip
    for link in organisation.successions_of(unit_id=unit.pk):
        extent = Extent(link.extent).label.lower()
        words = f"Chuyển {extent} về {link.successor.name}"
        if link.takes_over:
            words += "; tiếp nhận hồ sơ đang giải quyết"
        lines.append((link.on, f"từ {day(link.on)}", words))
    for link in organisation.origins_of(unit_id=unit.pk):
        extent = Extent(link.extent).label.lower()
        lines.append((link.on, f"từ {day(link.on)}", f"Nhận {extent} {link.predecessor.name}"))
    if not lines:
        lines.append((unit.valid_from, period(unit), f"Tên: {unit.name}"))
    ordered = sorted(lines, key=lambda one: one[0], reverse=True)
    return tuple((days, words) for _, days, words in ordered)


def points(unit: Any, on: date) -> tuple[dict[str, object], ...]:
    """Return the one-stop points of a unit with counters and staff list of the day."""
    return tuple(
        {
            "name": point.name,
            "note": f"{OneStopKind(point.kind).label} · {period(point)}"
            + (f" · {point.address}" if point.address else ""),
            "counters": [
                f"Quầy {one.number}" + (f": {one.name}" if one.name else "")
                for one in sorted(point.counters.all(), key=lambda one: one.number)
            ],
            "roster": [
                (
                    _officer_href(row.officer),
                    row.officer.name,
                    " · ".join(
                        filter(None, (
                            str(row.counter) if row.counter else "",
                            "dự phòng" if row.is_substitute else "", period(row),
                        ))
                    ),
                )
                for row in organisation.roster_on(one_stop_unit_id=point.pk, on=on)
            ],
        }
        for point in organisation.points_of(unit_id=unit.pk)
    )  # fmt: skip


def people(unit: Any, on: date) -> Table | None:
    """Return who holds posts and roles at a unit that day, None when nobody does."""
    seen: dict[int, tuple[Any, list[str], list[str]]] = {}
    for row in organisation.people_of(unit_id=unit.pk, on=on):
        seen.setdefault(row.officer_id, (row.officer, [], []))[1].append(row.post.title)
    for grant in organisation.roles_at(unit_id=unit.pk, on=on):
        entry = seen.setdefault(grant.officer_id, (grant.officer, [], []))
        entry[2].append(Role(grant.role).label)
    if not seen:
        return None
    rows = tuple(
        (
            Cell(officer.name, href=_officer_href(officer), head=True),
            Cell(", ".join(titles) or "không giữ chức danh ở đây", name="Chức danh", wide=True),
            Cell(", ".join(roles) or "chưa có vai trò", name="Vai trò", wide=True),
        )
        for officer, titles, roles in sorted(seen.values(), key=lambda one: one[0].sort_key)
    )
    heads = ((Head("Họ và tên"), Head("Chức danh"), Head("Vai trò")),)
    return Table(f"Người của {unit.name}", heads, rows)


def hands(found: Sequence[InHands], officers: Mapping[int, Any]) -> Table | None:
    """Return the open steps by officer and role, None when none is open."""
    if not found:
        return None
    units = organisation.unit_labels({one.unit for one in found})
    rows = tuple(
        (
            Cell(
                "chưa ai nhận" if one.officer is None else officers[one.officer].name,
                href="" if one.officer is None else _officer_href(officers[one.officer]),
                head=True,
            ),
            Cell(one.role.label, name="Vai trò", wide=True),
            Cell(units[one.unit].name, name="Đơn vị", wide=True),
            Cell(number(one.steps), numeric=True, name="Số bước"),
            Cell(moment(one.nearest_due_at) if one.nearest_due_at else "chưa có",
                 name="Hạn gần nhất"),
        )
        for one in found
    )  # fmt: skip
    heads = (
        (Head("Người giữ"), Head("Vai trò"), Head("Đơn vị"), Head("Số bước", numeric=True),
         Head("Hạn gần nhất")),
    )  # fmt: skip
    return Table("Bước đang mở theo người giữ", heads, rows)


def touched(found: OpenAtUnits) -> list[str]:
    """Return the sentences that say what open work a change of units touches."""
    if not found.total:
        return ["Không có hồ sơ nào đang mở ở đây."]
    states = ", ".join(f"{status.label}: {number(count)}" for status, count in found.by_state)
    told = [f"{number(found.total)} hồ sơ đang mở ({states})." if states else ""]
    if found.not_received:
        told.append(f"{number(found.not_received)} hồ sơ đã gửi, chờ tiếp nhận.")
    return [line for line in told if line]


def _officer_href(officer: Any) -> str:
    return reverse("board:officers_officer", args=[officer.code])
