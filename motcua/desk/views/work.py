"""Lists of work: the inbox, the dossiers of the units, the search."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.desk.forms.days import days_asked
from motcua.desk.forms.report import sample_table
from motcua.desk.lines import lines_of
from motcua.desk.paging import FROM, pager_of
from motcua.dossiers import selectors
from motcua.dossiers.selectors import Cursor, Queue, WorkPage
from motcua.kernel.text import fold, nfc
from motcua.pages.errors import NotForYou
from motcua.pages.frame import administration, page, reads_dossiers
from motcua.pages.parts import Link, Tab
from motcua.pages.visitors import Visitor, officer_required
from motcua.people import selectors as people
from motcua.people.errors import PersonRefusal, UnknownPerson
from motcua.people.rules import check_identity_number

_FOUND_AT_ONCE = 50
#: No key of a table is larger.
_MOST_KEYS = 2**63
_INBOX = {
    Queue.TO_DO: "Cần làm",
    Queue.OVERDUE: "Quá hạn",
    Queue.DUE_TODAY: "Đến hạn hôm nay",
}
_UNITS = {
    Queue.TO_DO: "Đang giải quyết",
    Queue.OVERDUE: "Quá hạn",
    Queue.WAITING: "Đang tạm dừng",
    Queue.NOT_BEGUN: "Chưa tính hạn",
    Queue.LATE_ANSWER: "Lấy ý kiến quá hạn",
    Queue.LATE_TRANSFER: "Chuyển muộn",
    Queue.NEVER_BEGUN: "Thôi trước khi tính hạn",
}
#: What a list holds, where its name does not say it.
_TOLD = {
    Queue.NOT_BEGUN: "Hồ sơ phi địa giới đã tiếp nhận, cơ quan có thẩm quyền chưa nhận bàn giao "
    "nên chưa tính hạn. Thời gian ghi ở mỗi dòng là hạn nhận bàn giao.",
    Queue.NEVER_BEGUN: "Hồ sơ phi địa giới đã rút hoặc dừng khi chưa tính hạn: biểu thống kê "
    "không đếm, nên liệt kê ở đây.",
    Queue.LATE_ANSWER: "Cơ quan được hỏi chưa trả lời đúng hạn; cơ quan giải quyết báo người đứng "
    "đầu Bộ phận Một cửa.",
    Queue.LATE_TRANSFER: "Theo đơn vị tiếp nhận, kể cả hồ sơ đã xong.",
}
_EMPTY = {
    Queue.TO_DO: "Không còn việc nào phải làm.",
    Queue.OVERDUE: "Không có hồ sơ quá hạn.",
    Queue.DUE_TODAY: "Không có hồ sơ nào đến hạn hôm nay.",
    Queue.WAITING: "Không có hồ sơ nào đang tạm dừng.",
    Queue.LATE_TRANSFER: "Không có hồ sơ nào tiếp nhận trong thời gian này bị chuyển muộn.",
    Queue.NOT_BEGUN: "Không có hồ sơ nào chờ cơ quan có thẩm quyền nhận.",
    Queue.NEVER_BEGUN: "Không có hồ sơ nào thôi giải quyết trước khi tính hạn.",
    Queue.LATE_ANSWER: "Không có ý kiến nào quá hạn trả lời.",
}


@require_safe
@officer_required
def inbox(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the steps that wait for this person, nearest due time first."""
    queue = _queue(request, _INBOX)
    found = selectors.inbox(visitor.who, now=visitor.now, queue=queue, after=_after(request))
    waiting = visitor.waiting
    counted = {Queue.TO_DO: waiting.to_do, Queue.OVERDUE: waiting.overdue,
               Queue.DUE_TODAY: waiting.due_today}  # fmt: skip
    home = reverse("desk:inbox")
    context = {
        "title": "Việc của tôi",
        "queue": queue,
        "total": waiting.to_do,
        "told": "",
        "filters": None,
        "error": "",
        "receive": reverse("desk:receive") if visitor.receiving_units else "",
        "tabs": [
            Tab(label, f"{home}?hang={one}", counted[one], current=one is queue)
            for one, label in _INBOX.items()
        ],
        "empty_action": _elsewhere(visitor),
        **_listed(request, visitor, found, queue),
    }
    return page(request, visitor, "desk/list.html", context, current=queue)


