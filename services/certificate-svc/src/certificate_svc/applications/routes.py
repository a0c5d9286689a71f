"""HTTP about applications."""

from typing import Annotated
from uuid import UUID

from countykit.directory import DEPARTMENT_REFUSALS, REGION_REFUSALS
from countykit.errors import DateInFuture
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import Request, Response
from fastapi.responses import PlainTextResponse
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.idempotency import SAME_WITHIN_MINUTES
from servicekit.locations import at_gateway
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals, refused
from servicekit.security_log import SecurityKind

from certificate_svc.applications import process, repository, service
from certificate_svc.applications.errors import (
    AGENT_REFUSALS,
    ApprovalMissing,
    DeliberationMissing,
    ItemForbidden,
    ItemNotListed,
    MandateMissing,
    NoNotice,
    UseUnfit,
)
from certificate_svc.applications.models import WORKFLOW, Application, State
from certificate_svc.applications.notice import notice
from certificate_svc.applications.schemas import (
    ApplicationBody,
    ApplicationUnmasked,
    ApplicationView,
    Approval,
    Check,
    ExceptionDecision,
    ExceptionRequest,
    Pursuit,
    RefusalBody,
)
from certificate_svc.certificates.schemas import CertificateView
from certificate_svc.keys import InUse
from certificate_svc.papers.errors import PAPER_REFUSALS, UNPRINTABLE, CheckSettled, OtherIssuer
from certificate_svc.papers.schemas import Statement
from certificate_svc.personal import PersonalDataErased, UnmaskingBody
from certificate_svc.proceedings.schemas import DeliberationBody, ProceedingView
from certificate_svc.settings import Configured
from certificate_svc.unlisted import NameHoldsPerson

router = Router(prefix="/v1/applications", tags=["applications"])
Village = Annotated[Caller, allow(Role.VILLAGE)]
Local = Annotated[Caller, allow(Role.VILLAGE, Role.TOWNSHIP)]
Reader = Annotated[Caller, allow(Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.INSPECTOR)]
_TAKE_REFUSALS = refusals(
    ItemForbidden,
    ItemNotListed,
    UseUnfit,
    OtherIssuer,
    NameHoldsPerson,
    DateInFuture,
    *AGENT_REFUSALS,
    *UNPRINTABLE,
    *REGION_REFUSALS,
    *DEPARTMENT_REFUSALS,
)


@router.post(
    "", status_code=201, openapi_extra=SAME_WITHIN_MINUTES, response_model=ApplicationView, responses=_TAKE_REFUSALS
)
async def take_application(
    body: ApplicationBody, request: Request, tx: Tx, caller: Village, keys: InUse
) -> ApplicationView | Response:
    """Take an application at the counter. What nobody may demand is refused, and who did is put on the record.

    What the party branch issues (党内规定) is refused with the way to it, and nothing of it is a demand.
    """
    threshold = request.app.state.settings.forbidden_wording_threshold
    taken = await service.take(tx, caller, body, keys, threshold)
    if taken.application.state != State.REFUSED:
        return ApplicationView.opened(taken.application, caller, keys.vault)
    # Returned, not raised: a raised refusal would roll back the very record of the demand that it is about.
    return refused(request, _refusal(taken.application.id, taken))


def _refusal(application_id: UUID, taken: service.Taken) -> ItemForbidden | ItemNotListed | OtherIssuer:
    item, application, demand = taken.item, taken.application, taken.demand
    path = f"/v1/applications/{application_id}"
    name, issue_instead = application.item_name, application.issue_instead
    if taken.theirs is not None:
        refusal: OtherIssuer | ItemNotListed | ItemForbidden = OtherIssuer(law=taken.theirs.basis)
    elif item is None:
        refusal = ItemNotListed()
    else:
        refusal = ItemForbidden(law=item.legal_basis, item=item.code, exception=item.exception)
        name, issue_instead = item.name, item.issue_instead
    return refusal.also(
        name=name, issue_instead=issue_instead, demanded_by=application.demander,
        application_id=application_id, demand_id=demand.id if demand else None, notice=f"{path}/notice",
        document_href=at_gateway(__name__, f"{path}/document"),
    )  # fmt: skip


