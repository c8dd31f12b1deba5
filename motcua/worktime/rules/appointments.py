"""Times that hang on the clock: the transfer of a dossier, the last day for an extension."""

from datetime import date, datetime

from motcua.worktime.errors import ExtensionNotLater, ExtensionTooLate
from motcua.worktime.rules.calendar import Calendar, step
from motcua.worktime.rules.limits import after_cutoff
from motcua.worktime.rules.minutes import end_of, local, minute_of, moment
from motcua.worktime.rules.terms import Term, term_on
from motcua.worktime.vocabulary import NoticeCount, RuleSet


def transfer_due_at(
    *, received_at: datetime, calendar: Calendar, rules: RuleSet = RuleSet.Y2021
) -> datetime:
    """Return until when a received dossier must have been handed to the settling agency.

    Within the working day; received after 15:00, or when the office is closed, at the beginning
    of the next working day (Nghị định 61/2018/NĐ-CP Điều 18).
    """
    here = local(received_at)
    day = here.date()
    open_still = calendar.is_working_day(day) and minute_of(here) < calendar.closing(day)
    if open_still and not after_cutoff(here, rules):
        return end_of(day, calendar)
    following = calendar.working_day_after(day)
    return moment(following, calendar.opening(following))


def extension_latest_on(
    *, due_at: datetime, calendar: Calendar, count: NoticeCount = NoticeCount.DAY
) -> date:
    """Return the last day on which an extension with apology may be written.

    How long before the due date is a dated setting, 1 day so far (Nghị định 61/2018/NĐ-CP Điều 19
    khoản 9); whether that day must be a working day is another.
    """
    latest_on = local(due_at).date()
    for _ in range(term_on(Term.EXTENSION_NOTICE, latest_on).limit.value):
        working = count is NoticeCount.WORKING_DAY
        latest_on = calendar.working_day_before(latest_on) if working else step(latest_on, -1)
    return latest_on


def check_extension(
    *,
    at: datetime,
    due_at: datetime,
    new_due_at: datetime,
    calendar: Calendar,
    count: NoticeCount = NoticeCount.DAY,
) -> None:
    """Refuse an extension that comes too late or does not move the due time on.

    :raises ExtensionTooLate: it is the due day already, or the setting's last day has passed.
    :raises ExtensionNotLater: the new due time is not later, or on a day off.
    """
    due_on = local(due_at).date()
    latest_on = extension_latest_on(due_at=due_at, calendar=calendar, count=count)
    if local(at).date() > latest_on:
        raise ExtensionTooLate(due_on=due_on, latest_on=latest_on)
    if new_due_at <= due_at or not calendar.is_working_day(local(new_due_at).date()):
        raise ExtensionNotLater(due_on=due_on)
