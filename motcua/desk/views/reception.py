"""Receiving a new dossier at the counter: procedure, owner, due time with its reason, slip."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from motcua.accounts.vocabulary import Role
from motcua.catalogue import selectors as catalogue
from motcua.catalogue.vocabulary import Level, mark_words
from motcua.desk import shown
from motcua.desk.forms.reasons import REFUSALS, reasons_for
from motcua.desk.forms.reception import ReceptionForm, RefusalForm
from motcua.desk.lines import channel_of
from motcua.desk.matter import matter_of
from motcua.desk.once import keep, kept, made_before, new_token, once
from motcua.desk.places import Place, place_of
from motcua.desk.slips import receipt_pieces
from motcua.dossiers import services
from motcua.dossiers.errors import DueTimeNeeded
from motcua.dossiers.rules.reach import reach_on
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
#: Under this name an address brings back what was typed, to mend it.
_MENDING = "sua"
_NOT_TYPED = ("csrfmiddlewaretoken", "buoc", _SENDING)


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
        "elsewhere": 0 if found else len(_named(catalogue.procedures(on=visitor.on), words)),
        "everywhere": everywhere,
    }  # fmt: skip
    return page(request, visitor, "desk/receive_choose.html", context, current="receive")


def _counters(visitor: Visitor) -> frozenset[int]:
    return visitor.receiving_units


def _procedures(slug: str, words: str, visitor: Visitor) -> tuple[list[Any], bool]:
    """Return the procedures of the unit's level that the words name; of all when it has none."""
    level = Level(organisation.unit_by_slug(slug).level)
    listed = catalogue.procedures(on=visitor.on, level=level)
    everywhere = not listed
    if everywhere:
        listed = catalogue.procedures(on=visitor.on)
    return _named(listed, words), everywhere


def _named(listed: Iterable[Any], words: str) -> list[Any]:
    """Return the procedures whose name or code holds every word, with or without marks."""
    wanted = fold(words).split()
    return [
        one
        for one in listed
        if all(word in f"{fold(one.name)} {one.slug.lower()}" for word in wanted)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def receive(request: HttpRequest, visitor: Visitor, unit: str, procedure: str) -> HttpResponse:
    """Ask for the owner, show the due time with its reason, then receive."""
    place = place_of(visitor, unit, procedure)
    token = request.GET.get(_SENDING, "")
    before = made_before(request, token)
    if before is not None:
        messages.success(request, "Hồ sơ này đã được tiếp nhận.")
        return HttpResponseRedirect(reverse("desk:slip", args=[before]))
    form = _form(_typed(request), place, visitor)
    agreed = _agreed(form, place, visitor.now) if form.is_bound else None
    gone_on = None if agreed is None else _gone_on(request, visitor, place, form)
    if gone_on is not None:
        return gone_on
    context = {
        "place": place,
        "form": form,
        "here": place.address("receive_form"),
        "refuse": place.address("refuse_counter"),
        "boundary_free": reach_on(visitor.on) is not None,
        "back": f"{reverse('desk:receive')}?don_vi={place.unit_slug}",
    }
    if agreed is not None and token:
        shown_now = _confirmation(form, place, agreed, visitor.now)
        kept_now = {"kept": [*_pairs(form.data), (_SENDING, token)], "token": token}
        return page(
            request, visitor, "desk/receive_confirm.html", {**context, **shown_now, **kept_now},
            current="receive",
        )  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return page(
        request, visitor, "desk/receive_form.html", context, current="receive", status=status
    )


def _typed(request: HttpRequest) -> Mapping[str, str] | None:
    """Return what is sent now, or what was typed before the page of the due time."""
    if request.method == "POST":
        return request.POST
    return kept(request, request.GET.get(_SENDING) or request.GET.get(_MENDING, ""))


def _pairs(typed: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in typed.items() if name not in _NOT_TYPED]


def _gone_on(
    request: HttpRequest, visitor: Visitor, place: Place, form: ReceptionForm
) -> HttpResponse | None:
    """Do what a right form asks: on to the due time, or receive; None when it is only shown."""
    step = request.POST.get("buoc", "")
    if step == "xem":
        token = new_token()
        keep(request, token, dict(_pairs(request.POST)))
        return HttpResponseRedirect(f"{place.address('receive_form')}?{_SENDING}={token}")
    if step != "nhan":
        return None
    try:
        number = once(
            request, request.POST.get(_SENDING, ""), lambda: _receive(visitor, place, form)
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, "Đã tiếp nhận hồ sơ.")
    return HttpResponseRedirect(reverse("desk:slip", args=[number]))


def _form(typed: Mapping[str, str] | None, place: Place, visitor: Visitor) -> ReceptionForm:
    version = catalogue.version_on(procedure_id=place.procedure, on=visitor.on)
    limits = () if version is None else catalogue.version_facts(version_id=version.pk).time_limits
    cases = {row.case: case_words(row.case, row.value, row.unit) for row in limits}
    plain = services.preview(
        application=Application(place.unit, place.procedure, Channel.DIRECT, ""), at=visitor.now
    )
    return ReceptionForm(
        typed,
        cases=list(cases.items()),
        due_needed=plain.limit is None,
        due_always=all(row.value is None or row.unit is None for row in limits),
    )


def case_words(case: str, value: int | None, unit: str | None) -> str:
    """Return a case of a limit with the limit, for a choice."""
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
        owner_phone=given.get("phone", ""),
        owner=owner,
        limit_case=given.get("limit_case", ""),
        clock_from=given.get("clock_from"),
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
    form: ReceptionForm, place: Place, agreed: Terms, at: datetime
) -> dict[str, object]:
    given = form.cleaned_data
    signed_at: datetime | None = given["clock_from"]
    begins_at = signed_at or at
    due = agreed.due(begins_at)
    since = (
        moment(begins_at)
        if signed_at is None
        else (f"khi ký biên bản giao nhận với bưu chính, {moment(signed_at)}")
    )
    clock = Clock(
        cues=(),
        due_at=given["due_at"] if due is None else due.due_at,
        sentence=f"Thời hạn {agreed.printed_limit}{_source(agreed)}, tính từ {since}.",
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
        *(() if signed_at is None else (Fact("Giờ ký biên bản giao nhận", moment(signed_at)),)),
    )
    return {"clock": clock, "facts": facts}


def _source(agreed: Terms) -> str:
    """Return how the limit is known, in brackets."""
    known = mark_words(agreed.limit_mark)
    return f" (nguồn: {known})" if known and agreed.limit is not None else ""


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def refuse(request: HttpRequest, visitor: Visitor, unit: str, procedure: str) -> HttpResponse:
    """Refuse at the counter, with the reason that the person will read."""
    place = place_of(visitor, unit, procedure)
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
        "limit": shown.limit_on_slip(matter),
        "awaited": row.settling_unit.name if row.boundary_free and not row.due_at else "",
        "parts": matter.parts.lines,
        "officer": "" if begun is None else begun.who,
        "days": [shown.day_lines(one) for one in shown.explanation_of(matter)][:1],
        "back": reverse("desk:dossier", args=[number]),
        "another": reverse("desk:receive") if visitor.receiving_units else "",
        "crumbs": (Link(str(row), reverse("desk:dossier", args=[number])), Link("Giấy hẹn")),
    }
    return page(request, visitor, "desk/slip.html", context, current="receive")
