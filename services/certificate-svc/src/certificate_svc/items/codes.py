"""Items in views, which show their names beside them."""

from typing import Annotated

from countykit.own_lists import named_by_county

ItemCode = Annotated[str, named_by_county("SELECT region, code, name, effective_from AS since FROM certificate_item")]