@router.get("")
async def list_applications(
    tx: Tx, caller: Reader, keys: InUse, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[ApplicationView]:
    """The applications in the caller's region, masked."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(
        tx, statement, Application, paging, view=lambda row: ApplicationView.opened(row, caller, keys.vault)
    )


@router.get("/{application_id}", responses=refusals(NotFound))
async def read_application(application_id: UUID, tx: Tx, caller: Reader, keys: InUse) -> ApplicationView:
    """One application, masked."""
    return ApplicationView.opened(await repository.get(tx, caller.scope, application_id), caller, keys.vault)


@router.get(
    "/{application_id}/notice",
    response_class=PlainTextResponse,
    responses=refusals(NotFound, NoNotice, PersonalDataErased),
)
async def read_notice(application_id: UUID, tx: Tx, caller: Local, keys: InUse, settings: Configured) -> Response:
    """The 告知书 of a refused application, to be printed and handed over."""
    application = await repository.get(tx, caller.scope, application_id)
    if application.state != State.REFUSED:
        raise NoNotice
    application.require_person()
    tx.log_security(SecurityKind.PERSONAL_DATA, resource=f"application/{application.id}")
    said = await notice(tx, application, application.personal(keys.vault), settings.supervision_phone)
    return PlainTextResponse(said.text, headers={"cache-control": "no-store"})


@router.post("/{application_id}/unmasking", responses=refusals(NotFound, PersonalDataErased))
async def unmask_application(
    application_id: UUID, body: UnmaskingBody, tx: Tx, caller: Local, keys: InUse, response: Response
) -> ApplicationUnmasked:
    """An application's personal data in clear; who asked and what for goes on the record."""
    application = await service.unmask(tx, caller, application_id, body.purpose)
    response.headers["cache-control"] = "no-store"
    return ApplicationUnmasked.model_validate({"id": application.id, **application.personal(keys.vault).model_dump()})


@router.step(WORKFLOW, "check", of="/{application_id}", refused=(PersonalDataErased, DateInFuture))
async def check_application(application_id: UUID, body: Check, tx: Tx, caller: Anyone, keys: InUse) -> ApplicationView:
    """Put on the record who checked the facts, when, how, and what they found."""
    application = await process.check(tx, caller, application_id, body, keys.vault)
    return ApplicationView.opened(application, caller, keys.vault)


@router.step(WORKFLOW, "approval", of="/{application_id}", refused=(PersonalDataErased,))
async def approve_application(
    application_id: UUID, body: Approval, tx: Tx, caller: Anyone, keys: InUse
) -> ApplicationView:
    """Approve as a second person what was checked, where the county's list wants one, or give it back."""
    application = await process.approve(tx, caller, application_id, body, keys.vault)
    return ApplicationView.opened(application, caller, keys.vault)


@router.step(
    WORKFLOW, "deliberation", of="/{application_id}", status_code=201, refused=(PersonalDataErased, DateInFuture)
)
async def record_deliberation(
    application_id: UUID, body: DeliberationBody, tx: Tx, caller: Anyone, keys: InUse
) -> ProceedingView:
    """Put the villagers' deliberation on the record, where the certificate touches the interest of all (CER-03)."""
    return ProceedingView.model_validate(await process.deliberate(tx, caller, application_id, body, keys.vault))


@router.step(WORKFLOW, "pursuit", of="/{application_id}", refused=(PersonalDataErased,))
async def pursue_application(
    application_id: UUID, body: Pursuit, tx: Tx, caller: Anyone, keys: InUse
) -> ApplicationView:
    """Say how one helps where the day of an answer has passed: the township, after its days the county office too."""
    application = await process.pursue(tx, caller, application_id, body.measure, keys.vault)
    return ApplicationView.opened(application, caller, keys.vault)


@router.step(
    WORKFLOW, "issue", of="/{application_id}", status_code=201, bulk=True,
    refused=(
        PersonalDataErased, DeliberationMissing, ApprovalMissing, MandateMissing, CheckSettled, DateInFuture,
        *AGENT_REFUSALS, *PAPER_REFUSALS,
    ),
)  # fmt: skip
async def issue_certificate(
    application_id: UUID, body: Statement, tx: Tx, caller: Anyone, keys: InUse
) -> CertificateView:
    """Issue the certificate that was applied for."""
    return CertificateView.opened(await service.issue(tx, caller, application_id, body, keys), caller, keys)


@router.step(WORKFLOW, "refusal", of="/{application_id}", refused=(PersonalDataErased,))
async def refuse_application(
    application_id: UUID, body: RefusalBody, tx: Tx, caller: Anyone, keys: InUse
) -> ApplicationView:
    """Refuse lawfully; the villager gets the notice."""
    application = await service.refuse(tx, caller, application_id, body, keys.vault)
    return ApplicationView.opened(application, caller, keys.vault)


@router.step(WORKFLOW, "exception", of="/{application_id}", refused=(PersonalDataErased,))
async def request_exception(
    application_id: UUID, body: ExceptionRequest, tx: Tx, caller: Anyone, keys: InUse
) -> ApplicationView:
    """Ask to issue a forbidden item truthfully during the transition (据实出具, CER-04)."""
    application = await service.request_exception(tx, caller, application_id, body.reason, keys.vault)
    return ApplicationView.opened(application, caller, keys.vault)


@router.step(WORKFLOW, "exception-decision", of="/{application_id}", refused=(PersonalDataErased,))
async def decide_exception(
    application_id: UUID, body: ExceptionDecision, tx: Tx, caller: Anyone, keys: InUse
) -> ApplicationView:
    """Allow or deny an exception, as a second person."""
    application = await service.decide_exception(tx, caller, application_id, body, keys.vault)
    return ApplicationView.opened(application, caller, keys.vault)
