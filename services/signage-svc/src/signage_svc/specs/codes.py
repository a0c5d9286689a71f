"""Rows of the spec table in views, which show their names beside them."""

from typing import Annotated

from countykit.own_lists import named_by_county

SpecCode = Annotated[
    str,
    named_by_county("""
        SELECT spec_table.region, plaque_spec.code, plaque_spec.name, spec_table.number AS since
        FROM plaque_spec JOIN spec_table ON spec_table.id = plaque_spec.table_id
    """),
]
