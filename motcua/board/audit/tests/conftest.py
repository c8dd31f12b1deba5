"""What the tests of this section share: the doors' house and day."""

from motcua.pages.tests.doors import house, then

__all__ = ["house", "then"]
