"""HTTP about trainings."""

from typing import Annotated
from uuid import UUID

from countykit.directory import REGION_REFUSALS
from countykit.errors import DateInFuture
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import File, UploadFile
from servicekit.errors import NotFound
from servicekit.http import Router, Tx
from servicekit.pages import Page, SortedPaging, page, sorted_by
from servicekit.problems import refusals
from servicekit.tabular import UNREADABLE, RowsRefused

from certificate_svc.settings import Configured
from certificate_svc.trainings import attendance, repository, service
from certificate_svc.trainings.models import Training
from certificate_svc.trainings.schemas import AttendanceReport, TrainingBody, TrainingDetail, TrainingView

router = Router(prefix="/v1/trainings", tags=["trainings"])
Trainer = Annotated[Caller, allow(Role.COUNTY_OFFICE, Role.TOWNSHIP)]
# The kit's limit of one megabyte is for single records; the table itself is measured by `import_limit_bytes`.
_LARGEST_UPLOAD = 32 * 1024 * 1024


@router.post("", status_code=201, responses=refusals(*REGION_REFUSALS, DateInFuture))
async def record_training(body: TrainingBody, tx: Tx, caller: Trainer) -> TrainingView:
    """Put a training on the record."""
    return TrainingView.model_validate(await service.create(tx, caller, body))


@router.get("")
async def list_trainings(
    tx: Tx, caller: Anyone, paging: Annotated[SortedPaging, sorted_by("id", held_on="举办日期")]
) -> Page[TrainingView]:
    """The trainings in the caller's region, and those held for it by the regions above."""
    return await page(tx, repository.visible(caller.scope), Training, paging, view=TrainingView.model_validate)


@router.get("/{training_id}", responses=refusals(NotFound))
async def read_training(training_id: UUID, tx: Tx, caller: Anyone) -> TrainingDetail:
    """One training, of the caller's region or held for it by a region above, with who attended of the caller's own."""
    training = await repository.get(tx, caller.scope, training_id)
    return TrainingDetail.of(training, await repository.attendance(tx, caller.scope, training_id))


@router.post(
    "/{training_id}/import", max_body_size=_LARGEST_UPLOAD, responses=refusals(NotFound, RowsRefused, *UNREADABLE)
)
async def import_attendance(
    training_id: UUID, file: Annotated[UploadFile, File(description="XLSX or CSV with a village in each row")],
    tx: Tx, caller: Trainer, settings: Configured, dry_run: bool = False,
) -> AttendanceReport:  # fmt: skip
    """Enter who attended by a list: a row for each village or person, whose name is not kept. No village enters it."""
    return await attendance.take_in(tx, caller, training_id, file, settings.import_limit_bytes, dry_run=dry_run)
