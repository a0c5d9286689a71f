"""Who may learn of which events at all; the subtree of regions narrows it further."""

from contracts.checklist import TaskImposed, TaskImpositionDismissed
from contracts.report import OffplanDismissed, OffplanReported
from contracts.supervision import VisitOffplanDismissed, VisitOffplanReported
from countykit.identity import Caller, Role

READERS = (Role.INTEGRATOR, Role.COUNTY_OFFICE, Role.OPERATOR, Role.INSPECTOR, Role.APPROVER, Role.OBSERVER)
"""Roles that read events; townships, villages and departments read their own rows at the services."""

_OFFICE = frozenset({Role.COUNTY_OFFICE, Role.OPERATOR, Role.INSPECTOR, Role.APPROVER, Role.OBSERVER})

OPERATIONS = ("gateway.endpoint.*", "gateway.delivery.*")
"""How the endpoints of other systems are doing: for those who run them."""

ABOUT_DEPARTMENTS = (
    "checklist.task.*", "report.offplan.*", "certificate.demand.*", "certificate.exception.*",
    "supervision.visit.*", "supervision.finding.*", "supervision.letter.*", "supervision.guidance.*",
    "supervision.rectification.*",
)  # fmt: skip
"""What was reported about departments or written to townships. A department that could follow it would know who
complained about it, which the complaint channel forbids (建渠道: anonymous), and letters are between the county office
and one township."""

REPORTS = tuple(
    event.type for event in (
        TaskImposed, TaskImpositionDismissed, OffplanReported, OffplanDismissed, VisitOffplanReported,
        VisitOffplanDismissed,
    )
)  # fmt: skip
"""Reports that nobody has judged yet, and those that were found wrong. At the services only those who judge or watch
over the county read them, and everybody else what was confirmed; the same holds for systems: that of a city or province
is given the role of an observer too."""


def hidden_from(caller: Caller) -> tuple[str, ...]:
    """The patterns of types that a reader of events does not get to see."""
    hidden: tuple[str, ...] = ()
    if not caller.roles & {Role.OPERATOR, Role.INTEGRATOR}:
        hidden += OPERATIONS
    if is_department(caller):
        hidden += ABOUT_DEPARTMENTS
    if not sees_reports(caller):
        hidden += REPORTS
    return hidden


def sees_reports(caller: Caller) -> bool:
    """Whether a reader also gets the reports that nobody has judged."""
    return bool(caller.roles & _OFFICE) and not is_department(caller)


def department_of(caller: Caller) -> str | None:
    """The department that a reader acts for, empty when it is not known which; None for everybody else."""
    return (caller.department or "") if is_department(caller) else None


def is_department(caller: Caller) -> bool:
    """Whether a reader acts for a department: it has the role, or is the system of one."""
    return Role.DEPARTMENT in caller.roles or (caller.department is not None and not caller.roles & _OFFICE)
