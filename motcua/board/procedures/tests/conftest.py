"""What the tests of this section share."""

from motcua.board.procedures.tests.city import city
from motcua.pages.tests.doors import house, then

__all__ = ["city", "house", "then"]
