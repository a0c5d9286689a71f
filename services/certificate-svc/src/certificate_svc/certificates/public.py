"""HTTP for everybody: checking a certificate without a login, and the key for checking it without a network."""

from typing import Annotated

from fastapi import Path, Response
from servicekit.http import Router, Tx
from servicekit.problems import refusals

from certificate_svc.certificates import service
from certificate_svc.certificates.errors import CodeUnknown
from certificate_svc.certificates.schemas import PublicCertificate, PublicKey
from certificate_svc.keys import InUse

router = Router(prefix="/v1", tags=["public"])
Code = Annotated[str, Path(min_length=1, max_length=40, examples=["MZXW6YTBOI4DQMJS"])]


@router.get("/verify/{code}", responses=refusals(CodeUnknown))
async def verify_certificate(code: Code, tx: Tx, keys: InUse, response: Response) -> PublicCertificate:
    """Check a certificate by the code printed on it; nobody needs to log in, and nobody's data are shown in full."""
    response.headers["cache-control"] = "no-store"
    return await service.check(tx, code, keys.vault)


@router.get("/public-key")
async def read_public_key(keys: InUse) -> PublicKey:
    """The public key that verifies QR payloads offline."""
    return PublicKey(public_key=keys.signer.public_key, previous=keys.previous)