def _elsewhere(visitor: Visitor) -> Link | None:
    """Return where to go on from an empty inbox: the dossiers of the units, or the board."""
    if reads_dossiers(visitor):
        return Link("Xem hồ sơ của đơn vị", reverse("desk:units"))
    pages = administration(visitor, current="")
    return Link("Mở trang Quản trị", pages[0].href) if pages else None


@require_safe
@officer_required
def units(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the open dossiers that the units of this person settle, or what they must watch."""
    if not reads_dossiers(visitor):
        raise NotForYou("người làm việc với hồ sơ")
    queue = _queue(request, _UNITS)
    seen, home, asked = sorted(visitor.units), reverse("desk:units"), None
    if queue in selectors.WATCHED:
        asked = days_asked(request.GET, today=visitor.on)
        found = selectors.watched(
            queue, units=seen, now=visitor.now, period=asked.period, after=_after(request)
        )
    else:
        found = selectors.of_units(units=seen, now=visitor.now, queue=queue, after=_after(request))
    by_days = queue is Queue.LATE_TRANSFER
    context = {
        "title": "Hồ sơ của đơn vị",
        "queue": queue,
        "total": None,
        "told": _TOLD.get(queue, ""),
        "filters": asked.bar(home, queue) if asked and by_days else None,
        "error": asked.error if asked and by_days else "",
        "receive": "",
        "empty_action": None,
        "tabs": [
            Tab(label, f"{home}?hang={one}", current=one is queue) for one, label in _UNITS.items()
        ],
        **_listed(request, visitor, found, queue, asked.parts if asked and by_days else {}),
    }
    return page(request, visitor, "desk/list.html", context, current="units")


@require_safe
@officer_required
def search(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Find dossiers by code, by the owner's name or personal number, among those one sees."""
    asked = nfc(request.GET.get("tim", ""))
    numbers = _found(visitor, asked) if asked else []
    rows = selectors.rows_of(numbers[:_FOUND_AT_ONCE])
    context = {
        "asked": asked,
        "lines": lines_of(rows, now=visitor.now, calendar=visitor.calendar),
        "more": len(numbers) > _FOUND_AT_ONCE,
        "most": _FOUND_AT_ONCE,
    }
    return page(request, visitor, "desk/search.html", context)


def _found(visitor: Visitor, asked: str) -> list[int]:
    """Return the numbers of what was found: a code first, then a number, then a name."""
    code = "".join(asked.split()).upper()
    seen = visitor.dossiers
    for wanted in (Q(code=code) | Q(reference=code), Q(source_code__in=[code, code.lower()])):
        numbers = list(seen.filter(wanted).values_list("pk", flat=True)[: _FOUND_AT_ONCE + 1])
        if numbers:
            return numbers
    try:
        owner = people.person_by_number(check_identity_number(asked))
        mine = seen.filter(owner=owner.pk)
    except UnknownPerson:
        return []
    except PersonRefusal:
        mine = seen.filter(owner__folded__startswith=fold(asked))
    newest = mine.order_by("-pk").values_list("pk", flat=True)
    return list(newest[: _FOUND_AT_ONCE + 1])


def _queue(request: HttpRequest, known: dict[Queue, str]) -> Queue:
    asked = request.GET.get("hang", "")
    return next((queue for queue in known if queue == asked), Queue.TO_DO)


def _after(request: HttpRequest) -> Cursor | None:
    found = Cursor.read(request.GET.get(FROM, ""))
    return found if found is not None and 0 <= found.id < _MOST_KEYS else None


def _listed(
    request: HttpRequest,
    visitor: Visitor,
    found: WorkPage,
    queue: Queue,
    kept: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, object]:
    following = "" if found.following is None else found.following.written()
    return {
        "lines": lines_of(found.rows, now=visitor.now, calendar=visitor.calendar),
        "pager": pager_of(request, kept={"hang": queue, **kept}, following=following),
        "empty": _EMPTY[queue],
        "now": visitor.now,
    }


@require_safe
@officer_required
def samples(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show what each loaded sample says of itself: readings chosen, things made up."""
    told = [(sample, sample_table(sample)) for sample in selectors.samples()]
    return page(request, visitor, "desk/samples.html", {"samples": told})
