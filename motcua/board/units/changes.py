"""What can be changed about a unit: each change with its form, its preview and its service."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.accounts.vocabulary import Role
from motcua.board.access import role_required, unit_looked_after, units_administered
from motcua.board.acts import Change, Given, change
from motcua.board.boxes import period_of
from motcua.board.units import forms as asked
from motcua.board.units.shown import touched
from motcua.dossiers import selectors as dossiers
from motcua.dossiers import services as dossier_services
from motcua.dossiers.rules import THE_SYSTEM
from motcua.kernel.text import nfc, slugify
from motcua.organisation import selectors as organisation
from motcua.organisation import services
from motcua.organisation.rules import NewOneStopUnit, NewUnit, UnitCodes
from motcua.organisation.vocabulary import LEVEL_OF_KIND, Extent, Level, OneStopKind, UnitKind
from motcua.pages.errors import NoSuchPage
from motcua.pages.formats import day, number
from motcua.pages.parts import Link
from motcua.pages.visitors import Visitor

CURRENT = "units-administered"


@dataclass(frozen=True, slots=True)
class Place:
    """The unit that is changed, by whom, and the units that this person administers."""

    unit: Any
    visitor: Visitor
    reach: frozenset[int]

    @property
    def here(self) -> str:
        """The address of the unit's page."""
        return reverse("board:units_unit", args=[self.unit.slug])

    @property
    def by(self) -> dict[str, Any]:
        """Who acts, and when, as the services take it."""
        return {"by": self.visitor.who.actor, "at": self.visitor.now}

    def open_work(self) -> list[str]:
        """Return the sentences about the open work of the unit and everything below it."""
        units = organisation.reach_ids(unit_ids=[self.unit.pk], on=self.visitor.on)
        told = touched(dossiers.open_at_units(units))
        held = [one for one in dossiers.in_hands(units) if one.officer is not None]
        if held:
            people = len({one.officer for one in held})
            steps = sum(one.steps for one in held)
            told.append(f"{number(steps)} bước đang ở tay {number(people)} người.")
        return told


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change: its address, its words, its form, what it tells, what it does."""

    address: str
    label: str
    form: Callable[[Place, Mapping[str, Any] | None], forms.Form]
    tells: Callable[[Place, Given], Sequence[str]]
    do: Callable[[Place, Given], str | None]
    done: str
    fits: Callable[[Place], bool] = lambda _: True
    warn: bool = False
    icon: str = "pencil"


def _new(place: Place, given: Given) -> str:
    kind = UnitKind(given["kind"])
    level = LEVEL_OF_KIND.get(kind, Level(place.unit.level))
    short = nfc(given["short_name"])
    is_part = kind not in LEVEL_OF_KIND
    name = short if is_part else f"{kind.label} {short}"
    made = services.create_unit(
        unit=NewUnit(
            slug=given["slug"] or slugify(f"{name} {place.unit.short_name}" if is_part else name),
            kind=kind, level=level, name=name, short_name=short, key=given["key"],
            official_code=given["official"], parent_id=place.unit.pk, period=period_of(given),
        ),
        **place.by,
    )  # fmt: skip
    return reverse("board:units_unit", args=[made.slug])


def _rename(place: Place, given: Given) -> None:
    services.rename_unit(
        unit_id=place.unit.pk, name=given["name"], short_name=given["short_name"],
        on=given["start"], **place.by,
    )  # fmt: skip


def _move(place: Place, given: Given) -> None:
    services.move_unit(
        unit_id=place.unit.pk, parent_id=given["parent"].pk, on=given["start"], **place.by
    )


@transaction.atomic
def _end(place: Place, given: Given) -> None:
    # A refused end leaves no successor behind.
    if given["successor"] is not None:
        _succeed(place, given)
    services.end_unit(unit_id=place.unit.pk, on=given["start"], **place.by)


def _succeed(place: Place, given: Given) -> None:
    services.record_succession(
        predecessor_id=place.unit.pk, successor_id=given["successor"].pk,
        extent=Extent(given["extent"]), on=given["start"], **place.by,
    )  # fmt: skip


def _codes(place: Place, given: Given) -> None:
    codes = UnitCodes(given["official"], given["official_old"])
    services.give_codes(unit_id=place.unit.pk, codes=codes, **place.by)


def _point(place: Place, given: Given) -> str:
    point = NewOneStopUnit(
        slug=slugify(given["name"]), kind=OneStopKind(given["kind"]), unit_id=place.unit.pk,
        name=given["name"], address=given["address"], period=period_of(given),
    )  # fmt: skip
    services.create_one_stop_unit(point=point, **place.by)
    return f"{place.here}?phan=mot-cua"


def _counter(place: Place, given: Given) -> str:
    services.add_counter(
        one_stop_unit_id=int(given["point"]), number=given["number"], name=given["name"],
        **place.by,
    )  # fmt: skip
    return f"{place.here}?phan=mot-cua"


def _choose(place: Place, given: Given) -> None:
    services.choose_successor(succession_id=int(given["link"]), **place.by)


def _hand_over(place: Place, _given: Given) -> None:
    successor = _taking_over(place)
    if successor is None:
        raise NoSuchPage
    dossier_services.move_all(
        unit_id=place.unit.pk, to_unit_id=successor.pk, by=THE_SYSTEM, at=place.visitor.now,
        reason=f"{place.unit.name} kết thúc; {successor.name} tiếp nhận"
        f" (quyết định do {place.visitor.who.actor.name} ghi)",
    )  # fmt: skip


def _taking_over(place: Place) -> Any:
    links = organisation.successions_of(unit_id=place.unit.pk)
    return next((link.successor for link in links if link.takes_over), None)


def _undecided(place: Place) -> list[tuple[str, str]]:
    links = list(organisation.successions_of(unit_id=place.unit.pk))
    if any(link.takes_over for link in links):
        return []
    return [(str(link.pk), link.successor.name) for link in links]


def _points(place: Place) -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in organisation.points_of(unit_id=place.unit.pk)]


def _open_left(place: Place) -> bool:
    if _taking_over(place) is None:
        return False
    return bool(dossiers.open_at_units([place.unit.pk]).by_state)


def _lives(place: Place) -> bool:
    until = place.unit.valid_until
    return until is None or until > place.visitor.on


_KINDS = (
    Kind(
        "them-don-vi", "Thêm đơn vị trực thuộc",
        lambda place, data: asked.NewUnitForm(data, today=place.visitor.on),
        lambda place, g: [
            f"{UnitKind(g['kind']).label} {g['short_name']}, từ {day(g['start'])}.",
            f"Thuộc {place.unit.name}.",
        ],
        _new, "Đã thêm đơn vị.", _lives, icon="plus",
    ),
    Kind(
        "doi-ten", "Đổi tên",
        lambda place, data: asked.RenameForm(
            data, today=place.visitor.on, name=place.unit.name, short_name=place.unit.short_name
        ),
        lambda place, g: [
            f"Từ {day(g['start'])}: {g['name']}. Trước ngày đó: {place.unit.name}.",
            "Giấy tờ đã có giữ tên của ngày lập; tên mới in trên giấy tờ lập từ ngày trên.",
            *place.open_work(),
        ],
        _rename, "Đã đổi tên đơn vị.",
    ),
    Kind(
        "chuyen-cap-tren", "Chuyển đơn vị cấp trên",
        lambda place, data: asked.MoveForm(data, reach=place.reach, today=place.visitor.on),
        lambda place, g: [
            f"Từ {day(g['start'])}: thuộc {g['parent'].name}.",
            "Số liệu của ngày trước đó vẫn cộng vào đơn vị cấp trên cũ.",
            *place.open_work(),
        ],
        _move, "Đã chuyển đơn vị cấp trên.",
        lambda place: place.unit.parent_id is not None and place.unit.parent_id in place.reach,
    ),
    Kind(
        "ma-dinh-danh", "Ghi mã định danh",
        lambda place, data: asked.CodesForm(
            data,
            label_suffix="",
            initial={"official": place.unit.official_code or "",
                     "official_old": place.unit.official_code_old or ""},
        ),
        lambda _, g: [
            f"Mã mới: {g['official'] or 'để trống'}; mã cũ: {g['official_old'] or 'để trống'}.",
            "Mã hồ sơ cấp từ nay bắt đầu bằng mã này; mã hồ sơ đã cấp không đổi.",
        ],
        _codes, "Đã ghi mã định danh.",
    ),
    Kind(
        "mo-mot-cua", "Mở Bộ phận Một cửa",
        lambda place, data: asked.PointForm(data, today=place.visitor.on),
        lambda _, g: [f"{g['name']}, từ {day(g['start'])}."],
        _point, "Đã mở Bộ phận Một cửa.", _lives, icon="plus",
    ),
    Kind(
        "them-quay", "Thêm quầy",
        lambda place, data: asked.CounterForm(data, points=_points(place)),
        lambda _, g: [f"Quầy {g['number']} {g['name']}".strip() + "."],
        _counter, "Đã thêm quầy.", lambda place: bool(_points(place)), icon="plus",
    ),
    Kind(
        "don-vi-ke-tiep", "Ghi đơn vị kế tiếp",
        lambda place, data: asked.SuccessionForm(data, reach=place.reach, today=place.visitor.on),
        lambda _, g: [
            f"{Extent(g['extent']).label} chuyển về {g['successor'].name} từ {day(g['start'])}.",
            "Chuyển toàn bộ thì đơn vị kế tiếp cũng tiếp nhận hồ sơ đang giải quyết.",
        ],
        _succeed, "Đã ghi đơn vị kế tiếp.",
    ),
    Kind(
        "chon-tiep-nhan", "Chọn đơn vị tiếp nhận hồ sơ đang giải quyết",
        lambda place, data: asked.ChooseForm(data, links=_undecided(place)),
        lambda place, _: ["Chỉ chọn được một lần.", *place.open_work()],
        _choose, "Đã chọn đơn vị tiếp nhận.", lambda place: bool(_undecided(place)),
    ),
    Kind(
        "chuyen-ho-so", "Chuyển hồ sơ đang mở sang đơn vị kế tiếp",
        lambda _, data: asked.NothingForm(data),
        lambda place, _: [
            f"Mọi hồ sơ đang giải quyết chuyển sang {_taking_over(place).name}.",
            *place.open_work(),
        ],
        _hand_over, "Đã chuyển hồ sơ đang mở.", _open_left, icon="send",
    ),
    Kind(
        "ket-thuc", "Kết thúc đơn vị",
        lambda place, data: asked.EndForm(data, reach=place.reach, today=place.visitor.on),
        lambda place, g: [
            f"{place.unit.name} không còn hoạt động từ {day(g['start'])}.",
            "Lịch sử và hồ sơ cũ giữ nguyên tên.",
            "" if g["successor"] is None
            else f"{Extent(g['extent']).label} chuyển về {g['successor'].name}.",
            *place.open_work(),
        ],
        _end, "Đã ghi ngày kết thúc đơn vị.", _lives, warn=True, icon="ban",
    ),
)  # fmt: skip
_BY_ADDRESS = {kind.address: kind for kind in _KINDS}


def offered(unit: Any, visitor: Visitor) -> tuple[Link, ...]:
    """Return the changes that this person may make of a unit now."""
    place = Place(unit, visitor, units_administered(visitor))
    return tuple(
        Link(kind.label, reverse("board:units_change", args=[unit.slug, kind.address]), kind.icon)
        for kind in _KINDS
        if kind.fits(place)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR)
def view(request: HttpRequest, visitor: Visitor, slug: str, address: str) -> HttpResponse:
    """Ask for a change of a unit, show what it touches, make it.

    :raises NoSuchPage: no such unit or change within this person's reach.
    """
    reach = units_administered(visitor)
    place = Place(unit_looked_after(slug, reach), visitor, reach)
    kind = _BY_ADDRESS.get(address)
    if kind is None or not kind.fits(place):
        raise NoSuchPage
    wanted = Change(
        title=kind.label,
        button=kind.label,
        form=kind.form(place, request.POST if request.method == "POST" else None),
        back=place.here,
        tells=lambda given: [line for line in kind.tells(place, given) if line],
        do=lambda given: kind.do(place, given) or place.here,
        done=kind.done,
        crumbs=(
            Link("Đơn vị", reverse("board:units_list")),
            Link(place.unit.name, place.here),
            Link(kind.label),
        ),
        about=place.unit.name,
        warn=kind.warn,
    )
    return change(request, visitor, wanted, current=CURRENT)
