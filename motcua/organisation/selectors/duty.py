"""Who stands at a door: what every page of an officer asks, in one statement."""

from dataclasses import dataclass
from datetime import date

from motcua.accounts.vocabulary import Role
from motcua.journal.rules import Actor
from motcua.organisation.models import Appointment
from motcua.organisation.models.validity import valid_on
from motcua.organisation.rules import Grant
from motcua.organisation.selectors.officers import name_in_full
from motcua.storage import sql
from motcua.storage.sql import Statement

_VALID = "valid_from <= %(on)s and (valid_until is null or valid_until > %(on)s)"
#: `officer_of_account`, `actor_of` and `grants_of` in one: every page of an officer asks it.
_WHO = Statement(
    "organisation.who",
    f"""
select o.id, o.code, o.name, p.title, u.name, u.kind, above.name, g.role, g.unit_id
from organisation_officer o
left join lateral (
  select post_id from organisation_appointment where officer_id = o.id and {_VALID}
  order by valid_from desc, id desc limit 1) a on true
left join organisation_post p on p.id = a.post_id
left join organisation_unit u on u.id = p.unit_id
left join organisation_unit above on above.id = u.parent_id
left join lateral (
  select role, unit_id from organisation_rolegrant where officer_id = o.id and {_VALID}
  union
  select d.role, d.unit_id from organisation_delegation d
  where d.to_officer_id = o.id and {_VALID} and exists (
    select from organisation_rolegrant held
    where held.officer_id = d.from_officer_id and held.role = d.role
      and held.unit_id = d.unit_id and {_VALID.replace("valid_", "held.valid_")})) g on true
where o.account_id = %(account)s
""",
)


@dataclass(frozen=True, slots=True)
class OnDuty:
    """An officer as on a day: key, title and unit, what he may do."""

    officer_id: int
    actor: Actor
    grants: tuple[Grant, ...]


@dataclass(frozen=True, slots=True)
class Login:
    """Under which name an officer logs in, with title and unit."""

    username: str
    title: str
    unit: str


def on_duty(account_id: int, *, on: date) -> OnDuty | None:
    """Return who logs in with this account as on that day, in one statement, or None.

    The same as `officer_of_account`, `actor_of` and `grants_of` together.
    """
    rows = sql.named(_WHO, {"account": account_id, "on": on})
    if not rows:
        return None
    key, code, name, title, unit, kind, above, *_ = rows[0]
    grants = sorted({(row[7], row[8]) for row in rows if row[7] is not None})
    return OnDuty(
        officer_id=key,
        actor=Actor(
            code=code,
            name=name,
            title=title or "",
            unit="" if unit is None else name_in_full(unit, kind, above),
        ),
        grants=tuple(Grant(Role(role), unit_id) for role, unit_id in grants),
    )


def logins_of(prefix: str, *, on: date) -> tuple[Login, ...]:
    """Return who may log in among the officers whose code begins so, as on that day."""
    rows = (
        Appointment.objects.filter(
            valid_on(on), officer__code__startswith=prefix, officer__account__is_active=True
        )
        .order_by("officer_id", "-valid_from", "-pk")
        .values_list("officer__account__username", "post__title", "post__unit__name")
    )
    return tuple(Login(*row) for row in rows)
