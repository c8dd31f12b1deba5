"""The root of every expected refusal."""


class Refusal(Exception):
    """A rule refused the request; the message is one Vietnamese sentence that says what to do.

    Doors catch this class and nothing wider. Anything else is a fault.
    """
