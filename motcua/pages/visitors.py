"""Who stands at a door: the account's officer, roles of the day, and what they may see."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from motcua.dossiers import selectors
from motcua.dossiers.errors import NoSuchDossier
from motcua.dossiers.rules import Acting
from motcua.dossiers.selectors import Counts
from motcua.dossiers.vocabulary import ACTS, Deed
from motcua.kernel.errors import Refusal
from motcua.kernel.periods import day_of
from motcua.organisation import selectors as organisation
from motcua.pages.errors import NoSuchPage, NotForYou
from motcua.pages.sessions import NEXT
from motcua.pages.views import refused
from motcua.worktime import selectors as worktime
from motcua.worktime.rules import Calendar

Given = ParamSpec("Given")
NUL = "\x00"


@dataclass(frozen=True)
class Visitor:
    """An officer during one request; everything asked of the database is asked once.

    now: the instant of the request, which every act of it is dated by.
    """

    who: Acting
    now: datetime

    @property
    def on(self) -> date:
        """The day of the request in Việt Nam."""
        return day_of(self.now)

    @property
    def unit(self) -> int | None:
        """The unit whose calendar counts on lists, None without any role."""
        return min((unit for _, unit in self.who.grants), default=None)

    @property
    def receiving_units(self) -> frozenset[int]:
        """The units at whose counter this person receives dossiers."""
        roles = ACTS[Deed.RECEIVE].roles
        return frozenset(unit for role, unit in self.who.grants if role in roles)

    @cached_property
    def units(self) -> frozenset[int]:
        """The units whose dossiers this person sees."""
        return selectors.units_seen(self.who, on=self.on)

    @property
    def dossiers(self) -> QuerySet[Any]:
        """The dossiers this person may see; the only way to one."""
        return selectors.visible_to(self.who, on=self.on)

    @cached_property
    def waiting(self) -> Counts:
        """How many steps wait for this person."""
        return selectors.counts(self.who, now=self.now)

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar by which lists say how much time is left."""
        return worktime.calendar_for(unit_id=self.unit)


def officer_required(
    view: Callable[Concatenate[HttpRequest, Visitor, Given], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, Given], HttpResponseBase]:
    """Give a view the officer of the account; without one, the log-in or the page of no right.

    What the rooms refuse inside becomes one sentence: 404 for a dossier that is hidden or
    missing (the same words), 403 for a page of another role, 422 for everything else.
    """

    @wraps(view)
    def guarded(
        request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs
    ) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("desk:log_in"), NEXT)
        visitor = visitor_of(request)
        if visitor is None:
            # Whoever is no officer any more is out the same minute.
            logout(request)
            return render(request, "pages/no_officer.html", status=403)
        try:
            _check_address(request)
            response = view(request, visitor, *args, **kwargs)
        except (NoSuchDossier, NoSuchPage) as missing:
            response = _told(request, missing, title="Không tìm thấy", status=404)
        except NotForYou as hidden:
            response = _told(
                request, hidden, title="Anh/chị không có quyền xem trang này", status=403
            )
        except Refusal as refusal:
            response = refused(request, refusal, back=_back(request))
        # Personal data must not stay on a shared machine of the counter.
        add_never_cache_headers(response)
        return response

    return guarded


def _back(request: HttpRequest) -> str:
    """Return where one came from: the dossier that the address names, else the inbox."""
    named = {} if request.resolver_match is None else request.resolver_match.kwargs
    if "number" in named:
        return reverse("desk:dossier", args=[named["number"]])
    return reverse("desk:inbox")


def _check_address(request: HttpRequest) -> None:
    """Refuse an address with a character that no table can hold.

    :raises NoSuchPage: there is a NUL in it.
    """
    if any(NUL in text for text in (request.path, *request.GET.values())):
        raise NoSuchPage


def visitor_of(request: HttpRequest) -> Visitor | None:
    """Return the officer who logs in with the account of the request, None if there is none."""
    account = request.user.pk
    now = timezone.now()
    found = None if account is None else organisation.on_duty(account, on=day_of(now))
    return None if found is None else Visitor(selectors.acting_now(found), now)


def _told(request: HttpRequest, refusal: Refusal, *, title: str, status: int) -> HttpResponse:
    context = {"title": title, "sentence": str(refusal)}
    return render(request, "pages/told.html", context, status=status)
