"""Two people at one draft: who saved last must have seen what the other saved."""

from hashlib import sha256

from django.http import HttpRequest

from motcua.kernel.errors import Refusal

#: The hidden field that says which state of the draft the page showed.
SEEN = "thay"


class ChangedMeanwhile(Refusal):
    """Somebody else changed the draft after the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Người khác đã sửa bản dự thảo từ lúc anh/chị mở trang; hãy mở lại trang này rồi sửa."
        )


def state_of(draft: object) -> str:
    """Return a short text that is another one when the draft says something else."""
    return sha256(repr(draft).encode()).hexdigest()[:16]


def check_seen(request: HttpRequest, draft: object) -> None:
    """Refuse a form that was drawn from an older state of the draft.

    A form that does not say what it was drawn from passes: it was made by hand.

    :raises ChangedMeanwhile: the draft says something else by now.
    """
    if request.POST.get(SEEN, state_of(draft)) != state_of(draft):
        raise ChangedMeanwhile
