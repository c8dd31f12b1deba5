"""What every answer carries against misuse, and how much one sender may ask.

The policy lets pages load from this server only: no inline script or style, no frame, no other
origin. Counts of requests are kept in the memory of each process: enough against a program that
tries names or empties a table; the web server in front limits all processes together
(docs/installation.md).
"""

import math
import time
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from motcua.pages.addresses import address_of

Answer = Callable[[HttpRequest], HttpResponseBase]

#: The largest body that is read at all: ten scanned pages; nginx is told the same.
LARGEST_BODY = 30 * 1024 * 1024
#: Requests a minute. An office may stand behind one address, so the first is no small number.
ANONYMOUS_POSTS, EXPENSIVE = 60, 60
#: Pages that ask much of the database, by their names.
EXPENSIVE_PAGES = frozenset(
    {"desk:search", "desk:table", "desk:table_file", "desk:behind", "desk:behind_file"}
)
_MINUTE = 60.0
_MOST_SENDERS = 20_000


def content_policy() -> str:
    """Return the policy as one header; the officers' identity provider may be sent forms."""
    known = getattr(settings, "OIDC", None)
    issuer = urlsplit(known.issuer if known else "")
    provider = f" {issuer.scheme}://{issuer.netloc}" if issuer.netloc else ""
    parts = (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        f"form-action 'self'{provider}",
    )
    return "; ".join(parts)


class Headers:
    """Middleware that gives every answer its headers."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response
        self._headers = {
            "Content-Security-Policy": content_policy(),
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=()",
        }

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the headers that the page has not set itself."""
        response = self._get_response(request)
        for name, value in self._headers.items():
            response.headers.setdefault(name, value)
        return response


class Limits:
    """Middleware that refuses bodies that are too large and senders that ask too often."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response
        self._posts, self._heavy = Bucket(ANONYMOUS_POSTS), Bucket(EXPENSIVE)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or say in one sentence why not."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return _told(
                request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Nội dung gửi quá lớn",
                f"Mỗi lần gửi không quá {LARGEST_BODY // 1024 // 1024} MB; hãy chia nhỏ tệp.",
            )  # fmt: skip
        if request.method == "POST" and not request.user.is_authenticated:
            wait = self._posts.wait(address_of(request))
            if wait:
                return _too_often(request, wait)
        return self._get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        """Limit the pages that cost much, by account."""
        match = request.resolver_match
        if match is None or match.view_name not in EXPENSIVE_PAGES:
            return None
        wait = self._heavy.wait(f"{request.user.pk or address_of(request)}")
        return _too_often(request, wait) if wait else None


class Bucket:
    """So many requests a minute for each sender, refilled steadily."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = a_minute, clock
        self._left: dict[str, tuple[float, float]] = {}

    def wait(self, sender: str) -> int:
        """Take one request; return 0, or the seconds until there is one to take."""
        now = self._clock()
        left, at = self._left.get(sender, (float(self._most), now))
        left = min(float(self._most), left + (now - at) * self._most / _MINUTE)
        if left < 1:
            return math.ceil((1 - left) * _MINUTE / self._most)
        if len(self._left) >= _MOST_SENDERS:
            self._forget(now)
        self._left[sender] = (left - 1, now)
        return 0

    def _forget(self, now: float) -> None:
        """Drop senders who have all their requests again; if none has, everybody."""
        self._left = {
            sender: (left, at) for sender, (left, at) in self._left.items() if now - at < _MINUTE
        }
        if len(self._left) >= _MOST_SENDERS:
            self._left.clear()


def _too_often(request: HttpRequest, wait: int) -> HttpResponseBase:
    response = _told(
        request, HTTPStatus.TOO_MANY_REQUESTS, "Gửi quá nhiều lần",
        f"Máy này gửi quá nhiều lần trong một phút; hãy đợi {wait} giây rồi thử lại.",
    )  # fmt: skip
    response.headers["Retry-After"] = str(wait)
    return response


def _told(request: HttpRequest, status: HTTPStatus, title: str, sentence: str) -> HttpResponseBase:
    context = {"title": title, "sentence": sentence}
    return render(request, "pages/told.html", context, status=status)
