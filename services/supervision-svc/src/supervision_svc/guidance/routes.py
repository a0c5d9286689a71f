"""HTTP about guidance."""

from typing import Annotated
from uuid import UUID

from contracts.titles import TITLE
from countykit.directory import DEPARTMENT_REFUSALS, REGION_REFUSALS
from countykit.errors import DateInFuture
from countykit.identity import Anyone, Caller, Role, allow
from servicekit.errors import Forbidden, NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from supervision_svc.demands import DEMAND_REFUSALS
from supervision_svc.guidance import repository, service
from supervision_svc.guidance.errors import BeforeTheLetter, GuidanceDayUnfit, GuidanceLetterElsewhere
from supervision_svc.guidance.models import REQUESTS, WORKFLOW, Guidance
from supervision_svc.guidance.schemas import (
    GuidanceClosure,
    GuidanceEffect,
    GuidanceRecord,
    GuidanceReply,
    GuidanceRequestView,
    GuidanceToRequest,
    GuidanceView,
)
from supervision_svc.routes import Checker, LetterReader

router = Router(prefix="/v1", tags=["guidance"])
Requester = Annotated[Caller, allow(Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.INSPECTOR)]
_HELD = (DateInFuture, BeforeTheLetter, GuidanceDayUnfit, *DEMAND_REFUSALS, *DEPARTMENT_REFUSALS)


@router.post(
    "/guidance-requests", status_code=201, openapi_extra={TITLE: "提出上门指导"},
    responses=refusals(Forbidden, GuidanceDayUnfit, GuidanceLetterElsewhere, *REGION_REFUSALS),
)  # fmt: skip
async def request_guidance(body: GuidanceToRequest, tx: Tx, caller: Requester) -> GuidanceRequestView:
    """Want the county's bodies to come and help, as a township, with a letter or without; or offer it, with a day."""
    return GuidanceRequestView.of(await service.request(tx, caller, body), caller)


@router.get("/guidance-requests")
async def list_guidance_requests(
    tx: Tx, caller: LetterReader, paging: Pages, wanted: Annotated[Wanted, repository.REQUESTS.filters]
) -> Page[GuidanceRequestView]:
    """The requests and offers within the caller's region."""
    return await repository.REQUESTS.page(
        tx, caller.scope, wanted, paging, view=lambda row: GuidanceRequestView.of(row, caller)
    )


@router.get("/guidance-requests/{request_id}", responses=refusals(NotFound))
async def read_guidance_request(request_id: UUID, tx: Tx, caller: LetterReader) -> GuidanceRequestView:
    """One request or offer."""
    return GuidanceRequestView.of(await repository.REQUESTS.get(tx, caller.scope, request_id), caller)


@router.step(REQUESTS, "reply", of="/guidance-requests/{request_id}", refused=(GuidanceDayUnfit,))
async def reply_to_guidance_request(
    request_id: UUID, body: GuidanceReply, tx: Tx, caller: Anyone
) -> GuidanceRequestView:  # fmt: skip
    """Answer a township: somebody comes on a day, or the matter is answered in writing."""
    return GuidanceRequestView.of(await service.reply(tx, caller, request_id, body), caller)


@router.step(REQUESTS, "visit", of="/guidance-requests/{request_id}", refused=_HELD, status_code=201)
async def keep_guidance_request(request_id: UUID, body: GuidanceRecord, tx: Tx, caller: Anyone) -> GuidanceView:
    """Record the visit that was planned, and what was agreed there."""
    return GuidanceView.seen_by(await service.keep(tx, caller, request_id, body), caller)


@router.post("/letters/{letter_id}/guidance", status_code=201, responses=refusals(NotFound, *_HELD))
async def record_guidance(letter_id: UUID, body: GuidanceRecord, tx: Tx, caller: Checker) -> GuidanceView:
    """Record that the county's bodies went to the township and what was agreed there."""
    return GuidanceView.seen_by(await service.record(tx, caller, letter_id, body), caller)


@router.get("/guidance")
async def list_guidance(
    tx: Tx, caller: LetterReader, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[GuidanceView]:
    """The guidance visits within the caller's region."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(tx, statement, Guidance, paging, view=lambda row: GuidanceView.seen_by(row, caller))


@router.get("/guidance/{guidance_id}", responses=refusals(NotFound))
async def read_guidance(guidance_id: UUID, tx: Tx, caller: LetterReader) -> GuidanceView:
    """One guidance visit."""
    return GuidanceView.seen_by(await repository.get(tx, caller.scope, guidance_id), caller)


@router.step(WORKFLOW, "effect", of="/guidance/{guidance_id}")
async def submit_guidance_effect(guidance_id: UUID, body: GuidanceEffect, tx: Tx, caller: Anyone) -> GuidanceView:
    """Say, as the township, what became of the measures that were agreed."""
    return GuidanceView.seen_by(await service.submit_effect(tx, caller, guidance_id, body), caller)


@router.step(WORKFLOW, "closure", of="/guidance/{guidance_id}")
async def close_guidance(guidance_id: UUID, body: GuidanceClosure, tx: Tx, caller: Anyone) -> GuidanceView:
    """Find, for the county, the measures carried out, or give them back."""
    return GuidanceView.seen_by(await service.close(tx, caller, guidance_id, body), caller)
