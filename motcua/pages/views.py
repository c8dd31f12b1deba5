"""Shared views: the reader's preferences, the style sheet, the page of components.

The pages of faults (403, 404, 500) are templates that Django finds by their names.
"""

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from motcua.kernel.errors import Refusal
from motcua.pages import sheets
from motcua.pages.preferences import CHOICES, cookie_name
from motcua.pages.specimen import specimen_context

_YEAR_SECONDS = 365 * 24 * 60 * 60


@require_http_methods(["GET", "HEAD", "POST"])
def set_preference(request: HttpRequest) -> HttpResponse:
    """Keep the chosen preferences in cookies and go back to where the reader was."""
    given = request.POST if request.method == "POST" else request.GET
    response = HttpResponseRedirect(_safe_path(request, given.get("next", "/")))
    for name, values in CHOICES.items():
        if given.get(name) in values:
            response.set_cookie(
                cookie_name(name),
                given[name],
                max_age=_YEAR_SECONDS,
                secure=request.is_secure(),
                httponly=True,
                samesite="Lax",
            )
    return response


@require_safe
def sheet(request: HttpRequest, name: str, version: str) -> HttpResponse:
    """Serve a joined style sheet; a name with another hash is an old page's and gets the new."""
    try:
        found = sheets.sheet(name)
    except KeyError as missing:
        raise Http404 from missing
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(found.compressed if packed else found.text, content_type="text/css")
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    lasting = version == found.version
    response["Cache-Control"] = (
        f"public, max-age={_YEAR_SECONDS}, immutable" if lasting else "no-cache"
    )
    return response


@require_safe
def specimen(request: HttpRequest) -> HttpResponse:
    """Show every component in its states; for developers only."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "pages/specimen.html", specimen_context())


def refused(request: HttpRequest, refusal: Refusal, back: str = "") -> HttpResponse:
    """Answer a refused act that has no form to go back to: the sentence, and the way back."""
    context = {"sentence": str(refusal), "back": back}
    return render(request, "pages/refused.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _safe_path(request: HttpRequest, wanted: str) -> str:
    """Return the wanted address when it is on this host, else the first page."""
    allowed = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if allowed else "/"
