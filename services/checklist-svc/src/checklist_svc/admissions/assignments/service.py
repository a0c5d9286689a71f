"""How admitted tasks reach villages, and how they end there."""

from uuid import UUID

from contracts.assignments import TaskAssigned, VillagersAnswered, WorkClass
from countykit import directory, lineage, workdays
from countykit.identity import EVERYTHING, Caller
from countykit.regions import county_of
from servicekit.due import Job
from servicekit.transaction import Transaction

from checklist_svc.admissions.agreements.errors import AgreementMissing
from checklist_svc.admissions.agreements.repository import agreed_in
from checklist_svc.admissions.assignments import repository
from checklist_svc.admissions.assignments.errors import (
    AlreadyAssigned,
    AnswersAlreadyRecorded,
    AssignmentBackdated,
    AssignmentMoreOften,
    AssignmentOutside,
    EntrustedNotPurchased,
    VisitNotDrawn,
)
from checklist_svc.admissions.assignments.models import WORKFLOW, Assignment
from checklist_svc.admissions.assignments.schemas import Answers, Dispatch
from checklist_svc.admissions.assignments.visits import was_visited
from checklist_svc.admissions.models import WORKFLOW as ADMISSIONS
from checklist_svc.admissions.models import Admission

EVALUATION = "evaluation-opening"
"""The job of `checklist_svc.admissions.evaluations`, which looks whether a task has ended in a township."""


async def dispatch(tx: Transaction, caller: Caller, admission_id: UUID, order: Dispatch) -> Admission:
    """Dispatch an admitted task to villages, each at once or none.

    Raises AssignmentOutside, AssignmentBackdated, AssignmentMoreOften, EntrustedNotPurchased, AgreementMissing,
    AlreadyAssigned, RegionUnknown.
    """
    admission = await tx.locked(Admission, admission_id, caller.scope)
    ADMISSIONS.take(admission, "assignment", caller)
    _require_admitted(tx, admission, order)
    villages = await _villages(tx, admission, order)
    running = {assignment.region for assignment in await repository.running_of(tx, admission.id)}
    twice = [village for village, codes in villages.items() if codes & running]
    if twice:
        raise AlreadyAssigned(villages=twice)
    if order.work_class is WorkClass.PURCHASE:
        agreed = set(await agreed_in(tx, admission.id))
        unagreed = [village for village, codes in villages.items() if not codes & agreed]
        if unagreed:
            raise AgreementMissing(villages=unagreed)
    for village in villages:
        assignment = tx.add(
            Assignment(
                region=village, admission_id=admission.id, department=admission.department, title=admission.title,
                number=admission.number or "", **order.model_dump(exclude={"villages"}),
            )
        )  # fmt: skip
        fact = TaskAssigned(
            title=assignment.title, number=assignment.number, admission=admission.id,
            work_class=order.work_class, frequency=order.frequency, starts_on=order.starts_on, until=order.until,
        )  # fmt: skip
        tx.record(fact, about=assignment, department=assignment.department)
        tx.schedule(ENDING.name, assignment.id, assignment.ends_at)
    return admission


def _require_admitted(tx: Transaction, admission: Admission, order: Dispatch) -> None:
    """What is dispatched lies within what was admitted."""
    if order.starts_on < workdays.today(tx.now):
        raise AssignmentBackdated
    if not (admission.in_force(order.starts_on) and admission.in_force(order.until)):
        raise AssignmentOutside(starts_on=admission.starts_on, valid_until=admission.valid_until)
    if not order.frequency.within(admission.frequency):
        raise AssignmentMoreOften(admitted=admission.frequency)
    if admission.entrusted and order.work_class is not WorkClass.PURCHASE:
        raise EntrustedNotPurchased


async def _villages(tx: Transaction, admission: Admission, order: Dispatch) -> dict[str, set[str]]:
    """The named villages, or all that the number covers, each with its family; raises AssignmentOutside, RegionUnknown.

    A number follows its villages, whatever their codes are by now.
    """
    counties = {code[:6] for code in await lineage.family(tx, county_of(admission.region))}
    there = [row.code for county in counties for row in await directory.regions_within(tx, county, "village")]
    codes = await lineage.families(tx, sorted(set(order.villages or there)))
    covered = {village: family for village, family in codes.items() if admission.covers(family)}
    for village in order.villages:
        if village not in covered:
            raise AssignmentOutside(village=village)
        await directory.region(tx, village, "village")
    return covered


async def recall(tx: Transaction, caller: Caller, assignment_id: UUID, reason: str) -> Assignment:
    """The department asks nothing of the village any more, from today on; raises IllegalTransition."""
    assignment = await tx.locked(Assignment, assignment_id, caller.scope)
    taken = WORKFLOW.take(assignment, "recall", caller)
    assignment.reason, assignment.ended_on = reason, workdays.today(tx.now)
    tx.schedule(ENDING.name, assignment.id, None)
    tx.schedule(EVALUATION, assignment.id, tx.now)
    tx.record(taken.event(assignment), about=assignment, department=assignment.department)
    return assignment


async def record_answers(tx: Transaction, caller: Caller, assignment_id: UUID, answers: Answers) -> Assignment:
    """Keep what villagers said at a drawn visit; raises VisitNotDrawn, AnswersAlreadyRecorded, IllegalTransition."""
    assignment = await tx.locked(Assignment, assignment_id, caller.scope)
    WORKFLOW.take(assignment, "satisfaction", caller)
    if answers.visited_on < assignment.starts_on or not await was_visited(tx, assignment.region, answers.visited_on):
        raise VisitNotDrawn
    entry = answers.model_dump(mode="json")
    if any(each["visited_on"] == entry["visited_on"] for each in assignment.answers):
        raise AnswersAlreadyRecorded
    assignment.answers = [*assignment.answers, entry]
    tx.record(VillagersAnswered(**answers.model_dump()), about=assignment, department=assignment.department)
    return assignment


async def follow_admission(tx: Transaction, admission: Admission) -> None:
    """An admission ended, or runs shorter than its emergency did: so do its assignments."""
    for assignment in await repository.running_of(tx, admission.id):
        if admission.ended_on is not None:
            taken = WORKFLOW.take(assignment, "termination")
            assignment.ended_on = admission.ended_on
            tx.schedule(EVALUATION, assignment.id, tx.now)
            tx.record(taken.event(assignment), about=assignment, department=assignment.department)
        elif admission.valid_until is not None and admission.valid_until < assignment.until:
            assignment.until = admission.valid_until
            assignment.version += 1  # the fact is told of the admission
        tx.schedule(ENDING.name, assignment.id, assignment.ends_at)


async def end(tx: Transaction, key: str) -> None:
    """The last day of an assignment has passed."""
    assignment = await tx.locked(Assignment, UUID(key), EVERYTHING)
    if assignment.ends_at is None or assignment.ends_at > tx.now:
        tx.schedule(ENDING.name, assignment.id, assignment.ends_at)
        return
    taken = WORKFLOW.take(assignment, "expiry")
    tx.schedule(EVALUATION, assignment.id, tx.now)
    tx.record(taken.event(assignment), about=assignment, department=assignment.department)


ENDING = Job("assignment-end", end, repository.ENDING)
