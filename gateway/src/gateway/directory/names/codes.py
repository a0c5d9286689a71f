"""Codes in views of the gateway, which show their names beside them. It keeps bodies in a table of its own."""

from typing import Annotated

from servicekit.naming import Named

DepartmentCode = Annotated[str, Named("SELECT code, name FROM registered_department WHERE code = ANY($1)")]
"""A body; one that has ended keeps its name."""
DirectoryCode = Annotated[str, Named("SELECT code, name FROM directory_name WHERE code = ANY($1)")]
"""A region or a body, whichever the rest of the view says."""
