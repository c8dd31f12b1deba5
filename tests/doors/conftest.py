"""What the walks over all doors share: the doors' house and day."""

from motcua.pages.tests.doors import house, then

__all__ = ["house", "then"]
