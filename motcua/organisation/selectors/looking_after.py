"""Questions of those who look after units and officers: lists, one unit, one officer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from motcua.accounts.vocabulary import Role
from motcua.kernel.text import fold
from motcua.organisation.models import (
    Appointment,
    Delegation,
    Leave,
    Officer,
    OneStopUnit,
    Post,
    RoleGrant,
    RosterEntry,
    Succession,
    Unit,
    UnitName,
    UnitPlace,
)
from motcua.organisation.models.validity import valid_on


@dataclass(frozen=True, slots=True)
class OfficerFilter:
    """Which officers a list shows: words of name, code or user name; unit; role; who left."""

    words: str = ""
    unit_id: int | None = None
    role: Role | None = None
    left: bool = False


def units_at(*, parent_id: int | None, on: date, ended: bool = False) -> QuerySet[Unit]:
    """Return the units directly below a unit, with how many parts each has, by name.

    ended: those that have ended by that day are listed as well.
    """
    rows = Unit.objects.filter(parent_id=parent_id)
    if not ended:
        rows = rows.filter(Q(valid_until=None) | Q(valid_until__gt=on))
    living = Q(children__valid_until=None) | Q(children__valid_until__gt=on)
    return rows.annotate(parts=Count("children", filter=living)).order_by("sort_key", "pk")


def units_named(
    *, words: str, among: Collection[int], on: date, ended: bool = False
) -> QuerySet[Unit]:
    """Return the units among these whose name, address or code holds the words.

    Tone marks do not matter. A name that is no longer, or not yet, borne finds its unit too.
    """
    wanted = fold(words).split()
    rows = Unit.objects.filter(pk__in=among)
    if not ended:
        rows = rows.filter(Q(valid_until=None) | Q(valid_until__gt=on))
    said: dict[int, str] = {
        pk: f"{fold(name)} {slug} {(code or '').lower()} {gso or ''}"
        for pk, name, slug, code, gso in rows.values_list(
            "pk", "name", "slug", "official_code", "gso_code"
        )
    }
    for pk, name in UnitName.objects.filter(unit__in=said).values_list("unit_id", "name"):
        said[pk] += f" {fold(name)}"
    found = [pk for pk, text in said.items() if all(word in text for word in wanted)]
    return units_with_ids(found)


def units_with_ids(ids: Collection[int]) -> QuerySet[Unit]:
    """Return these units with their parents, by name."""
    return Unit.objects.filter(pk__in=ids).select_related("parent").order_by("sort_key", "pk")


def names_of(*, unit_id: int) -> QuerySet[UnitName]:
    """Return what a unit was, is and will be called, the latest first."""
    return UnitName.objects.filter(unit_id=unit_id).order_by("-valid_from")


def places_of(*, unit_id: int) -> QuerySet[UnitPlace]:
    """Return which units a unit belonged, belongs and will belong to, the latest first."""
    rows = UnitPlace.objects.filter(unit_id=unit_id).select_related("parent")
    return rows.order_by("-valid_from")


def origins_of(*, unit_id: int) -> QuerySet[Succession]:
    """Return the units that went into this one, in whole or in part."""
    rows = Succession.objects.filter(successor_id=unit_id).select_related("predecessor")
    return rows.order_by("on", "predecessor__sort_key", "pk")


def points_of(*, unit_id: int) -> QuerySet[OneStopUnit]:
    """Return the one-stop points of a unit, ended ones too, with their counters."""
    rows = OneStopUnit.objects.filter(unit_id=unit_id).prefetch_related("counters")
    return rows.order_by("name", "pk")


def posts_of(*, unit_id: int) -> QuerySet[Post]:
    """Return the posts of a unit, by title."""
    return Post.objects.filter(unit_id=unit_id).order_by("title", "pk")


def people_of(*, unit_id: int, on: date) -> QuerySet[Appointment]:
    """Return who holds which post of a unit on a day, by name."""
    return (
        Appointment.objects.filter(valid_on(on), post__unit_id=unit_id)
        .select_related("officer", "post")
        .order_by("officer__sort_key", "pk")
    )


def roles_at(*, unit_id: int, on: date) -> QuerySet[RoleGrant]:
    """Return who was granted which role for a unit on a day, by name."""
    return (
        RoleGrant.objects.filter(valid_on(on), unit_id=unit_id)
        .select_related("officer")
        .order_by("officer__sort_key", "role", "pk")
    )


def officers_within(*, reach: Collection[int]) -> QuerySet[Officer]:
    """Return the officers who ever held a post or a role at one of these units."""
    post = Appointment.objects.filter(officer=OuterRef("pk"), post__unit__in=reach)
    role = RoleGrant.objects.filter(officer=OuterRef("pk"), unit__in=reach)
    return Officer.objects.filter(Exists(post) | Exists(role))


def officers_kept(*, reach: Collection[int], on: date) -> QuerySet[Officer]:
    """Return the officers that those who look after these units may change.

    They hold a post or a role there, today or later; or they held one, and now hold none anywhere.
    """
    later = Q(valid_until=None) | Q(valid_until__gt=on)
    posts = Appointment.objects.filter(later, officer=OuterRef("pk"))
    roles = RoleGrant.objects.filter(later, officer=OuterRef("pk"))
    here = Exists(posts.filter(post__unit__in=reach)) | Exists(roles.filter(unit__in=reach))
    nowhere = ~Exists(posts) & ~Exists(roles)
    return officers_within(reach=reach).filter(here | nowhere)


def officers_listed(
    *, reach: Collection[int], wanted: OfficerFilter, on: date
) -> QuerySet[Officer]:
    """Return the officers of a list with account, posts and roles of the day, by name."""
    rows = officers_within(reach=reach)
    rows = rows.filter(left_on__isnull=not wanted.left)
    for word in wanted.words.split():
        rows = rows.filter(
            Q(name__icontains=word) | Q(code__icontains=word)
            | Q(account__username__icontains=word) | Q(pk__in=_bare(rows, word))
        )  # fmt: skip
    if wanted.unit_id is not None:
        post = Appointment.objects.filter(
            valid_on(on), officer=OuterRef("pk"), post__unit_id=wanted.unit_id
        )
        role = RoleGrant.objects.filter(
            valid_on(on), officer=OuterRef("pk"), unit_id=wanted.unit_id
        )
        rows = rows.filter(Exists(post) | Exists(role))
    if wanted.role is not None:
        held = RoleGrant.objects.filter(valid_on(on), officer=OuterRef("pk"), role=wanted.role)
        rows = rows.filter(Exists(held))
    posts = Appointment.objects.filter(valid_on(on)).select_related("post__unit")
    roles = RoleGrant.objects.filter(valid_on(on)).select_related("unit")
    return (
        rows.select_related("account")
        .prefetch_related(
            Prefetch("appointments", queryset=posts.order_by("pk"), to_attr="posts_today"),
            Prefetch("role_grants", queryset=roles.order_by("role", "pk"), to_attr="roles_today"),
        )
        .order_by("sort_key", "pk")
    )


def _bare(rows: QuerySet[Officer], word: str) -> list[int]:
    """Return the keys of those whose name holds a word, tone marks or not."""
    bare = fold(word)
    return [key for key, name in rows.values_list("pk", "name") if bare in fold(name)]


def officer_to_look_after(*, code: str, reach: Collection[int]) -> Officer | None:
    """Return the officer with this code if a post or role ever lay within the reach."""
    rows = officers_within(reach=reach).select_related("account")
    return rows.filter(code=code).first()


@dataclass(frozen=True, slots=True)
class HeldByOfficer:
    """Everything one officer holds, held or will hold, each the latest first."""

    appointments: tuple[Appointment, ...]
    roles: tuple[RoleGrant, ...]
    given: tuple[Delegation, ...]
    held: tuple[Delegation, ...]
    roster: tuple[RosterEntry, ...]
    leaves: tuple[Leave, ...]
    stands_in: tuple[Leave, ...]


def held_by(*, officer_id: int) -> HeldByOfficer:
    """Return everything that one officer holds, held or will hold."""
    order = ("-valid_from", "-pk")
    delegations = Delegation.objects.select_related("from_officer", "to_officer", "unit")
    leaves = Leave.objects.select_related("officer", "stand_in")
    return HeldByOfficer(
        tuple(
            Appointment.objects.filter(officer_id=officer_id)
            .select_related("post__unit").order_by(*order)
        ),
        tuple(
            RoleGrant.objects.filter(officer_id=officer_id).select_related("unit").order_by(*order)
        ),
        tuple(delegations.filter(from_officer_id=officer_id).order_by(*order)),
        tuple(delegations.filter(to_officer_id=officer_id).order_by(*order)),
        tuple(
            RosterEntry.objects.filter(officer_id=officer_id)
            .select_related("one_stop_unit__unit", "counter").order_by(*order)
        ),
        tuple(leaves.filter(officer_id=officer_id).order_by(*order)),
        tuple(leaves.filter(stand_in_id=officer_id).order_by(*order)),
    )  # fmt: skip


def officers_of_ids(ids: Collection[int]) -> dict[int, Officer]:
    """Return these officers by key."""
    return {officer.pk: officer for officer in Officer.objects.filter(pk__in=ids)}


def administrators_over(*, unit_ids: Collection[int], on: date) -> QuerySet[Officer]:
    """Return who holds the administrator's role for one of these units that day."""
    held = RoleGrant.objects.filter(
        valid_on(on), officer=OuterRef("pk"), role=Role.ADMINISTRATOR, unit__in=unit_ids
    )
    active = Q(account__is_active=True, left_on=None)
    return Officer.objects.filter(active, Exists(held)).order_by("sort_key", "pk")


def any_unit() -> bool:
    """Return whether there is a unit at all."""
    return Unit.objects.exists()
