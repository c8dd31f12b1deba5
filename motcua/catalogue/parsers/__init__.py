"""Files of catalogue updates, read into rows of texts."""

from motcua.catalogue.parsers.updates import (
    COLUMNS,
    LARGEST_BYTES,
    UpdateRow,
    read_updates,
)

__all__ = ["COLUMNS", "LARGEST_BYTES", "UpdateRow", "read_updates"]
