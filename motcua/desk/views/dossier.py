"""The page of one dossier, its acts, and a logged look at the owner's numbers."""

from collections.abc import Sequence

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from motcua.desk import shown
from motcua.desk.acts import Job, job_at, offered
from motcua.desk.errors import ChangedMeanwhile, NothingToChoose
from motcua.desk.forms.base import ActForm
from motcua.desk.forms.entry import PurposeForm
from motcua.desk.forms.reasons import form_of
from motcua.desk.forms.units import UnitForm
from motcua.desk.lines import channel_of
from motcua.desk.matter import Matter, matter_of
from motcua.dossiers import rules, selectors
from motcua.dossiers.errors import NoSuchDossier
from motcua.dossiers.vocabulary import Deed
from motcua.journal import selectors as journal
from motcua.journal import services as journal_services
from motcua.journal.rules import Subject
from motcua.kernel.errors import Refusal
from motcua.pages.frame import page
from motcua.pages.parts import Fact, Link, Tab
from motcua.pages.visitors import Visitor, officer_required

#: The parts of the page, each with its own address.
PARTS = {
    "thong-tin": "Thông tin",
    "so-thoi-han": "Sổ thời hạn",
    "nhat-ky": "Nhật ký",
    "giay-to": "Giấy tờ, trao đổi",
}
#: Up to which urgency an act is the one next step, or stands beside it; how many do.
_NEXT, _BESIDE, _SECOND = 4, 6, 3


