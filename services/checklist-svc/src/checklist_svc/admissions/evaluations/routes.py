"""HTTP about evaluations."""

from typing import Annotated
from uuid import UUID

from countykit.identity import Anyone
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from checklist_svc.admissions.evaluations import service
from checklist_svc.admissions.evaluations.errors import WorkNotEnded
from checklist_svc.admissions.evaluations.models import WORKFLOW
from checklist_svc.admissions.evaluations.repository import EVALUATIONS
from checklist_svc.admissions.evaluations.schemas import EvaluationView, Grading

router = Router(prefix="/v1/evaluations", tags=["evaluations"])


@router.get("")
async def list_evaluations(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, EVALUATIONS.filters]
) -> Page[EvaluationView]:
    """How tasks went in the townships of the caller's region; departments see what is said of their own."""
    return await EVALUATIONS.page(tx, caller.scope, wanted, paging, lambda row: EvaluationView.of(row, caller))


@router.get("/{evaluation_id}", responses=refusals(NotFound))
async def read_evaluation(evaluation_id: UUID, tx: Tx, caller: Anyone) -> EvaluationView:
    """How one task went in one township."""
    return EvaluationView.of(await EVALUATIONS.get(tx, caller.scope, evaluation_id), caller)


@router.step(WORKFLOW, "grading", of="/{evaluation_id}", refused=(WorkNotEnded,))
async def grade_task(evaluation_id: UUID, body: Grading, tx: Tx, caller: Anyone) -> EvaluationView:
    """Say how a task went in the township's villages, after it has ended there in all of them."""
    return EvaluationView.of(await service.grade(tx, caller, evaluation_id, body), caller)
