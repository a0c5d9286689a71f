"""Tables in and out: lists export as XLSX or CSV by Accept, imports take what people have, with errors per row."""

from servicekit.tabular.columns import Titled
from servicekit.tabular.exporting import BEIJING, MEDIA_TYPES, export, is_list, title_of, wanted, written
from servicekit.tabular.importing import ImportReport, Row, RowError, RowsRefused, Table, read
from servicekit.tabular.refusals import UNREADABLE, TableSuspicious, TableUnreadable

__all__ = [
    "BEIJING", "MEDIA_TYPES", "UNREADABLE", "ImportReport", "Row", "RowError", "RowsRefused", "Table",
    "TableSuspicious", "TableUnreadable", "Titled", "export", "is_list", "read",
    "title_of", "wanted", "written",
]  # fmt: skip
