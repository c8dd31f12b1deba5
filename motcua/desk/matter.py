"""One dossier at the desk: its page, who looks at it, and the steps in that person's hands."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from motcua.accounts.vocabulary import Role
from motcua.catalogue import selectors as catalogue
from motcua.catalogue.rules import StepPlan
from motcua.catalogue.vocabulary import Mode
from motcua.dossiers import selectors
from motcua.dossiers.errors import NoSuchDossier
from motcua.dossiers.rules.route import PLAIN_ROUTE, RETURN, may_do
from motcua.dossiers.selectors import DossierPage, Papers, Parts, StepLine
from motcua.dossiers.vocabulary import ACTS, Deed, StepState
from motcua.pages.visitors import Visitor


@dataclass(frozen=True)
class Matter:
    """A dossier that this visitor may see."""

    visitor: Visitor
    page: DossierPage

    @property
    def number(self) -> int:
        """The key of the dossier."""
        return self.page.dossier.pk

    @cached_property
    def papers(self) -> Papers:
        """Requests, consultations, apologies, results and parts."""
        return selectors.papers(self.number)

    @cached_property
    def parts(self) -> Parts:
        """Its interlinked parts, with their deadlines rolled up."""
        return selectors.parts_of(self.page.dossier, self.papers.children)

    @cached_property
    def within_reach(self) -> frozenset[int]:
        """The parts, and the whole it is a part of, that this visitor may open."""
        kin = ({part.id for part in self.parts.lines} | {self.page.dossier.parent_id}) - {None}
        if not kin:
            return frozenset()
        return frozenset(self.visitor.dossiers.filter(pk__in=kin).values_list("pk", flat=True))

    @cached_property
    def plans(self) -> Sequence[StepPlan]:
        """The steps of its route."""
        route = self.page.dossier.route_id
        return PLAIN_ROUTE if route is None else catalogue.frozen_route(route_id=route).steps

    @cached_property
    def in_hand(self) -> tuple[StepLine, ...]:
        """The open steps that this person has or may take."""
        who = self.visitor.who
        return tuple(
            step
            for step in self.page.open_steps
            if step.role
            and step.officer_id in (None, who.officer)
            and may_do(Role(step.role), who.roles_at([step.unit_id]))
        )

    @property
    def to_take_over(self) -> tuple[StepLine, ...]:
        """The steps in hand that were handed over and not taken yet.

        The return of a result is no work that somebody takes over: it waits for its owner.
        """
        return tuple(
            step
            for step in self.in_hand
            if step.state is StepState.HANDED_OVER and step.key != RETURN
        )

    @property
    def taken(self) -> tuple[StepLine, ...]:
        """The steps in hand that were taken."""
        return tuple(step for step in self.in_hand if step.state is StepState.TAKEN)

    @property
    def conditional(self) -> tuple[StepPlan, ...]:
        """The steps ahead that start only if they are wanted, up to the next certain one."""
        found: list[StepPlan] = []
        for plan in self.page.ahead:
            if plan.mode is not Mode.IF and not plan.case:
                break
            found.append(plan)
        return tuple(found)

    @property
    def last_entry(self) -> int:
        """The number of the last line of its journal."""
        return self.page.journal[0].number if self.page.journal else 0

    def answerable(self) -> dict[int, str]:
        """Return the open questions that this person may answer for the agency asked."""
        roles = ACTS[Deed.ANSWER_CONSULTATION].roles
        return {
            asked.pk: f"{asked.unit.name}: {asked.question}"
            for asked in self.papers.consultations
            if asked.answered_at is None and self.visitor.who.roles_at([asked.unit_id]) & roles
        }


def matter_of(visitor: Visitor, number: int) -> Matter:
    """Return a dossier with everything its page shows.

    :raises NoSuchDossier: there is none, or this person may not see it: the same sentence.
    """
    page = selectors.page_seen(visitor.who, number, on=visitor.on)
    if page is None:
        raise NoSuchDossier
    return Matter(visitor, page)
