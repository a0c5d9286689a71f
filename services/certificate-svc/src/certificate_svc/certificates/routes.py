"""HTTP about certificates."""

from typing import Annotated
from uuid import UUID

from countykit.cases import CaseDecision, ReporterCannotJudge
from countykit.errors import DateInFuture
from countykit.identity import Anyone, Caller, Role, allow
from countykit.objections import CaseObjection, CaseReview, ObjectionLate
from fastapi import Response
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals
from servicekit.security_log import SecurityKind

from certificate_svc.certificates import repository, service
from certificate_svc.certificates.errors import CertificateExpired, FaultUnheard, ReasonNamesHolder
from certificate_svc.certificates.models import WORKFLOW, Certificate
from certificate_svc.certificates.schemas import (
    CertificateDetail,
    CertificateUnmasked,
    CertificateView,
    FaultStatement,
    Reissue,
    Replacement,
    Revocation,
    Search,
    Step,
)
from certificate_svc.keys import InUse
from certificate_svc.papers.errors import PAPER_REFUSALS, UNPRINTABLE, NotPrintable
from certificate_svc.personal import PersonalDataErased, UnmaskingBody

router = Router(prefix="/v1/certificates", tags=["certificates"])
Reader = Annotated[Caller, allow(Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.INSPECTOR)]
Local = Annotated[Caller, allow(Role.VILLAGE, Role.TOWNSHIP)]
_REFUSED = (ReasonNamesHolder, PersonalDataErased)


@router.get("")
async def list_certificates(
    tx: Tx, caller: Reader, keys: InUse, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[CertificateView]:
    """The certificates issued in the caller's region, masked."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(tx, statement, Certificate, paging, view=lambda row: CertificateView.opened(row, caller, keys))


@router.post("/search")
async def search_certificates(
    search: Search, tx: Tx, caller: Local, keys: InUse, paging: Pages
) -> Page[CertificateView]:
    """The certificates of one person, found by the whole identity number."""
    statement = repository.of_person(caller.scope, keys.vault.indexes(search.id_number))
    found = await page(tx, statement, Certificate, paging, view=lambda row: CertificateView.opened(row, caller, keys))
    tx.log_security(SecurityKind.PERSONAL_DATA, resource="certificate", found=len(found.items))
    return found


@router.get("/{certificate_id}", responses=refusals(NotFound))
async def read_certificate(certificate_id: UUID, tx: Tx, caller: Reader, keys: InUse) -> CertificateDetail:
    """One certificate, masked."""
    certificate = await repository.get(tx, caller.scope, certificate_id)
    view = CertificateView.opened(certificate, caller, keys)
    return CertificateDetail(
        **view.model_dump(warnings=False),
        lookups=await repository.lookups(tx, certificate.id),
        copies=await repository.copies(tx, certificate.id),
    )


@router.post("/{certificate_id}/unmasking", responses=refusals(NotFound, PersonalDataErased))
async def unmask_certificate(
    certificate_id: UUID, body: UnmaskingBody, tx: Tx, caller: Local, keys: InUse, response: Response
) -> CertificateUnmasked:
    """A certificate in clear, for printing; who asked and what for goes on the record."""
    certificate = await service.unmask(tx, caller, certificate_id, body.purpose)
    response.headers["cache-control"] = "no-store"
    person = certificate.personal(keys.vault)
    return CertificateUnmasked.model_validate(
        {"id": certificate.id, "number": certificate.number, **person.model_dump()}
    )


@router.step(
    WORKFLOW, "revocation", of="/{certificate_id}", bulk=True, refused=(*_REFUSED, FaultUnheard, ReporterCannotJudge)
)
async def revoke_certificate(
    certificate_id: UUID, body: Revocation, tx: Tx, caller: Anyone, keys: InUse
) -> CertificateView:
    """Take a certificate back; the reason is shown to everybody who checks it.

    A fault that the county finds needs a suspension by somebody else before, and the township's statement or its time.
    """
    return CertificateView.opened(await service.revoke(tx, caller, certificate_id, body, keys.vault), caller, keys)


@router.step(
    WORKFLOW, "replacement", of="/{certificate_id}", refused=(*_REFUSED, DateInFuture, *PAPER_REFUSALS), status_code=201
)
async def replace_certificate(
    certificate_id: UUID, body: Replacement, tx: Tx, caller: Anyone, keys: InUse
) -> CertificateView:
    """Issue a corrected certificate in the place of this one."""
    return CertificateView.opened(await service.replace(tx, caller, certificate_id, body, keys), caller, keys)


@router.step(
    WORKFLOW,
    "reissue",
    of="/{certificate_id}",
    refused=(*_REFUSED, CertificateExpired, NotPrintable, *UNPRINTABLE),
    status_code=201,
)
async def reissue_certificate(
    certificate_id: UUID, body: Reissue, tx: Tx, caller: Anyone, keys: InUse
) -> CertificateView:
    """Issue the same text under a new number in the place of a paper that was lost or damaged."""
    return CertificateView.opened(await service.reissue(tx, caller, certificate_id, body, keys), caller, keys)


@router.step(WORKFLOW, "suspension", "reinstatement", of="/{certificate_id}", bulk=True, refused=_REFUSED)
async def step_certificate(
    certificate_id: UUID, action: str, body: Step, tx: Tx, caller: Anyone, keys: InUse
) -> CertificateView:
    """Put a certificate under review, or make it valid again."""
    certificate = await service.suspend_or_reinstate(tx, caller, certificate_id, action, body.reason, keys.vault)
    return CertificateView.opened(certificate, caller, keys)


@router.step(WORKFLOW, "statement", of="/{certificate_id}", refused=_REFUSED)
async def state_on_certificate(
    certificate_id: UUID, body: FaultStatement, tx: Tx, caller: Anyone, keys: InUse
) -> CertificateView:
    """Say as the township what it holds of the doubt, before anybody finds a fault."""
    certificate = await service.state(tx, caller, certificate_id, body.statement, keys.vault)
    return CertificateView.opened(certificate, caller, keys)


@router.step(WORKFLOW, "objection", of="/{certificate_id}", refused=(*_REFUSED, ObjectionLate))
async def object_to_certificate_fault(
    certificate_id: UUID, body: CaseObjection, tx: Tx, caller: Anyone, keys: InUse
) -> CertificateView:
    """Contest as the township that a certificate was issued wrongly, within 30 days; it stays revoked."""
    certificate = await service.object_to_fault(tx, caller, certificate_id, body.grounds, keys.vault)
    return CertificateView.opened(certificate, caller, keys)


@router.step(WORKFLOW, "review", of="/{certificate_id}", refused=_REFUSED)
async def review_certificate_fault(
    certificate_id: UUID, body: CaseReview, tx: Tx, caller: Anyone, keys: InUse
) -> CertificateView:
    """Decide on the objection, as somebody who had no part in it; what is overturned counts no more from its day."""
    certificate = await service.review_fault(
        tx, caller, certificate_id, body.reason, keys.vault, decision=body.decision
    )
    return CertificateView.opened(certificate, caller, keys)


@router.step(WORKFLOW, "withdrawal", of="/{certificate_id}", refused=_REFUSED)
async def withdraw_certificate_fault(
    certificate_id: UUID, body: CaseDecision, tx: Tx, caller: Anyone, keys: InUse
) -> CertificateView:
    """Take a fault back that proved to be none, as a second person; it counts no more from its day."""
    certificate = await service.review_fault(tx, caller, certificate_id, body.reason, keys.vault)
    return CertificateView.opened(certificate, caller, keys)
