"""The first page of the administration: what there is to look after."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motcua.accounts.vocabulary import Role
from motcua.board.access import role_required
from motcua.pages.frame import administration, page
from motcua.pages.visitors import Visitor


@require_safe
@role_required(Role.ADMINISTRATOR, Role.AUDITOR)
def home(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the pages of the administration that this person may open."""
    pages = administration(visitor, current="administration")
    return page(request, visitor, "board/home.html", {"pages": pages}, current="administration")
