"""Receiving a new dossier at the counter: procedure, owner, due time with its reason, slip."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from motcua.accounts.vocabulary import Role
from motcua.catalogue import selectors as catalogue
from motcua.catalogue.vocabulary import Level
from motcua.desk import shown
from motcua.desk.forms.reasons import REFUSALS, reasons_for
from motcua.desk.forms.reception import ReceptionForm, RefusalForm
from motcua.desk.lines import channel_of
from motcua.desk.matter import matter_of
from motcua.desk.once import new_token, once
from motcua.desk.slips import receipt_pieces
from motcua.dossiers import services
from motcua.dossiers.errors import DueTimeNeeded
from motcua.dossiers.services import Application, EnteredDue
from motcua.dossiers.services.terms import Terms
from motcua.kernel.errors import Refusal
from motcua.kernel.text import fold
from motcua.organisation import selectors as organisation
from motcua.pages.errors import NotForYou
from motcua.pages.formats import moment
from motcua.pages.frame import page
from motcua.pages.parts import Clock, DayLine, Fact, Link
from motcua.pages.visitors import Visitor, officer_required
from motcua.people import services as people
from motcua.people.rules import NewPerson
from motcua.tally.vocabulary import Channel
from motcua.worktime.rules import Limit
from motcua.worktime.vocabulary import LimitUnit

_LISTED = 50
_SENDING = "lan-gui"


@dataclass(frozen=True, slots=True)
class Place:
    """Where and what is received: unit and procedure with their addresses."""

    unit: int
    unit_slug: str
    unit_name: str
    procedure: int
    procedure_slug: str
    procedure_name: str

    def address(self, name: str) -> str:
        """Return the address of one of the pages of this reception."""
        return reverse(f"desk:{name}", args=[self.unit_slug, self.procedure_slug])


@require_safe
@officer_required
def choose(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Let the officer choose unit and procedure, by code or words with or without marks."""
    units = organisation.unit_labels(_counters(visitor))
    if not units:
        raise NotForYou(f"{Role.RECEIVING_OFFICER.label}, {Role.ONE_STOP_HEAD.label}")
    ordered = sorted(units.values(), key=lambda unit: unit.sort_key)
    asked = request.GET.get("don_vi", "")
    slug = asked if asked in {unit.slug for unit in ordered} else ordered[0].slug
    words = request.GET.get("thu_tuc", "").strip()
    found, everywhere = _procedures(slug, words, visitor)
    context = {
        "units": [(unit.slug, unit.name) for unit in ordered],
        "unit": slug,
        "asked": words,
        "found": [
            (reverse("desk:receive_form", args=[slug, one.slug]), one.code or "chưa có mã",
             one.name, one.field.name)
            for one in found[:_LISTED]
        ],
        "more": max(len(found) - _LISTED, 0),
        "everywhere": everywhere,
    }  # fmt: skip
    return page(request, visitor, "desk/receive_choose.html", context, current="receive")


def _counters(visitor: Visitor) -> frozenset[int]:
    return visitor.receiving_units


def _procedures(slug: str, words: str, visitor: Visitor) -> tuple[list, bool]:  # type: ignore[type-arg]  # rows of the catalogue
    """Return the procedures of the unit's level that the words name; of all when it has none."""
    level = Level(organisation.unit_by_slug(slug).level)
    listed = catalogue.procedures(on=visitor.on, level=level)
    everywhere = not listed
    if everywhere:
        listed = catalogue.procedures(on=visitor.on)
    wanted = fold(words).split()
    found = [
        one
        for one in listed
        if all(word in f"{fold(one.name)} {one.slug.lower()}" for word in wanted)
    ]
    return found, everywhere


