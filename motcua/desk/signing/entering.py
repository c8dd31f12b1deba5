"""From "the password is right" to "logged in": address, second factor, duties, kept forms."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from motcua.accounts import rules, selectors, services
from motcua.accounts.errors import AddressNotAllowed
from motcua.accounts.vocabulary import Duty
from motcua.journal.rules import Actor
from motcua.kernel.periods import day_of
from motcua.organisation import selectors as organisation
from motcua.pages import sessions
from motcua.pages.addresses import address_of

#: Between the password and the second factor the session holds this and nothing else.
PENDING = "cho-lop-hai"
_BACKEND = "django.contrib.auth.backends.ModelBackend"
_PATIENCE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Person:
    """Who is about to log in, as on that day."""

    account_id: int
    actor: Actor
    must_have_factor: bool


def proceed(request: HttpRequest, account_id: int, *, wanted: str) -> HttpResponse:
    """Go on after the first proof (password, or the identity provider): second factor, or in.

    :raises AddressNotAllowed: the account may not log in from here.
    """
    now = timezone.now()
    _check_address(request, account_id, now=now)
    if not selectors.factors_of(account_id):
        return enter(request, account_id, wanted=wanted)
    account = selectors.account_by_id(account_id)
    request.session.cycle_key()
    request.session[PENDING] = {
        "account": account_id, "at": now.timestamp(), "wanted": wanted,
        # A password changed in between ends this too.
        "proof": account.get_session_auth_hash(),
    }  # fmt: skip
    return HttpResponseRedirect(reverse("desk:second_factor"))


def pending(request: HttpRequest) -> tuple[int, str] | None:
    """Return the account that still owes its second factor and where it wants to go."""
    held = request.session.get(PENDING)
    if held is None or timezone.now().timestamp() - held["at"] > _PATIENCE.total_seconds():
        return None
    account = selectors.account_by_id(held["account"])
    if not account.is_active or account.get_session_auth_hash() != held["proof"]:
        return None
    return account.pk, held["wanted"]


def enter(request: HttpRequest, account_id: int, *, wanted: str) -> HttpResponse:
    """Log in, note the session, and go to what is due first, to a kept form, or where wanted."""
    now = timezone.now()
    account = selectors.account_by_id(account_id)
    person = person_of(account_id, now=now)
    login(request, account, backend=_BACKEND)
    for left in (PENDING, sessions.ENDED, sessions.KEPT):
        request.session.pop(left, None)
    policy = selectors.policy_on(day_of(now))
    duties = [Duty.PASSWORD.value] if account.must_change_password else []
    if person.must_have_factor and not selectors.factors_of(account_id):
        duties.append(Duty.SECOND_FACTOR.value)
    onward = _onward(account_id, safe(request, wanted), now=now)
    request.session[sessions.IDLE] = policy.idle_minutes
    request.session[sessions.SEEN] = request.session[sessions.BEGAN] = now.timestamp()
    request.session[sessions.DUTIES], request.session[sessions.WANTED] = duties, onward
    request.session.save()
    services.begin_session(
        account_id=account_id, session_key=str(request.session.session_key),
        address=address_of(request), browser=request.headers.get("User-Agent", ""),
        by=person.actor, at=now,
    )  # fmt: skip
    return HttpResponseRedirect(sessions.duty_address(Duty(duties[0])) if duties else onward)


def person_of(account_id: int, *, now: datetime) -> Person:
    """Return who an account belongs to and whether the roles of the day ask for a factor."""
    on = day_of(now)
    officer = organisation.officer_of_account(account_id)
    if officer is None:
        name = selectors.account_by_id(account_id).username
        return Person(account_id, Actor(name, name, "", ""), must_have_factor=False)
    held = {grant.role for grant in organisation.grants_of(officer.pk, on=on)}
    asked = bool(held & selectors.policy_on(on).second_factor_roles)
    actor = organisation.actor_of(officer, on=on)
    return Person(account_id, actor, must_have_factor=asked and not settings.DEMONSTRATION)


def safe(request: HttpRequest, wanted: str) -> str:
    """Return the wanted address when it is on this host, else the first page."""
    here = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted and here else reverse("desk:home")


def _onward(account_id: int, wanted: str, *, now: datetime) -> str:
    return reverse("desk:drafts") if services.drafts_of(account_id=account_id, at=now) else wanted


def _check_address(request: HttpRequest, account_id: int, *, now: datetime) -> None:
    address = address_of(request)
    officer = organisation.officer_of_account(account_id)
    grants = () if officer is None else organisation.grants_of(officer.pk, on=day_of(now))
    lines = [organisation.ancestor_ids(unit_id=unit) for unit in {one.unit_id for one in grants}]
    labels = organisation.unit_labels({key for line in lines for key in line})
    units = [[labels[key].slug for key in line] for line in lines]
    allowed = selectors.networks_for(account_id, units=units)
    if not rules.is_inside(address, allowed):
        raise AddressNotAllowed(address=address)
