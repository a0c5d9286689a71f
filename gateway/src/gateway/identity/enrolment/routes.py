"""HTTP about second factors: one's own, enrolled, confirmed and removed."""

import pyotp
import segno
from countykit.identity import Anyone
from fastapi import Request, Response
from servicekit.http import Router, Tx
from servicekit.problems import refusals
from servicekit.security_log import Outcome, SecurityKind

from gateway.identity.enrolment.schemas import (
    CodeProof,
    EnrolmentStart,
    EnrolmentView,
    NewRecoveryCodes,
    SecondFactorView,
)
from gateway.identity.gate import LoginPlace
from gateway.identity.second_factors import repository
from gateway.identity.second_factors.errors import SecondFactorKnown, SecondFactorMissing
from gateway.identity.tokens import service as tokens
from gateway.identity.tokens.outcomes import Denied, LoginLocked, SecondFactorWrong
from gateway.identity.tokens.routes import Issuing, denied

router = Router(prefix="/api/identity/v1", tags=["identity"])
_OWN = "/me/second-factor"
_ISSUER = "松绑"


@router.get(_OWN)
async def read_second_factor(tx: Tx, caller: Anyone, issuer: Issuing) -> SecondFactorView:
    """Whether the caller signs in with a second factor, and whether their post needs one."""
    factor = await repository.confirmed(tx, caller.sub)
    return SecondFactorView(
        enrolled=factor is not None, required=issuer.settings.needs_second_factor(caller.roles),
        recovery_codes_left=len(factor.recovery_hashes) if factor else 0,
    )  # fmt: skip


@router.post(_OWN, response_model=EnrolmentView, responses=refusals(Denied, LoginLocked, SecondFactorKnown))
async def begin_enrolment(
    request: Request, body: EnrolmentStart, _: LoginPlace, tx: Tx, caller: Anyone, issuer: Issuing
) -> Response | EnrolmentView:
    """Draw a secret for an authenticator; it is asked for once a code of it has confirmed it."""
    account = await tokens.check_password(tx, issuer.settings, caller.sub, body.current_password)
    if isinstance(account, Denied):
        tx.log_security(SecurityKind.SIGN_IN, Outcome.FAILURE, resource="second factor", code=account.code)
        return denied(request, account)
    secret = await issuer.prover.enrol(tx, account.username)
    uri = pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name=_ISSUER)
    return EnrolmentView(secret=secret, uri=uri, qr=segno.make(uri, micro=False).svg_data_uri(scale=4))


@router.post(
    f"{_OWN}/confirmation", response_model=NewRecoveryCodes,
    responses=refusals(SecondFactorWrong, LoginLocked, SecondFactorMissing),
)  # fmt: skip
async def confirm_enrolment(
    request: Request, body: CodeProof, tx: Tx, caller: Anyone, issuer: Issuing
) -> Response | NewRecoveryCodes:
    """Confirm by a first code; the answer shows the recovery codes, once."""
    proof, found = await issuer.prover.confirm(tx, caller.sub, body.code)
    denial = tokens.denial_of(proof)
    if denial is not None:
        return denied(request, denial)
    tx.log_security(SecurityKind.ADMINISTRATION, resource=f"account/{caller.sub}/second-factor")
    return NewRecoveryCodes(recovery_codes=found)


@router.post(f"{_OWN}/removal", status_code=204, responses=refusals(SecondFactorWrong, LoginLocked))
async def remove_second_factor(request: Request, body: CodeProof, tx: Tx, caller: Anyone, issuer: Issuing) -> Response:
    """Remove one's own second factor, by a code of it; where the post needs one, another is enrolled at once."""
    denial = tokens.denial_of(await issuer.prover.prove(tx, caller.sub, body.code))
    if denial is not None:
        return denied(request, denial)
    await repository.drop(tx, caller.sub)
    tx.log_security(SecurityKind.ADMINISTRATION, resource=f"account/{caller.sub}/second-factor", removed=True)
    return Response(status_code=204)
