"""Whom the history of a record names to its reader."""

from contracts.envelope import Audience

from countykit.identity import Caller, Role


def knows_author(caller: Caller, audience: Audience) -> bool:
    """Whether a reader of a record may know who made one of its events.

    Only the county office, which judges reports, knows who made one (INS-14), as in the record itself. A department
    does not learn who in the county wrote about it. Everything else is signed work of offices.
    """
    if audience is Audience.JUDGES:
        return Role.COUNTY_OFFICE in caller.roles
    if audience is Audience.COUNTY:
        return Role.DEPARTMENT not in caller.roles and caller.scope.department is None
    return True
