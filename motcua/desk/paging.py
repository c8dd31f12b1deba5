"""Pages of a list that is read by its order: the way back is kept in the address."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest

from motcua.pages.parts import Pager

#: Where the page begins, and where the pages before it began.
FROM, TRAIL = "sau", "qua"
#: The first page begins nowhere; it stands so in the trail.
_FIRST = "-"
#: How many pages back an address remembers; before them only the first is offered.
_MOST = 20
_LONGEST = 64


def pager_of(request: HttpRequest, *, kept: Mapping[str, str], following: str) -> Pager:
    """Return the links to the first page, the one before and the next.

    kept: the question of the list. following: where the next page begins, empty at the end.
    """
    here = request.GET.get(FROM, "")
    trail = _trail(request)

    def address(begin: str, before: list[str]) -> str:
        begun = {} if begin in ("", _FIRST) else {FROM: begin}
        walked = {TRAIL: ",".join(before[-_MOST:])} if begun and before else {}
        return f"?{urlencode({**kept, **begun, **walked})}"

    return Pager(
        first=address("", []) if here else "",
        previous=address(trail[-1], trail[:-1]) if here and trail else "",
        following=address(following, [*trail, here or _FIRST]) if following else "",
    )


def _trail(request: HttpRequest) -> list[str]:
    walked = request.GET.get(TRAIL, "").split(",")
    return [begin for begin in walked if begin and len(begin) <= _LONGEST][-_MOST:]