def _place(visitor: Visitor, unit: str, procedure: str) -> Place:
    """Return where this is.

    :raises NotForYou: the person does not receive at this unit.
    :raises Refusal: there is no such unit or procedure.
    """
    row = organisation.unit_by_slug(unit)
    if row.pk not in _counters(visitor):
        raise NotForYou(f"{Role.RECEIVING_OFFICER.label} của {row.name}")
    wanted = catalogue.procedure_by_slug(procedure)
    return Place(row.pk, row.slug, row.name, wanted.pk, wanted.slug, wanted.name)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def receive(request: HttpRequest, visitor: Visitor, unit: str, procedure: str) -> HttpResponse:
    """Ask for the owner, show the due time with its reason, then receive."""
    place = _place(visitor, unit, procedure)
    form = _form(request, place, visitor)
    step = request.POST.get("buoc", "")
    agreed = _agreed(form, place, visitor.now) if form.is_bound else None
    if agreed is not None and step == "nhan":
        try:
            number = once(
                request, request.POST.get(_SENDING, ""), lambda: _receive(visitor, place, form)
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã tiếp nhận hồ sơ.")
            return HttpResponseRedirect(reverse("desk:slip", args=[number]))
    context = {
        "place": place,
        "form": form,
        "here": place.address("receive_form"),
        "refuse": place.address("refuse_counter"),
        "back": f"{reverse('desk:receive')}?don_vi={place.unit_slug}",
    }
    if agreed is not None and step == "xem":
        shown_now = _confirmation(form, place, agreed, visitor.now, request)
        return page(
            request, visitor, "desk/receive_confirm.html", {**context, **shown_now},
            current="receive",
        )  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return page(
        request, visitor, "desk/receive_form.html", context, current="receive", status=status
    )


def _form(request: HttpRequest, place: Place, visitor: Visitor) -> ReceptionForm:
    version = catalogue.version_on(procedure_id=place.procedure, on=visitor.on)
    limits = () if version is None else catalogue.version_facts(version_id=version.pk).time_limits
    cases = {row.case: _case(row.case, row.value, row.unit) for row in limits}
    plain = services.preview(
        application=Application(place.unit, place.procedure, Channel.DIRECT, ""), at=visitor.now
    )
    return ReceptionForm(
        request.POST if request.method == "POST" else None,
        cases=list(cases.items()),
        due_needed=plain.limit is None,
    )


def _case(case: str, value: int | None, unit: str | None) -> str:
    words = case or "Thông thường"
    if value is None or unit is None:
        return f"{words} (chưa rõ thời hạn)"
    return f"{words} ({Limit(value, LimitUnit(unit)).label})"


def _application(form: ReceptionForm, place: Place, owner: int | None = None) -> Application:
    given = form.cleaned_data
    return Application(
        unit=place.unit,
        procedure=place.procedure,
        channel=given["channel"],
        owner_name=given["owner_name"],
        owner=owner,
        limit_case=given.get("limit_case", ""),
    )


def _agreed(form: ReceptionForm, place: Place, at: datetime) -> Terms | None:
    """Return the rules of this reception, None when the form has something to mend."""
    if not form.is_valid():
        return None
    agreed = services.preview(application=_application(form, place), at=at)
    if agreed.due(at) is None and not form.cleaned_data.get("due_at"):
        place_of_words = "due_at" if "due_at" in form.fields else None
        form.add_error(place_of_words, str(DueTimeNeeded(agreed.printed_limit)))
        return None
    return agreed


def _receive(visitor: Visitor, place: Place, form: ReceptionForm) -> int:
    given, at = form.cleaned_data, timezone.now()
    person = NewPerson(
        name=given["owner_name"], identity_number=given["identity"], phone=given["phone"]
    )
    application = _application(form, place, people.enter_person(person=person))
    due = EnteredDue(given["due_at"], given["ground"]) if given.get("due_at") else None
    return services.receive(application=application, by=visitor.who, at=at, due=due).id


def _confirmation(
    form: ReceptionForm, place: Place, agreed: Terms, at: datetime, request: HttpRequest
) -> dict[str, object]:
    given, due = form.cleaned_data, agreed.due(at)
    kept = [
        (name, value)
        for name, value in request.POST.items()
        if name not in ("csrfmiddlewaretoken", "buoc", _SENDING)
    ]
    clock = Clock(
        cues=(),
        due_at=given["due_at"] if due is None else due.due_at,
        sentence=f"Thời hạn {agreed.printed_limit}, tính từ {moment(at)}.",
        days=() if due is None else tuple(DayLine(d.on, d.counted, d.why) for d in due.days),
        warnings=() if due is None else due.warnings,
    )
    facts = (
        Fact("Thủ tục", place.procedure_name),
        Fact("Nơi tiếp nhận", place.unit_name),
        Fact("Chủ hồ sơ", given["owner_name"]),
        Fact("Số định danh", given["identity"] or "chưa có"),
        Fact("Điện thoại", given["phone"] or "chưa có"),
        Fact("Kênh nộp", channel_of(given["channel"]).label),
    )
    return {"clock": clock, "facts": facts, "kept": [*kept, (_SENDING, new_token())]}


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def refuse(request: HttpRequest, visitor: Visitor, unit: str, procedure: str) -> HttpResponse:
    """Refuse at the counter, with the reason that the person will read."""
    place = _place(visitor, unit, procedure)
    reasons = reasons_for(REFUSALS, unit=place.unit, on=visitor.on)
    form = RefusalForm(request.POST if request.method == "POST" else None, reasons=reasons)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        application = Application(
            place.unit, place.procedure, given["channel"], given["owner_name"]
        )
        token = request.POST.get(_SENDING, "")
        number = once(
            request, token,
            lambda: services.refuse_at_counter(
                application=application, reason=given["reason"], by=visitor.who, at=timezone.now()
            ),
        )  # fmt: skip
        messages.success(request, "Đã ghi việc từ chối tiếp nhận.")
        return HttpResponseRedirect(reverse("desk:dossier", args=[number]))
    context = {
        "place": place,
        "form": form,
        "here": place.address("refuse_counter"),
        "back": place.address("receive_form"),
        "token": request.POST.get(_SENDING) or new_token(),
    }
    status = 422 if form.is_bound else 200
    return page(
        request, visitor, "desk/refuse_counter.html", context, current="receive", status=status
    )


@require_safe
@officer_required
def slip(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponse:
    """Show the receipt and appointment slip, to be printed on A5."""
    matter = matter_of(visitor, number)
    row = matter.page.dossier
    begun = matter.page.journal[-1] if matter.page.journal else None
    context = {
        "code": str(row),
        "pieces": receipt_pieces(row, officer="" if begun is None else begun.who, now=visitor.now),
        "unit": row.receiving_unit.name,
        "procedure": row.procedure.name,
        "owner": row.owner_name,
        "channel": channel_of(row.channel),
        "received_at": row.received_at,
        "due_at": row.due_at,
        "officer": "" if begun is None else begun.who,
        "days": [shown.day_lines(one) for one in shown.explanation_of(matter)][:1],
        "back": reverse("desk:dossier", args=[number]),
        "another": reverse("desk:receive") if visitor.receiving_units else "",
        "crumbs": (Link(str(row), reverse("desk:dossier", args=[number])), Link("Giấy hẹn")),
    }
    return page(request, visitor, "desk/slip.html", context, current="receive")
