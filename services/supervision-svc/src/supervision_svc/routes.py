"""The words of HTTP that several aggregates share: who may call."""

from typing import Annotated

from countykit.identity import Caller, Role, allow

Inspector = Annotated[Caller, allow(Role.INSPECTOR)]
Office = Annotated[Caller, allow(Role.COUNTY_OFFICE)]
Township = Annotated[Caller, allow(Role.TOWNSHIP)]
Checker = Annotated[Caller, allow(Role.INSPECTOR, Role.COUNTY_OFFICE)]
"""Who looks a second time at what others did."""

LetterReader = Annotated[Caller, allow(Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.APPROVER, Role.INSPECTOR, Role.OBSERVER)]
"""A letter and its repairs are between the county and one township; departments and villages do not read them."""

FindingReader = Annotated[
    Caller, allow(Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.APPROVER, Role.INSPECTOR, Role.OBSERVER)
]
"""Those whom a finding concerns get to know it (INS-14); departments do not."""
