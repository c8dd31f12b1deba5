"""How long one waits after failed log-ins. Settings of ours, not of the law."""

from datetime import datetime, timedelta

#: Failures in a row of one name at one address, after which one has to wait.
FAILURES_BEFORE_WAIT = 5
#: Failures of all names at one address; a whole office may stand behind one address.
FAILURES_OF_ADDRESS = 60
#: After so long without a failure the count begins anew.
FORGOTTEN_AFTER = timedelta(hours=24)
#: An address is forgiven one failure in so long: a whole office errs now and then all day.
ADDRESS_FORGIVEN_EVERY = timedelta(seconds=15)
#: Tries with one name from all addresses together, in so long: many machines guess slowly.
TRIES_OF_NAME = 50
NAME_COUNTED_FOR = timedelta(hours=1)
_WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
)


def locked_until(*, failures: int, at: datetime) -> datetime | None:
    """Return until when a name waits after that many failures in a row, None if it need not."""
    over = failures - FAILURES_BEFORE_WAIT
    return None if over < 0 else at + _WAITS[min(over, len(_WAITS) - 1)]


def address_locked_until(*, failures: int, at: datetime) -> datetime | None:
    """Return until when a whole address waits, None if it need not."""
    return at + _WAITS[2] if failures >= FAILURES_OF_ADDRESS else None


def name_locked_until(*, tries: int, since: datetime) -> datetime | None:
    """Return until when a name waits at every address, None if it need not."""
    return since + NAME_COUNTED_FOR if tries >= TRIES_OF_NAME else None
