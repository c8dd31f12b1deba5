"""Every change of the administration: its form, what it will do, then the deed.

A change is asked in a form, confirmed on a page that says what it touches, and done by one call
of a service. What the service refuses stands above the form again; nothing typed is lost.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from motcua.kernel.errors import Refusal
from motcua.pages.frame import page
from motcua.pages.parts import Confirmation, Link
from motcua.pages.visitors import Visitor

#: The hidden field that says the confirmation was read.
_STEP, _CONFIRMED, _MEND = "buoc", "lam", "sua"
Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One change: words, form, what it touches, what does it.

    tells: sentences of the confirmation. do: makes the change; returns where to go on, or the
    page to show instead. done: the sentence afterwards.
    """

    title: str
    button: str
    form: forms.Form
    back: str
    tells: Callable[[Given], Sequence[str]]
    do: Callable[[Given], str | HttpResponse]
    done: str
    crumbs: Sequence[Link] = ()
    about: str = ""
    warn: bool = False


def change(request: HttpRequest, visitor: Visitor, asked: Change, *, current: str) -> HttpResponse:
    """Show the form of a change, its confirmation, or do it.

    current: the name of the line of the navigation that the page belongs to.
    """
    form = asked.form
    step = request.POST.get(_STEP, "")
    if request.method == "POST" and step != _MEND and form.is_valid():
        try:
            if step != _CONFIRMED:
                return _confirmation(request, visitor, asked, current=current)
            after = asked.do(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            if isinstance(after, HttpResponse):
                return after
            messages.success(request, asked.done)
            return HttpResponseRedirect(after)
    wrong = request.method == "POST" and step != _MEND
    context = {"asked": asked, "form": form, "here": request.path, "faulty": wrong}
    status = 422 if wrong else 200
    return page(request, visitor, "board/units/act.html", context, current=current, status=status)


def _confirmation(
    request: HttpRequest, visitor: Visitor, asked: Change, *, current: str
) -> HttpResponse:
    kept = [
        (name, value)
        for name in request.POST
        if name not in ("csrfmiddlewaretoken", _STEP)
        for value in request.POST.getlist(name)
    ]
    confirmation = Confirmation(
        question=f"{asked.title}?",
        consequences=tuple(asked.tells(asked.form.cleaned_data)),
        action=request.path,
        button=asked.button,
        back=request.path,
        kept=[*kept, (_STEP, _CONFIRMED)],
    )
    context = {
        "asked": asked,
        "confirmation": confirmation,
        "mend": [*kept, (_STEP, _MEND)],
        "here": request.path,
    }
    return page(request, visitor, "board/units/confirm.html", context, current=current)
