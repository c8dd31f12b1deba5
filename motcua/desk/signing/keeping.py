"""What a session needs while it lasts and after: time left, going on, kept forms."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from motcua.accounts import services
from motcua.accounts.services import KeptForm
from motcua.pages import sessions
from motcua.pages.errors import NoSuchPage
from motcua.pages.frame import page
from motcua.pages.visitors import Visitor, officer_required

_TITLES = {
    "desk:receive_form": "Tiếp nhận hồ sơ mới",
    "desk:refuse_counter": "Từ chối tiếp nhận tại quầy",
}


@never_cache
@require_safe
@officer_required
def left(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Return how many seconds the session lasts if nobody uses it; asking is no use."""
    return JsonResponse({"seconds": sessions.seconds_left(request, now=visitor.now)})


@require_POST
@officer_required
def extend(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Go on: the session was used just now."""
    request.session[sessions.SEEN] = visitor.now.timestamp()
    return HttpResponse(status=204)


@require_POST
@officer_required
def keep(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Keep what stands in a form, as the page does by itself shortly before the end."""
    path = request.POST.get("trang", "")
    if not _is_page(path):
        raise NoSuchPage
    values = [pair for pair in sessions.plain_values(request) if pair[0] != "trang"]
    kept = services.keep_draft(
        account_id=request.user.pk or 0, path=path, values=values, at=visitor.now
    )
    return HttpResponse(status=204 if kept else 422)


@require_safe
@officer_required
def drafts(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the forms that were kept: go on with one, or throw it away."""
    kept = services.drafts_of(account_id=request.user.pk or 0, at=visitor.now)
    found = [(_title(draft.path), draft) for draft in kept]
    return page(request, visitor, "desk/signing/drafts.html", {"drafts": found})


@never_cache
@require_safe
@officer_required
def values(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponse:
    """Return what was kept, for the page to put it back into its form."""
    draft = _draft(request.user.pk or 0, number, now=visitor.now)
    return JsonResponse({"path": draft.path, "values": draft.values})


@require_POST
@officer_required
def drop(request: HttpRequest, _visitor: Visitor, number: int) -> HttpResponse:
    """Throw a kept form away."""
    services.drop_draft(account_id=request.user.pk or 0, draft_id=number)
    return HttpResponseRedirect(reverse("desk:drafts"))


def _draft(account_id: int, number: int, *, now: datetime) -> KeptForm:
    mine = services.drafts_of(account_id=account_id, at=now)
    for draft in mine:
        if draft.id == number:
            return draft
    raise NoSuchPage


def _title(path: str) -> str:
    """Return what a page is for, in a few words."""
    match = resolve(path) if _is_page(path) else None
    name = match.view_name if match else ""
    if name == "desk:act" and match is not None:
        return f"Việc trên hồ sơ số {match.kwargs['number']}"
    board = "Trang quản trị" if name.startswith("board:") else "Biểu mẫu"
    return _TITLES.get(name, board)


def _is_page(path: str) -> bool:
    try:
        return path.startswith("/") and not path.startswith("//") and bool(resolve(path))
    except Resolver404:
        return False
