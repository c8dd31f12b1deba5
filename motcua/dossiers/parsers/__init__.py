"""Event logs of other systems, read into cases; nothing here knows the database."""

from motcua.dossiers.parsers.cases import Gathered, Progress, gather, open_table
from motcua.dossiers.parsers.errors import FileRefused, MappingRefused
from motcua.dossiers.parsers.mapping import Mapping, Zone, read_mapping
from motcua.dossiers.parsers.tables import Table

__all__ = [
    "FileRefused",
    "Gathered",
    "Mapping",
    "MappingRefused",
    "Progress",
    "Table",
    "Zone",
    "gather",
    "open_table",
    "read_mapping",
]
