"""Files made of answers: tables and lists as CSV and XLSX."""

from motcua.reports.services.cells import notes
from motcua.reports.services.csv_files import dossiers_csv, write_dossiers_csv, write_table_csv
from motcua.reports.services.xlsx_files import write_dossiers_xlsx, write_table_xlsx

__all__ = [
    "dossiers_csv",
    "notes",
    "write_dossiers_csv",
    "write_dossiers_xlsx",
    "write_table_csv",
    "write_table_xlsx",
]
