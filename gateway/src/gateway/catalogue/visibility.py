"""Who may learn of which events at all; the subtree of regions narrows it further."""

from contracts.catalogue import all_events
from contracts.envelope import Audience
from countykit.identity import Caller, Role

READERS = (Role.INTEGRATOR, Role.COUNTY_OFFICE, Role.OPERATOR, Role.INSPECTOR, Role.APPROVER, Role.OBSERVER)
"""Roles that read events; townships, villages and departments read their own rows at the services."""

_OFFICE = frozenset({Role.COUNTY_OFFICE, Role.OPERATOR, Role.INSPECTOR, Role.APPROVER, Role.OBSERVER})


def _types(*audiences: Audience) -> tuple[str, ...]:
    return tuple(event.type for event in all_events() if event.audience in audiences)


OPERATIONS = _types(Audience.OPERATORS)
NOT_FOR_DEPARTMENTS = _types(Audience.COUNTY, Audience.JUDGES)
REPORTS = _types(Audience.JUDGES)


def hidden_from(caller: Caller) -> tuple[str, ...]:
    """The types of events that a reader does not get to see."""
    hidden: set[str] = set()
    if not caller.roles & {Role.OPERATOR, Role.INTEGRATOR}:
        hidden.update(OPERATIONS)
    if is_department(caller):
        hidden.update(NOT_FOR_DEPARTMENTS)
    if not sees_reports(caller):
        hidden.update(REPORTS)
    return tuple(sorted(hidden))


def sees_reports(caller: Caller) -> bool:
    """Whether a reader also gets the reports that nobody has judged."""
    return bool(caller.roles & _OFFICE) and not is_department(caller)


def department_of(caller: Caller) -> str | None:
    """The department that a reader acts for, empty when it is not known which; None for everybody else."""
    return (caller.department or "") if is_department(caller) else None


def is_department(caller: Caller) -> bool:
    """Whether a reader acts for a department: it has the role, or is the system of one."""
    return Role.DEPARTMENT in caller.roles or (caller.department is not None and not caller.roles & _OFFICE)
