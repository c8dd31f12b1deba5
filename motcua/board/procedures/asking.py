"""An act that needs no form: what it will do, then one button."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from motcua.kernel.errors import Refusal
from motcua.pages.frame import page
from motcua.pages.parts import Confirmation, Link
from motcua.pages.visitors import Visitor

#: The line of the navigation.
CURRENT = "procedures"


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its question, what it does, its button, where it leads."""

    question: str
    tells: Sequence[str]
    button: str
    done: str
    do: Callable[[], object]
    back: str
    after: str
    crumbs: Sequence[Link]
    warn: bool = False


def asked(request: HttpRequest, visitor: Visitor, act: Act) -> HttpResponse:
    """Show what an act will do, or do it; a refusal stands above the question."""
    refused = ""
    if request.method == "POST":
        try:
            act.do()
        except Refusal as refusal:
            refused = str(refusal)
        else:
            messages.success(request, act.done)
            return HttpResponseRedirect(act.after)
    confirmation = Confirmation(act.question, tuple(act.tells), request.path, act.button, act.back)
    context = {"act": act, "confirmation": confirmation, "refused": refused}
    return page(
        request, visitor, "board/procedures/confirm.html", context, current=CURRENT,
        status=422 if refused else 200,
    )  # fmt: skip
