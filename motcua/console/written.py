"""How people write a day at the command line: 30/06/2021 as on paper, or 2021-06-30."""

import re

_ON_PAPER = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)(.*)", re.ASCII | re.DOTALL)


def in_iso(text: str) -> str:
    """Return a text that begins with a day as on paper with that day in ISO 8601; others as is.

    What follows the day, such as an hour, stays. Whether there is such a day is not looked at.
    """
    found = _ON_PAPER.fullmatch(text)
    if found is None:
        return text
    day, month, year, rest = found.groups()
    return f"{year}-{month:>02}-{day:>02}{rest.rstrip()}"
