"""Items of the lists in views, which show their names beside them."""

from typing import Annotated

from countykit.own_lists import named_by_county

ItemCode = Annotated[
    str,
    named_by_county("""
        SELECT edition.region, list_item.code, list_item.name, edition.effective_from AS since
        FROM list_item JOIN edition ON edition.id = list_item.edition_id
        WHERE edition.state NOT IN ('draft', 'recalled')
    """),
]
