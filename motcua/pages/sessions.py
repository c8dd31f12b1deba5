"""The session of an officer: idle time, what is due after log-in, what stood in a form.

The middleware asks the database only once a minute: when a session was used last, its idle time
and its duties lie in the session itself, put there at log-in.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from motcua.accounts import services
from motcua.accounts.selectors import USUAL_IDLE_MINUTES
from motcua.accounts.vocabulary import Duty
from motcua.pages.addresses import address_of
from motcua.pages.formats import hour

#: What the session holds: minutes, seconds since 1970, duties, where to go on to.
IDLE, SEEN, DUTIES, WANTED = "phut-cho", "dung-luc", "phai-lam", "di-tiep"
#: Since when the session lasts, in seconds since 1970: used or not, it ends within a day's work.
BEGAN = "tu-luc"
#: What the log-in page is to say: the session ended, and until when the form is kept.
ENDED, KEPT = "da-het", "da-giu"
#: The hidden field by which a refilled form names the draft it came from.
DRAFT = "ban_nhap"
#: The name of the address to go on to after log-in.
NEXT = "tiep"
_TOUCH_SECONDS = 60
#: Asking how much time is left is no use of the session, and neither is what a page does of itself.
_NO_USE = frozenset({"desk:session_left", "desk:session_keep"})
_ALWAYS = _NO_USE | {"desk:log_out", "desk:session_extend"}
#: Pages of which nothing is ever kept: they hold passwords and codes.
_NEVER_KEPT = (
    "pages:", "desk:log_in", "desk:log_out", "desk:second_factor", "desk:sign_on",
    "desk:session_", "desk:draft", "board:sessions_",
)  # fmt: skip
_DUTY_PAGES = {
    Duty.PASSWORD: ("board:sessions_password",),
    Duty.SECOND_FACTOR: (
        "board:sessions_factors", "board:sessions_app", "board:sessions_passkey",
        "board:sessions_codes",
    ),
}  # fmt: skip
_SECRET_WORDS = ("password", "mat_khau", "csrfmiddlewaretoken", "ma_xac_thuc")


class Sessions(SessionMiddleware):
    """Django's sessions, where a session that cannot be saved is told for what it is.

    Django answers a bare 400 to both: a session that was ended meanwhile, and a database that
    died while it was being saved. The second is a fault of ours, and worth sending again.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        """Save the session; when it has been ended meanwhile, say so."""
        try:
            return super().process_response(request, response)  # type: ignore[arg-type]  # a stream too
        except SessionInterrupted as interrupted:
            fault = _cause(interrupted)
            if fault is not None:
                raise fault from interrupted
        gone = render(request, "pages/interrupted.html", status=HTTPStatus.FORBIDDEN)
        gone.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Lax")
        return gone


def _cause(interrupted: BaseException) -> DatabaseError | InterfaceError | None:
    """Return what the database died of, None when it only found no session."""
    before = interrupted.__context__
    while before is not None:
        if isinstance(before, OperationalError | InterfaceError):
            return before
        before = before.__context__
    return None


class SessionWatch:
    """Ends what nobody used for too long, keeps what it sent, leads to what is due first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Stand before the rest."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let every request pass; the work is done once its page is known."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],  # noqa: ARG002 (Django gives it)
        args: Sequence[Any],  # noqa: ARG002 (Django gives it)
        kwargs: dict[str, Any],  # noqa: ARG002 (Django gives it)
    ) -> HttpResponse | None:
        """Return where the visitor has to go first, None to go on."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        cookie = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if not cookie or name.startswith("pages:"):
            return None
        now = timezone.now()
        if SESSION_KEY not in request.session:
            return _keep(request, name, cookie, now=now)
        if _is_over(request, now=now):
            services.expire_session(session_key=cookie, at=now)
            logout(request)
            request.session[ENDED] = True
            return _keep(request, name, cookie, now=now)
        if name not in _NO_USE:
            _touch(request, now=now)
        request.idle_seconds = idle_minutes(request) * 60  # type: ignore[attr-defined]  # read by officer.html
        _drop_refilled(request)
        return _first_duty(request, name)


def idle_minutes(request: HttpRequest) -> int:
    """Return after how many minutes without use this session ends."""
    minutes: int = request.session.get(IDLE, USUAL_IDLE_MINUTES)
    return minutes


def seconds_left(request: HttpRequest, *, now: datetime) -> int:
    """Return in how many seconds this session ends if nobody uses it."""
    seen: float = request.session.get(SEEN, now.timestamp())
    return max(0, int(seen + idle_minutes(request) * 60 - now.timestamp()))


def duty_of(request: HttpRequest) -> Duty | None:
    """Return what this person must do before anything else, None if nothing."""
    duties: list[str] = request.session.get(DUTIES, [])
    return Duty(duties[0]) if duties else None


def duty_done(request: HttpRequest, duty: Duty) -> str:
    """Take a duty off the list and return where to go on to."""
    left = [one for one in request.session.get(DUTIES, []) if one != duty]
    request.session[DUTIES] = left
    if left:
        return duty_address(Duty(left[0]))
    wanted: str = request.session.pop(WANTED, "")
    return wanted or reverse("desk:home")


def duty_address(duty: Duty) -> str:
    """Return the page on which a duty is done."""
    return reverse(_DUTY_PAGES[duty][0])


def plain_values(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what a form sent, without files, tokens and passwords."""
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if not any(word in name.lower() for word in _SECRET_WORDS)
    ]


def _is_over(request: HttpRequest, *, now: datetime) -> bool:
    began: float = request.session.get(BEGAN, now.timestamp())
    too_long = now.timestamp() - began > settings.SESSION_COOKIE_AGE
    return too_long or (SEEN in request.session and not seconds_left(request, now=now))


def _touch(request: HttpRequest, *, now: datetime) -> None:
    seen = request.session.get(SEEN)
    if seen is None or now.timestamp() - seen >= _TOUCH_SECONDS:
        request.session[SEEN] = now.timestamp()
        key = request.session.session_key
        if key is not None:
            services.touch_session(session_key=key, address=address_of(request), at=now)


def _first_duty(request: HttpRequest, name: str) -> HttpResponse | None:
    duty = duty_of(request)
    if duty is None or name in _ALWAYS or name in _DUTY_PAGES[duty]:
        return None
    return HttpResponseRedirect(duty_address(duty))


def _keep(
    request: HttpRequest, name: str, session_key: str, *, now: datetime
) -> HttpResponse | None:
    """Keep a form that came too late for its sender, and send him to log in.

    The check against forged forms has passed before: nobody can plant a draft from elsewhere.
    """
    if request.method != "POST" or name.startswith(_NEVER_KEPT):
        return None
    kept = services.keep_draft_of_session(
        session_key=session_key, path=request.path, values=plain_values(request), at=now
    )
    if not kept:
        return None
    request.session[ENDED], request.session[KEPT] = True, hour(now)
    return HttpResponseRedirect(f"{reverse('desk:log_in')}?{urlencode({NEXT: request.path})}")


def _drop_refilled(request: HttpRequest) -> None:
    """Throw away the draft of a form that is sent at last."""
    number = request.POST.get(DRAFT, "") if request.method == "POST" else ""
    if number.isascii() and number.isdigit() and len(number) < 18:
        account_id = int(request.session[SESSION_KEY])
        services.drop_draft(account_id=account_id, draft_id=int(number))
