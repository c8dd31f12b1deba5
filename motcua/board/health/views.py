"""Operations: the state of the installation, reactions that wait for a person, dated limits."""

import shutil
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.accounts.vocabulary import Role
from motcua.board.access import READERS, role_required
from motcua.board.health import shown
from motcua.board.health.forms import GiveUpForm, LimitForm
from motcua.journal import services as journal
from motcua.organisation import selectors as organisation
from motcua.pages.errors import NoSuchPage
from motcua.pages.frame import page
from motcua.pages.visitors import Visitor
from motcua.storage import events, safe_copies
from motcua.storage.errors import NotParked
from motcua.storage.safe_copies import Kind

HERE = "operations"
NAMES = {Kind.BACKUP.value: "Bản sao lưu gần nhất", Kind.TRIAL.value: "Lần khôi phục thử gần nhất"}


def looks_after_all(visitor: Visitor) -> bool:
    """Return whether the person administers a unit that stands under no other: the installation."""
    held = {unit for role, unit in visitor.who.grants if role is Role.ADMINISTRATOR}
    return any(len(organisation.ancestor_ids(unit_id=unit)) == 1 for unit in held)


@require_safe
@role_required(*READERS)
def overview(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show how the installation stands."""
    now = visitor.now
    waiting = events.waiting()
    disk = shutil.disk_usage(_existing(Path(settings.HOME)))
    copies = [
        shown.copy_state(safe_copies.age_of(kind, now=now, on=visitor.on), name)
        for kind, name in NAMES.items()
    ]
    context = {
        "states": [
            *copies,
            shown.worker_state(now),
            shown.queue_state(waiting, now),
            shown.figures_state(now),
            shown.disk_state(disk.free, disk.total),
        ],
        "troubles": shown.troubles(events.troubled(), now),
        "parked": waiting.parked,
        "runs": safe_copies.newest(),
        "may_act": looks_after_all(visitor),
    }
    return page(request, visitor, "board/health/overview.html", context, current=HERE)


@require_POST
@role_required(Role.ADMINISTRATOR)
def retry(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponse:
    """Let a parked reaction be tried again."""
    _check_reach(visitor)
    journal.retry_parked(event_id=number, by=visitor.who.actor, at=visitor.now)
    messages.success(request, "Việc nền sẽ được chạy lại trong vài giây.")
    return HttpResponseRedirect(reverse("board:health"))


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR)
def give_up(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponse:
    """Ask why, then drop a parked reaction for good."""
    _check_reach(visitor)
    try:
        event = events.parked_event(number)
    except NotParked as gone:
        raise NoSuchPage from gone
    form = GiveUpForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        journal.give_up_parked(event_id=number, reason=reason, by=visitor.who.actor, at=visitor.now)
        messages.success(request, "Đã bỏ việc nền và ghi lý do vào nhật ký.")
        return HttpResponseRedirect(reverse("board:health"))
    context = {"form": form, "trouble": shown.troubles([event], visitor.now)[0]}
    return _form_page(request, visitor, "board/health/give_up.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR)
def limit(request: HttpRequest, visitor: Visitor, name: str) -> HttpResponse:
    """Set how old the last backup, or the last test of one, may be."""
    _check_reach(visitor)
    if name not in NAMES:
        raise NoSuchPage
    hours = safe_copies.hours_on(name, visitor.on)
    start = {"hours": hours, "valid_from": visitor.on}
    form = LimitForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid():
        journal.set_limit(name=name, by=visitor.who.actor, at=visitor.now, **form.cleaned_data)
        messages.success(request, "Đã đặt ngưỡng mới.")
        return HttpResponseRedirect(reverse("board:health"))
    context = {"form": form, "name": name, "title": NAMES[name], "hours": hours}
    return _form_page(request, visitor, "board/health/limit.html", context)


def _form_page(
    request: HttpRequest, visitor: Visitor, template: str, context: dict[str, object]
) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return page(request, visitor, template, context, current=HERE, status=status)


def _check_reach(visitor: Visitor) -> None:
    if not looks_after_all(visitor):
        raise NoSuchPage


def _existing(path: Path) -> Path:
    return next(folder for folder in (path, *path.parents) if folder.exists())
