"""The entry of `./run`: sets Django up, then hands over; turns what goes wrong into a sentence."""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType
from typing import NoReturn

import django
from django.utils.module_loading import import_string

from motcua.config import environment, faults
from motcua.kernel.errors import Refusal

REFUSED = 1
INTERRUPTED = 130
#: Named, not imported: tables can be imported only after Django is set up.
_COMMANDS = "motcua.config.commands.main"


def main(argv: Sequence[str]) -> int:
    """Run one command line and return the exit status: 0 done, 1 refused or failed, 2 usage."""
    signal.signal(signal.SIGTERM, _leave)
    try:
        environment.read()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
        django.setup()
        command: Callable[[Sequence[str]], int] = import_string(_COMMANDS)
        status = command(argv)
        sys.stdout.flush()
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader went away (`./run report | head`): nobody is left to be told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except Exception:
        print(faults.sentence(faults.record()), file=sys.stderr)
        return REFUSED
    return status


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    # An ordinary end, so that the private server is stopped on the way out.
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
