"""HTTP about certificates."""

from typing import Annotated, Literal
from uuid import UUID

from countykit.identity import Caller, Role, allow
from fastapi import Response
from servicekit.errors import IllegalTransition, NotFound, StaleVersion
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals
from servicekit.security_log import SecurityKind

from certificate_svc.certificates import repository, service
from certificate_svc.certificates.errors import ReasonNamesHolder
from certificate_svc.certificates.models import Certificate
from certificate_svc.certificates.schemas import (
    CertificateDetail,
    CertificateUnmasked,
    CertificateView,
    Replacement,
    Revocation,
    Search,
    Step,
)
from certificate_svc.keys import InUse
from certificate_svc.personal import PersonalDataErased, UnmaskingBody

router = Router(prefix="/v1/certificates", tags=["certificates"])
Reader = Annotated[Caller, allow(Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.INSPECTOR)]
Issuer = Annotated[Caller, allow(Role.VILLAGE)]
Local = Annotated[Caller, allow(Role.VILLAGE, Role.TOWNSHIP)]
Above = Annotated[Caller, allow(Role.TOWNSHIP, Role.COUNTY_OFFICE)]
_STEP_REFUSALS = refusals(NotFound, StaleVersion, IllegalTransition, ReasonNamesHolder, PersonalDataErased)


@router.get("")
async def list_certificates(
    tx: Tx, caller: Reader, keys: InUse, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[CertificateView]:
    """The certificates issued in the caller's region, masked."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(tx, statement, Certificate, paging, view=lambda row: CertificateView.of(row, caller, keys))


@router.post("/search")
async def search_certificates(
    search: Search, tx: Tx, caller: Local, keys: InUse, paging: Pages
) -> Page[CertificateView]:
    """The certificates of one person, found by the whole identity number."""
    statement = repository.of_person(caller.scope, keys.vault.indexes(search.id_number))
    found = await page(tx, statement, Certificate, paging, view=lambda row: CertificateView.of(row, caller, keys))
    tx.log_security(SecurityKind.PERSONAL_DATA, resource="certificate", found=len(found.items))
    return found


@router.get("/{certificate_id}", responses=refusals(NotFound))
async def read_certificate(certificate_id: UUID, tx: Tx, caller: Reader, keys: InUse) -> CertificateDetail:
    """One certificate, masked."""
    certificate = await repository.get(tx, caller.scope, certificate_id)
    view = CertificateView.of(certificate, caller, keys)
    return CertificateDetail(**view.model_dump(warnings=False), lookups=await repository.lookups(tx, certificate.id))


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


@router.post("/{certificate_id}/revocation", responses=_STEP_REFUSALS)
async def revoke_certificate(
    certificate_id: UUID, body: Revocation, tx: Tx, caller: Above, keys: InUse
) -> CertificateView:
    """Take a certificate back; the reason is shown to everybody who checks it."""
    return CertificateView.of(await service.revoke(tx, caller, certificate_id, body, keys.vault), caller, keys)


@router.post("/{certificate_id}/replacement", status_code=201, responses=_STEP_REFUSALS)
async def replace_certificate(
    certificate_id: UUID, body: Replacement, tx: Tx, caller: Issuer, keys: InUse
) -> CertificateView:
    """Issue a corrected certificate in the place of this one."""
    return CertificateView.of(await service.replace(tx, caller, certificate_id, body, keys.vault), caller, keys)


@router.post("/{certificate_id}/{action}", responses=_STEP_REFUSALS)
async def step_certificate(
    certificate_id: UUID, action: Literal["suspension", "reinstatement"], body: Step, tx: Tx, caller: Above,
    keys: InUse,
) -> CertificateView:  # fmt: skip
    """Put a certificate under review, or make it valid again."""
    certificate = await service.suspend_or_reinstate(tx, caller, certificate_id, action, body.reason, keys.vault)
    return CertificateView.of(certificate, caller, keys)
