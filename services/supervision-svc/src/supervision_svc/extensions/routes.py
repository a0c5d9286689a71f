"""HTTP about requests for more time."""

from typing import Annotated
from uuid import UUID

from contracts.titles import TITLE
from countykit.identity import Anyone
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from supervision_svc.extensions import repository, service
from supervision_svc.extensions.errors import ExtensionRequestLate, ExtensionWaits
from supervision_svc.extensions.models import WORKFLOW
from supervision_svc.extensions.schemas import ExtensionDecision, ExtensionRequestView, ExtensionToRequest
from supervision_svc.rectifications.errors import RepairInHand
from supervision_svc.routes import LetterReader, Township

router = Router(prefix="/v1/extension-requests", tags=["rectifications"])


@router.post(
    "", status_code=201, openapi_extra={TITLE: "申请整改延期"},
    responses=refusals(NotFound, ExtensionRequestLate, ExtensionWaits),
)  # fmt: skip
async def request_extension(body: ExtensionToRequest, tx: Tx, caller: Township) -> ExtensionRequestView:
    """Request more time for a repair, before its deadline."""
    return ExtensionRequestView.of(await service.request(tx, caller, body), caller)


@router.get("")
async def list_extension_requests(
    tx: Tx, caller: LetterReader, paging: Pages, wanted: Annotated[Wanted, repository.REQUESTS.filters]
) -> Page[ExtensionRequestView]:
    """The requests within the caller's region."""
    return await repository.REQUESTS.page(
        tx, caller.scope, wanted, paging, view=lambda row: ExtensionRequestView.of(row, caller)
    )


@router.get("/{request_id}", responses=refusals(NotFound))
async def read_extension_request(request_id: UUID, tx: Tx, caller: LetterReader) -> ExtensionRequestView:
    """One request."""
    return ExtensionRequestView.of(await repository.REQUESTS.get(tx, caller.scope, request_id), caller)


@router.step(WORKFLOW, "decision", of="/{request_id}", refused=(RepairInHand,))
async def decide_on_extension(
    request_id: UUID, body: ExtensionDecision, tx: Tx, caller: Anyone
) -> ExtensionRequestView:  # fmt: skip
    """Grant more time, which moves a deadline that has not passed, or refuse it with the reason."""
    return ExtensionRequestView.of(await service.decide(tx, caller, request_id, body), caller)
