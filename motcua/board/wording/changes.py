"""Writing a version, publishing it by a second person, discarding it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from motcua.accounts.vocabulary import Role
from motcua.board.access import role_required
from motcua.board.wording.place import changed_by, sheet_at, standing
from motcua.board.wording.views import CURRENT, crumbs, fields_of, shown
from motcua.documents import rules, selectors, services
from motcua.documents.services import NewText
from motcua.kernel.errors import Refusal
from motcua.pages.errors import NoSuchPage
from motcua.pages.forms import DayField
from motcua.pages.frame import page
from motcua.pages.parts import Link
from motcua.pages.visitors import Visitor


class Unseen(Refusal):
    """The draft that waits is not the one that the page showed."""

    def __init__(self) -> None:
        super().__init__(
            "Bản soạn đã thay đổi từ lúc anh/chị xem, chưa công bố gì; "
            "hãy xem lại bản mới rồi công bố."
        )


class TextForm(forms.Form):
    """The words of the next version, from when, and why."""

    body = forms.CharField(
        label="Nội dung",
        max_length=rules.MOST_CHARACTERS,
        widget=forms.Textarea({"rows": 16}),
        error_messages={"required": "Nhập nội dung mẫu"},
    )
    valid_from = DayField(label="Hiệu lực từ ngày")
    note = forms.CharField(
        label="Vì sao sửa",
        max_length=300,
        widget=forms.TextInput({"size": 30, "autocomplete": "off"}),
        error_messages={"required": "Ghi vì sao sửa, người công bố sẽ đọc"},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **initial: Any) -> None:
        """Make the form; without data it holds the text that stands."""
        super().__init__(data, label_suffix="", initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR)
def edit(request: HttpRequest, visitor: Visitor, unit: str, key: str) -> HttpResponse:
    """Ask for the words, show how they look, then keep them as a draft."""
    place, sheet = changed_by(visitor, unit), sheet_at(key)
    text = standing(visitor, place, key)
    data = request.POST if request.method == "POST" else None
    form = TextForm(data, body=text.body, valid_from=visitor.on)
    home = reverse("board:wording_template", args=[place.slug, key])
    step = request.POST.get("buoc", "")
    context: dict[str, object] = {
        "place": place,
        "sheet": sheet,
        "form": form,
        "fields": fields_of(sheet),
        "here": request.path,
        "back": home,
        "crumbs": crumbs(place, Link(sheet.name, home), Link("Soạn bản mới")),
    }
    if step in ("xem", "ghi") and form.is_valid():
        body = rules.stored(form.cleaned_data["body"])
        try:
            rules.check_body(sheet, body)
            if step == "ghi":
                _keep(visitor, NewText(key, place.unit, body, form.cleaned_data["valid_from"],
                                       form.cleaned_data["note"]))  # fmt: skip
                messages.success(request, "Đã ghi bản soạn. Bản này chờ người thứ hai công bố.")
                return HttpResponseRedirect(home)
        except Refusal as refusal:
            form.add_error("body", str(refusal))
        else:
            changed = rules.differences(text.body, body)
            tried = {**shown(sheet, body), "changed": changed, "kept": _kept(request)}
            return page(
                request, visitor, "board/wording/try.html", {**context, **tried}, current=CURRENT
            )
    status = 422 if step in ("xem", "ghi") else 200
    return page(
        request, visitor, "board/wording/edit.html", context, current=CURRENT, status=status
    )


def _keep(visitor: Visitor, text: NewText) -> None:
    services.write_draft(text=text, by=visitor.who.actor, at=visitor.now)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was typed, to be sent again with the confirmation."""
    return [
        (name, str(value))
        for name, value in request.POST.items()
        if name not in ("csrfmiddlewaretoken", "buoc")
    ]


@require_POST
@role_required(Role.ADMINISTRATOR)
def publish(request: HttpRequest, visitor: Visitor, unit: str, key: str) -> HttpResponse:
    """Publish the draft that waits; the one who wrote it cannot.

    :raises Refusal: the same person, its day has passed, or it is not the draft that was shown.
    """
    number = _draft(visitor, unit, key)
    if request.POST.get("ban_xem") != str(number):
        raise Unseen
    services.publish(version_id=number, by=visitor.who.actor, at=visitor.now)
    messages.success(request, "Đã công bố bản mới.")
    return HttpResponseRedirect(reverse("board:wording_template", args=[unit, key]))


@require_POST
@role_required(Role.ADMINISTRATOR)
def discard(request: HttpRequest, visitor: Visitor, unit: str, key: str) -> HttpResponse:
    """Drop the draft that waits."""
    number = _draft(visitor, unit, key)
    services.discard(version_id=number, by=visitor.who.actor, at=visitor.now)
    messages.success(request, "Đã bỏ bản soạn.")
    return HttpResponseRedirect(reverse("board:wording_template", args=[unit, key]))


def _draft(visitor: Visitor, unit: str, key: str) -> int:
    """Return the draft that waits at a place that this person administers.

    :raises NoSuchPage: there is none.
    """
    place, sheet = changed_by(visitor, unit), sheet_at(key)
    draft = selectors.draft(sheet.key, unit=place.unit)
    if draft is None:
        raise NoSuchPage
    return draft.pk
