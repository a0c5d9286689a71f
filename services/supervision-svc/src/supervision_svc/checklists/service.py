"""What can be done with checklists."""

from collections.abc import Sequence
from uuid import UUID

from contracts.checklists import ChecklistAnswered
from contracts.words import Matter
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction

from supervision_svc.checklists import repository
from supervision_svc.checklists.errors import ChecklistExists, QuestionUnknown
from supervision_svc.checklists.models import WORKFLOW, VisitChecklist
from supervision_svc.checklists.questions import Answer, every_question, looked_at, version
from supervision_svc.checklists.schemas import ChecklistAnswer, ChecklistCorrection, ChecklistToRecord
from supervision_svc.draws import service as draws
from supervision_svc.visits import repository as visits
from supervision_svc.visits.models import WORKFLOW as VISITED


async def record(tx: Transaction, caller: Caller, visit_id: UUID, body: ChecklistToRecord) -> VisitChecklist:
    """Keep what a visit saw. At a drawn village that waits for such a visit, somebody has looked from now on.

    Raises NotFound, Forbidden, IllegalTransition, ServedThere, QuestionUnknown, ChecklistExists.
    """
    visit = await visits.locked(tx, caller, visit_id)
    tx.target = None  # the answer is the checklist
    VISITED.take(visit, "checklist", caller)
    matters = _matters(body.answers)
    if await repository.exists(tx, visit.id):
        raise ChecklistExists
    row = VisitChecklist(
        region=visit.region, visit_id=visit.id, visited_on=visit.visited_on, list_version=version(),
        answers=_kept(body.answers), matters=list(matters), corrections=[], recorded_by=caller.sub,
    )  # fmt: skip
    drawn = await draws.inquired(tx, caller, visit, matters)
    row.drawn_village_id = None if drawn is None else drawn.id
    tx.target = tx.add(row)
    tx.record(ChecklistAnswered(**row.standing), about=row)
    return row


def _matters(answers: Sequence[ChecklistAnswer]) -> list[Matter]:
    """The matters that answers cover; raises QuestionUnknown."""
    given = {each.question: each.answer for each in answers}
    wordless = any(each.answer is Answer.FOUND and each.note is None for each in answers)
    if len(given) != len(answers) or not given.keys() <= every_question().keys() or wordless:
        raise QuestionUnknown
    return looked_at(given)


def _kept(answers: Sequence[ChecklistAnswer]) -> list[dict[str, str | None]]:
    return [each.model_dump(mode="json") for each in answers]


async def correct(tx: Transaction, caller: Caller, checklist_id: UUID, body: ChecklistCorrection) -> VisitChecklist:
    """Put answers right; what they were stays. Raises NotFound, Forbidden, IllegalTransition, QuestionUnknown."""
    row = await repository.locked(tx, caller, checklist_id)
    taken = WORKFLOW.take(row, "correction", caller)
    matters = _matters(body.answers)
    before = {"answers": row.answers, "corrected_on": today(tx.now).isoformat(), "reason": body.reason}
    row.corrections = [*row.corrections, before]
    if row.drawn_village_id is not None:
        await draws.inquiry_corrected(tx, row.drawn_village_id, matters)
    row.answers, row.matters, row.reason, row.list_version = _kept(body.answers), list(matters), body.reason, version()
    tx.record(taken.event(row), about=row)
    return row
