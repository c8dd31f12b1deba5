"""An act that needs no form: what it will do, then one button."""

import hashlib
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
_SEEN = "ban_xem"


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
    #: Everything the act is about, as it stands: what changed since it was shown is not done.
    state: str = ""


class Unseen(Refusal):
    """What the act is about is no longer what the page showed."""

    def __init__(self) -> None:
        super().__init__(
            "Bản dự thảo đã thay đổi từ lúc anh/chị xem, chưa công khai gì; "
            "hãy xem lại rồi công khai."
        )


def asked(request: HttpRequest, visitor: Visitor, act: Act) -> HttpResponse:
    """Show what an act will do, or do it; a refusal stands above the question."""
    refused = ""
    if request.method == "POST":
        try:
            if act.state and request.POST.get(_SEEN) != _digest(act.state):
                raise Unseen
            act.do()
        except Refusal as refusal:
            refused = str(refusal)
        else:
            messages.success(request, act.done)
            return HttpResponseRedirect(act.after)
    confirmation = Confirmation(
        act.question, tuple(act.tells), request.path, act.button, act.back,
        ((_SEEN, _digest(act.state)),) if act.state else (),
    )  # fmt: skip
    context = {"act": act, "confirmation": confirmation, "refused": refused}
    return page(
        request, visitor, "board/procedures/confirm.html", context, current=CURRENT,
        status=422 if refused else 200,
    )  # fmt: skip


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
