"""HTTP about certificates."""

from typing import Annotated
from uuid import UUID

from countykit.errors import DateInFuture
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import Response
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals
from servicekit.security_log import SecurityKind

from certificate_svc.certificates import repository, service
from certificate_svc.certificates.errors import CertificateExpired, ReasonNamesHolder
from certificate_svc.certificates.models import WORKFLOW, Certificate
from certificate_svc.certificates.schemas import (
    CertificateDetail,
    CertificateUnmasked,
    CertificateView,
    Reissue,
    Replacement,
    Revocation,
    Search,
    Step,
)
from certificate_svc.keys import InUse
from certificate_svc.papers.errors import PAPER_REFUSALS, NotPrintable
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


@router.step(WORKFLOW, "revocation", of="/{certificate_id}", bulk=True, refused=_REFUSED)
async def revoke_certificate(
    certificate_id: UUID, body: Revocation, tx: Tx, caller: Anyone, keys: InUse
) -> CertificateView:
    """Take a certificate back; the reason is shown to everybody who checks it."""
    return CertificateView.opened(await service.revoke(tx, caller, certificate_id, body, keys.vault), caller, keys)


@router.step(
    WORKFLOW, "replacement", of="/{certificate_id}", refused=(*_REFUSED, DateInFuture, *PAPER_REFUSALS), status_code=201
)
async def replace_certificate(
    certificate_id: UUID, body: Replacement, tx: Tx, caller: Anyone, keys: InUse
) -> CertificateView:
    """Issue a corrected certificate in the place of this one."""
    return CertificateView.opened(await service.replace(tx, caller, certificate_id, body, keys.vault), caller, keys)


@router.step(
    WORKFLOW, "reissue", of="/{certificate_id}", refused=(*_REFUSED, CertificateExpired, NotPrintable), status_code=201
)
async def reissue_certificate(
    certificate_id: UUID, body: Reissue, tx: Tx, caller: Anyone, keys: InUse
) -> CertificateView:
    """Issue the same text under a new number in the place of a paper that was lost or damaged."""
    return CertificateView.opened(await service.reissue(tx, caller, certificate_id, body, keys.vault), caller, keys)


@router.step(WORKFLOW, "suspension", "reinstatement", of="/{certificate_id}", bulk=True, refused=_REFUSED)
async def step_certificate(
    certificate_id: UUID, action: str, body: Step, tx: Tx, caller: Anyone, keys: InUse
) -> CertificateView:
    """Put a certificate under review, or make it valid again."""
    certificate = await service.suspend_or_reinstate(tx, caller, certificate_id, action, body.reason, keys.vault)
    return CertificateView.opened(certificate, caller, keys)