@require_safe
@officer_required
def dossier(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponse:
    """Show a dossier: route, clock, next acts, and one part of what is known of it."""
    matter = matter_of(visitor, number)
    jobs = offered(matter)
    told = shown.explanation_of(matter)
    asked = request.GET.get("phan", "")
    part = asked if asked in PARTS else "thong-tin"
    first, second, others = _arranged(jobs)
    context = {
        **_head(matter),
        "clock": shown.clock_of(matter, told),
        "stages": shown.stages_of(matter),
        "steps": matter.page.steps,
        "route_source": selectors.marks_of(matter.page.dossier).route,
        "invented_route": matter.page.dossier.route_id is None,
        "first": shown.actions_of(matter, first),
        "second": shown.actions_of(matter, second),
        "others": shown.actions_of(matter, others),
        "held": shown.held_elsewhere(matter),
        "part": part,
        "tabs": _tabs(matter, part),
        "facts": shown.facts_of(matter),
        "told": list(zip(matter.page.clock, told, strict=True)),
        "moments": shown.journal_of(matter),
        "papers": matter.papers,
        "parts": shown.parts_of(matter),
        "notice": shown.notice_term(matter),
    }
    return page(request, visitor, "desk/dossier.html", context)


def _arranged(jobs: Sequence[Job]) -> tuple[Sequence[Job], Sequence[Job], Sequence[Job]]:
    """Part the acts into the one next step, a few beside it, and the rest."""
    first = [job for job in jobs[:1] if job.urgent <= _NEXT]
    rest = [job for job in jobs if job not in first]
    second = [job for job in rest if job.urgent <= _BESIDE][:_SECOND]
    return first, second, [job for job in rest if job not in second]


def _head(matter: Matter) -> dict[str, object]:
    row = matter.page.dossier
    status, tone = shown.status_of(matter)
    return {
        "number": matter.number,
        "code": str(row),
        "procedure": row.procedure.name,
        "owner": row.owner_name or "chưa có tên",
        "channel": channel_of(row.channel),
        "status": status,
        "tone": tone,
        "parent": None
        if row.parent is None
        else Link(
            str(row.parent),
            reverse("desk:dossier", args=[row.parent.pk])
            if row.parent.pk in matter.within_reach
            else "",
        ),
        "back": reverse("desk:dossier", args=[matter.number]),
        "crumbs": (Link("Việc của tôi", reverse("desk:inbox")), Link(str(row))),
    }


def _tabs(matter: Matter, part: str) -> list[Tab]:
    papers = matter.papers
    hung = (papers.supplements, papers.consultations, papers.apologies, papers.results,
            papers.children)  # fmt: skip
    counted = {
        "thong-tin": None,
        "so-thoi-han": len(matter.page.clock),
        "nhat-ky": len(matter.page.journal),
        "giay-to": sum(len(kind) for kind in hung),
    }
    home = reverse("desk:dossier", args=[matter.number])
    return [
        Tab(label, f"{home}?phan={key}", counted[key], current=key == part)
        for key, label in PARTS.items()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def act(request: HttpRequest, visitor: Visitor, number: int, address: str) -> HttpResponse:
    """Show the form of an act with its effect on the clock, or do it."""
    job, matter = job_at(address), matter_of(visitor, number)
    form = form_of(job.deed, job.form)(matter, request.POST if request.method == "POST" else None)
    searching = isinstance(form, UnitForm) and form.searching
    if form.is_bound and not searching:
        if _done(job, form, matter):
            messages.success(request, _said(job, matter_of(visitor, number)))
            return HttpResponseRedirect(reverse("desk:dossier", args=[number]))
    else:
        _check(job, matter)
    context = {
        **_head(matter),
        "job": job,
        "form": form,
        "due_at": matter.page.dossier.due_at,
        "foreseen": shown.foreseen_of(matter, job.deed),
    }
    status = 422 if form.is_bound and not searching else 200
    return page(request, visitor, "desk/act.html", context, status=status)


def _check(job: Job, matter: Matter) -> None:
    """Refuse to show a form that could not be used.

    :raises Refusal: the life cycle or the person's roles do not allow the act.
    """
    if job.deed is not Deed.ANSWER_CONSULTATION:
        rules.check_act(job.deed, situation=matter.page.situation, acting=matter.visitor.who)
    if not job.form.fits(matter):
        raise NothingToChoose(job.label)


def _done(job: Job, form: ActForm, matter: Matter) -> bool:
    """Do the act; what is wrong or refused goes into the form, with everything typed kept."""
    try:
        _check(job, matter)
        if not form.is_valid():
            return False
        _carry_out(job, form, matter)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _carry_out(job: Job, form: ActForm, matter: Matter) -> None:
    """Do the act, unless the dossier has moved on since the form was shown.

    The rules of the life cycle speak first: their sentence says more.

    :raises Refusal: a rule refuses it, or the form was sent before.
    """
    number, visitor = matter.number, matter.visitor
    with transaction.atomic():
        if (
            visitor.dossiers.select_for_update(of=("self",)).only("pk").filter(pk=number).first()
            is None
        ):
            raise NoSuchDossier
        last = journal.entries_of(Subject("dossier", str(number))).first()
        # Only after the lock: who waited acts after the one that was waited for.
        job.do(dossier_id=number, by=visitor.who, at=timezone.now(), **form.values())
        if form.seen is not None and last is not None and last.number != form.seen:
            raise ChangedMeanwhile(last.recorded_at)


def _said(job: Job, matter: Matter) -> str:
    newest = matter.page.journal[0].says if matter.page.journal else job.label
    return f"Đã ghi: {newest}"


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def reveal(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponse:
    """Ask why, write it down, and only then show the owner's numbers."""
    matter = matter_of(visitor, number)
    form = PurposeForm(request.POST if request.method == "POST" else None, label_suffix="")
    facts: tuple[Fact, ...] = ()
    if form.is_bound and form.is_valid():
        journal_services.record_reading(
            by=visitor.who.actor,
            subject=Subject("dossier", str(number)),
            what="số định danh, điện thoại của chủ hồ sơ",
            purpose=form.cleaned_data["purpose"],
            at=visitor.now,
        )
        facts = _open_facts(matter)
    context = {**_head(matter), "form": form, "facts": facts}
    status = 422 if form.is_bound and not facts else 200
    return page(request, visitor, "desk/reveal.html", context, status=status)


def _open_facts(matter: Matter) -> tuple[Fact, ...]:
    return tuple(
        Fact(fact.term, fact.value or "chưa có")
        for fact in shown.facts_of(matter)
        if fact.masked or fact.term == "Chủ hồ sơ"
    )
