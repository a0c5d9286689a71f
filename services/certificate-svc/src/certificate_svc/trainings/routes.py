"""HTTP about trainings."""

from typing import Annotated
from uuid import UUID

from countykit.directory import REGION_REFUSALS
from countykit.errors import DateInFuture
from countykit.identity import Anyone, Caller, Role, allow
from servicekit.errors import NotFound
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from certificate_svc.trainings import repository, service
from certificate_svc.trainings.models import Training
from certificate_svc.trainings.schemas import TrainingBody, TrainingView

router = Router(prefix="/v1/trainings", tags=["trainings"])


@router.post("", status_code=201, responses=refusals(*REGION_REFUSALS, DateInFuture))
async def record_training(
    body: TrainingBody, tx: Tx, caller: Annotated[Caller, allow(Role.COUNTY_OFFICE, Role.TOWNSHIP)]
) -> TrainingView:
    """Put a training on the record."""
    return TrainingView.model_validate(await service.create(tx, caller, body))


@router.get("")
async def list_trainings(tx: Tx, caller: Anyone, paging: Pages) -> Page[TrainingView]:
    """The trainings in the caller's region, and those held for it by the regions above."""
    sortable = ("id", "held_on")
    return await page(
        tx, repository.visible(caller.scope), Training, paging, view=TrainingView.model_validate, sortable=sortable
    )


@router.get("/{training_id}", responses=refusals(NotFound))
async def read_training(training_id: UUID, tx: Tx, caller: Anyone) -> TrainingView:
    """One training, of the caller's region or held for it by a region above."""
    return TrainingView.model_validate(await repository.get(tx, caller.scope, training_id))
