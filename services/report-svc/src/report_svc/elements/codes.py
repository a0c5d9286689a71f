"""Data elements in views, which show their names beside them."""

from typing import Annotated

from countykit.own_lists import named_by_county

ElementName = Annotated[str, named_by_county("SELECT region, code, name, updated_at AS since FROM element")]
"""In a view that has a region: the dictionary is the county's."""
