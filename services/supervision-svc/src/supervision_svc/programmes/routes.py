"""HTTP about programmes and their measures."""

from typing import Annotated
from uuid import UUID

from contracts.titles import TITLE
from countykit.directory import DEPARTMENT_REFUSALS, REGION_REFUSALS
from countykit.identity import Anyone
from servicekit.errors import Forbidden, NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, SortedPaging, page, sorted_by
from servicekit.problems import refusals

from supervision_svc.programmes import progress, repository, service
from supervision_svc.programmes.errors import (
    MeasureBodyUnfit,
    MeasureTargetUnfit,
    PostponementUnfit,
    ProgrammeDaysUnfit,
    ProgrammeReplacedUnknown,
    ProgrammeTooLarge,
    ProgrammeUnsettled,
)
from supervision_svc.programmes.models import MEASURES, PROGRAMMES, Programme, ProgrammeMeasure
from supervision_svc.programmes.schemas import (
    MeasureExplanation,
    MeasureRuling,
    ProgrammeApproval,
    ProgrammeConclusion,
    ProgrammeMeasureView,
    ProgrammeToFile,
    ProgrammeView,
)
from supervision_svc.routes import Office

_FILED = (
    Forbidden, ProgrammeDaysUnfit, MeasureBodyUnfit, MeasureTargetUnfit, ProgrammeTooLarge, ProgrammeReplacedUnknown,
    *REGION_REFUSALS, *DEPARTMENT_REFUSALS,
)  # fmt: skip
programmes = Router(prefix="/v1/programmes", tags=["programme"])
measures = Router(prefix="/v1/programme-measures", tags=["programme"])


@programmes.post("", status_code=201, openapi_extra={TITLE: "报审实施方案"}, responses=refusals(*_FILED))
async def file_programme(body: ProgrammeToFile, tx: Tx, caller: Office) -> ProgrammeView:
    """Put the county's programme before the approver: measures, who answers for each, until when, by which figure."""
    return ProgrammeView.of(await service.file(tx, caller, body), caller)


@programmes.get("")
async def list_programmes(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.PROGRAMMES]
) -> Page[ProgrammeView]:
    """The county's programmes; before they are published only its own bodies see them."""
    statement = wanted.narrow(repository.programmes(caller))
    return await page(tx, statement, Programme, paging, view=lambda row: ProgrammeView.of(row, caller))


@programmes.get("/{programme_id}", responses=refusals(NotFound))
async def read_programme(programme_id: UUID, tx: Tx, caller: Anyone) -> ProgrammeView:
    """One programme, with the progress of its strands as today's figures give it."""
    return await progress.whole(tx, caller, await repository.programme(tx, caller, programme_id))


@programmes.step(
    PROGRAMMES, "approval", of="/{programme_id}",
    refused=(ProgrammeReplacedUnknown, ProgrammeDaysUnfit, *REGION_REFUSALS, *DEPARTMENT_REFUSALS),
)  # fmt: skip
async def approve_programme(programme_id: UUID, body: ProgrammeApproval, tx: Tx, caller: Anyone) -> ProgrammeView:
    """Approve a programme as a second person: it is published and its measures run; or give it back."""
    return await progress.whole(tx, caller, await service.approve(tx, caller, programme_id, body))


@programmes.step(PROGRAMMES, "resubmission", of="/{programme_id}", refused=_FILED)
async def resubmit_programme(programme_id: UUID, body: ProgrammeToFile, tx: Tx, caller: Anyone) -> ProgrammeView:
    """File a returned programme again, mended."""
    return ProgrammeView.of(await service.resubmit(tx, caller, programme_id, body), caller)


@programmes.step(PROGRAMMES, "conclusion", of="/{programme_id}", refused=(ProgrammeUnsettled,))
async def conclude_programme(programme_id: UUID, body: ProgrammeConclusion, tx: Tx, caller: Anyone) -> ProgrammeView:
    """Close a programme whose measures are all met or on the record as missed."""
    return await progress.whole(tx, caller, await service.conclude(tx, caller, programme_id, body.summary))


@measures.get("")
async def list_programme_measures(
    tx: Tx,
    caller: Anyone,
    paging: Annotated[SortedPaging, sorted_by("id", "created_at", "updated_at", deadline="期限")],
    wanted: Annotated[Wanted, repository.MEASURES],
) -> Page[ProgrammeMeasureView]:
    """The caller's measures of published programmes with today's figures; `sort=deadline` puts pressing ones first."""
    statement, rows = wanted.narrow(repository.measures(caller)), []

    def kept(row: ProgrammeMeasure) -> ProgrammeMeasureView:
        rows.append(row)
        return ProgrammeMeasureView.of(row, caller)

    found = await page(tx, statement, ProgrammeMeasure, paging, view=kept)
    return found.model_copy(update={"items": await progress.shown(tx, caller, rows)})


@measures.get("/{measure_id}", responses=refusals(NotFound))
async def read_programme_measure(measure_id: UUID, tx: Tx, caller: Anyone) -> ProgrammeMeasureView:
    """One measure."""
    return (await progress.shown(tx, caller, [await repository.measure(tx, caller, measure_id)]))[0]


@measures.step(MEASURES, "explanation", of="/{measure_id}")
async def explain_programme_measure(
    measure_id: UUID, body: MeasureExplanation, tx: Tx, caller: Anyone
) -> ProgrammeMeasureView:  # fmt: skip
    """Say, as the body that answers for it, why a measure was missed and what comes next."""
    return (await progress.shown(tx, caller, [await service.explain(tx, caller, measure_id, body)]))[0]


@measures.step(MEASURES, "ruling", of="/{measure_id}", refused=(PostponementUnfit,))
async def rule_on_programme_measure(
    measure_id: UUID, body: MeasureRuling, tx: Tx, caller: Anyone
) -> ProgrammeMeasureView:  # fmt: skip
    """Give a missed measure another deadline, or close it as missed; the miss stays on the record either way."""
    return (await progress.shown(tx, caller, [await service.rule(tx, caller, measure_id, body)]))[0]
