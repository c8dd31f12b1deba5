"""Progress of long work on standard error, from the second second on."""

import sys
import time

_QUIET_SECONDS = 2.0
_EVERY_SECONDS = 0.5


class Meter:
    """Tells how far a long work has come; short work stays silent."""

    def __init__(self) -> None:
        """Start the watch."""
        self._told = time.monotonic() + _QUIET_SECONDS - _EVERY_SECONDS
        self._spoke = False

    def tell(self, label: str, count: int) -> None:
        """Show a count, not more often than twice a second."""
        now = time.monotonic()
        if now - self._told < _EVERY_SECONDS:
            return
        self._told = now
        self._spoke = True
        ending = "\r" if sys.stderr.isatty() else "\n"
        print(f"{label}: {count:,}".replace(",", ".") + "  ", end=ending, file=sys.stderr)

    def end(self) -> None:
        """Close the line of progress."""
        if self._spoke and sys.stderr.isatty():
            print(file=sys.stderr)
