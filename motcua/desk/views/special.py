"""Receiving for a competent agency elsewhere, and receiving a whole with its parts."""

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from motcua.catalogue import selectors as catalogue
from motcua.desk.forms.reception import ReceptionForm
from motcua.desk.forms.special import BoundaryFreeForm, InterlinkedForm, Named
from motcua.desk.once import new_token, once
from motcua.desk.places import Place, place_of
from motcua.desk.views.reception import case_words
from motcua.dossiers import services
from motcua.dossiers.rules.reach import check_reach, reach_on
from motcua.dossiers.services import Application, EnteredDue
from motcua.kernel.errors import Refusal
from motcua.organisation import selectors as organisation
from motcua.pages.frame import page
from motcua.pages.visitors import Visitor, officer_required
from motcua.people import services as people
from motcua.people.rules import NewPerson
from motcua.tally.vocabulary import Channel

_SENDING = "lan-gui"


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def boundary_free(
    request: HttpRequest, visitor: Visitor, unit: str, procedure: str
) -> HttpResponse:
    """Receive for another settling unit; its clock starts when that unit takes it over."""
    place = place_of(visitor, unit, procedure)
    form = BoundaryFreeForm(
        request.POST if request.method == "POST" else None,
        units=[one for one in _units(visitor) if one[0] != place.unit],
        cases=_cases(place, visitor),
    )

    def receive() -> int:
        given = form.cleaned_data
        application = replace(
            _application(form, place), settling_unit=given["settles"], boundary_free=True
        )
        return services.receive(application=application, by=visitor.who, at=timezone.now()).id

    title = "Tiếp nhận phi địa giới hành chính"
    check_reach(day=visitor.on)
    reach = reach_on(visitor.on)
    told = "" if reach is None else reach.words
    return _page(request, visitor, place, form, (title, "receive_boundary_free", receive), told)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def interlinked(request: HttpRequest, visitor: Visitor, unit: str, procedure: str) -> HttpResponse:
    """Receive an interlinked procedure with its parts: one receipt for all of them."""
    place = place_of(visitor, unit, procedure)
    plain = services.preview(
        application=Application(place.unit, place.procedure, Channel.DIRECT, ""), at=visitor.now
    )

    def computable(procedure: int, settles: int | None) -> bool:
        part = Application(
            place.unit, procedure, Channel.DIRECT, "", settling_unit=settles or place.unit
        )
        return services.preview(application=part, at=visitor.now).limit is not None

    form = InterlinkedForm(
        request.POST if request.method == "POST" else None,
        units=_units(visitor),
        procedures=[(one.pk, one.slug, one.name) for one in catalogue.procedures(on=visitor.on)],
        cases=_cases(place, visitor),
        due_needed=plain.limit is None,
        computable=computable,
    )

    def receive() -> int:
        given = form.cleaned_data
        due = EnteredDue(given["due_at"], given["ground"]) if given.get("due_at") else None
        received = services.receive_interlinked(
            application=_application(form, place), parts=form.parts, by=visitor.who,
            at=timezone.now(), due=due,
        )  # fmt: skip
        return received[0].id

    title = "Tiếp nhận hồ sơ liên thông"
    return _page(request, visitor, place, form, (title, "receive_interlinked", receive))


def _units(visitor: Visitor) -> list[Named]:
    return [(unit.pk, unit.slug, unit.name) for unit in organisation.units_on(visitor.on)]


def _cases(place: Place, visitor: Visitor) -> list[tuple[str, str]]:
    version = catalogue.version_on(procedure_id=place.procedure, on=visitor.on)
    limits = () if version is None else catalogue.version_facts(version_id=version.pk).time_limits
    return list({row.case: case_words(row.case, row.value, row.unit) for row in limits}.items())


def _application(form: ReceptionForm, place: Place) -> Application:
    given = form.cleaned_data
    person = NewPerson(
        name=given["owner_name"], identity_number=given["identity"], phone=given["phone"]
    )
    return Application(
        unit=place.unit,
        procedure=place.procedure,
        channel=given["channel"],
        owner_name=given["owner_name"],
        owner_phone=given.get("phone", ""),
        owner=people.enter_person(person=person),
        limit_case=given.get("limit_case", ""),
        clock_from=given.get("clock_from"),
    )


def _page(
    request: HttpRequest,
    visitor: Visitor,
    place: Place,
    form: ReceptionForm,
    what: tuple[str, str, Callable[[], int]],
    told: str = "",
) -> HttpResponse:
    """Show the form, or receive and go to the slip; what: title, name of the address, the act.

    told: the rule that the form stands on, with its source.
    """
    title, name, receive = what
    token = request.POST.get(_SENDING, "")
    if form.is_bound and form.is_valid():
        try:
            number = once(request, token, receive)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            # Nothing was made: what is shown now is a new sending.
            token = ""
        else:
            messages.success(request, "Đã tiếp nhận hồ sơ.")
            return HttpResponseRedirect(reverse("desk:slip", args=[number]))
    context = {
        "title": title,
        "told": told,
        "place": place,
        "form": form,
        "here": place.address(name),
        "back": place.address("receive_form"),
        "token": token or new_token(),
    }
    status = 422 if form.is_bound else 200
    return page(
        request, visitor, "desk/receive_special.html", context, current="receive", status=status
    )
