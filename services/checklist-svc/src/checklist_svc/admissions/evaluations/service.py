"""How tasks come to be evaluated, and what that means for the next application."""

from collections.abc import Sequence
from uuid import UUID

from countykit import directory
from countykit.identity import EVERYTHING, Caller
from countykit.regions import township_of
from servicekit.due import Job
from servicekit.transaction import Transaction

from checklist_svc.admissions.assignments.models import Assignment
from checklist_svc.admissions.assignments.models import State as Stage
from checklist_svc.admissions.assignments.service import EVALUATION
from checklist_svc.admissions.evaluations import repository
from checklist_svc.admissions.evaluations.errors import EvaluationPoor, WorkNotEnded
from checklist_svc.admissions.evaluations.models import LEAST, WORKFLOW, Evaluation, State
from checklist_svc.admissions.evaluations.schemas import Grading
from checklist_svc.admissions.models import Admission
from checklist_svc.settings import Settings
from checklist_svc.wording import sameness


async def open_evaluation(tx: Transaction, key: str) -> None:
    """A task has ended in a village: where it was the last of its township, the township may say how it went.

    What was taken back before it began is nothing to evaluate.
    """
    assignment = await tx.locked(Assignment, UUID(key), EVERYTHING)
    await tx.locked(Admission, assignment.admission_id, EVERYTHING)  # two villages may end at once
    township = township_of(assignment.region)
    every = await repository.in_township(tx, assignment.admission_id, township)
    if any(each.state == Stage.ASSIGNED for each in every):
        return
    done = {each.region for each in every if each.ended_on is None or each.ended_on > each.starts_on}
    last = await repository.last_of(tx, assignment.admission_id, township)
    if not done or (last is not None and (last.state == State.AWAITED or assignment.created_at < last.created_at)):
        return
    home = (await directory.department(tx, assignment.department, on=assignment.starts_on)).home
    tx.add(
        Evaluation(
            region=township, admission_id=assignment.admission_id, department=assignment.department,
            charged_home=home, title=assignment.title, number=assignment.number, villages=len(done),
        )
    )  # fmt: skip


OPENING = Job(EVALUATION, open_evaluation, repository.unopened)


async def grade(tx: Transaction, caller: Caller, evaluation_id: UUID, grading: Grading) -> Evaluation:
    """The township says how a task went; what villagers said comes from drawn visits. Raises WorkNotEnded."""
    evaluation = await tx.locked(Evaluation, evaluation_id, caller.scope)
    taken = WORKFLOW.take(evaluation, "grading", caller)
    every = await repository.in_township(tx, evaluation.admission_id, evaluation.region)
    if any(each.state == Stage.ASSIGNED for each in every):
        raise WorkNotEnded
    respondents = sum(answer["respondents"] for each in every for answer in each.answers)
    if respondents >= LEAST:
        evaluation.respondents = respondents
        evaluation.satisfied = sum(answer["satisfied"] for each in every for answer in each.answers)
    evaluation.grade, evaluation.result = grading.grade, grading.result
    evaluation.evaluator, evaluation.evaluated_at = caller.sub, tx.now
    tx.record(taken.event(evaluation), about=evaluation, department=evaluation.department)
    return evaluation


async def earlier(tx: Transaction, admission: Admission, settings: Settings) -> Sequence[Evaluation]:
    """What townships found when the department had the same matter done before, the newest first."""
    return [
        evaluation
        for evaluation in await repository.given_to(tx, admission.region, admission.department)
        if evaluation.admission_id != admission.id
        and sameness(evaluation.title, admission.title) >= settings.same_matter_threshold
    ]


async def require_not_poor(tx: Transaction, admission: Admission, settings: Settings, despite: str | None) -> None:
    """A matter that most townships found poor the last time is admitted again only for a reason; EvaluationPoor."""
    found = await earlier(tx, admission, settings)
    last = [each for each in found if each.admission_id == found[0].admission_id]
    poor = [each.region for each in last if each.grade == "poor"]
    if despite is None and len(poor) * 2 > len(last):
        raise EvaluationPoor(number=last[0].number, townships=sorted(poor), evaluated=len(last))
