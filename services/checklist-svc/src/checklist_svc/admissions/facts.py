"""The events of an application's steps, each from the row of `models.Admission` as the step leaves it."""

from typing import Any

from contracts.admission_lateness import AdmissionOverdue, AdmissionUrged
from contracts.burdens import ExcessDecided
from contracts.checklist import (
    AdmissionEnd,
    AdmissionGranted,
    AdmissionRejected,
    AdmissionSubmitted,
    AdmissionWithdrawn,
)
from contracts.emergencies import EmergencyStarted
from contracts.envelope import Event
from servicekit.workflow import Fact

from checklist_svc.admissions.states import Excess, State


def started(admission: Any, _: State) -> Event:
    """Work began before its papers."""
    return EmergencyStarted(
        title=admission.title, number=admission.number, starts_on=admission.starts_on, papers_by=admission.papers_by,
        valid_until=admission.valid_until, provisional=admission.provisional, regions=admission.regions,
    )  # fmt: skip


def submitted(admission: Any, _: State) -> Event:
    """The papers are in, for the first time or by an objection."""
    shared = admission.model_dump(include={"title", "round", "follows"})
    return AdmissionSubmitted(**shared, objected=admission.objection is not None)


def granted(admission: Any, _: State) -> Event:
    """The task has its number."""
    return AdmissionGranted(
        title=admission.title, number=admission.number, starts_on=admission.starts_on,
        valid_until=admission.valid_until, approval_number=admission.approval_number, regions=admission.regions,
        frequency=admission.frequency, work_form=admission.work_form, by_assignment=admission.by_assignment,
        quantity=admission.quantity,
    )  # fmt: skip


def rejected(admission: Any, _: State) -> Event:
    """The list or a person refused it."""
    cited = (admission.rejection or {}).get("cited_item") if admission.objection is None else None
    return AdmissionRejected(title=admission.title, automatic=cited is not None, cited_item=cited)


def excess(admission: Any, _: State) -> Event:
    """The approver looked beyond the budget."""
    over = max((year["over"] for year in admission.budget), default=0)
    return ExcessDecided(title=admission.title, allowed=admission.excess_outcome is Excess.ALLOW, over=over)


def withdrawn(by: AdmissionEnd) -> Fact:
    """It ended early, by whom."""
    return lambda admission, _: AdmissionWithdrawn(number=admission.number, by=by, reason=admission.reason)


def overdue(admission: Any, _: State) -> Event:
    """Nobody decided in time."""
    return AdmissionOverdue(title=admission.title, round=admission.round, due_on=admission.decide_by)


def urged(admission: Any, _: State) -> Event:
    """The approver urges the decision."""
    return AdmissionUrged(title=admission.title, round=admission.round, due_on=admission.decide_by)
