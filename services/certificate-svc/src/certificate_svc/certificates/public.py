"""HTTP for everybody: checking a certificate without a login, and the key for checking it without a network."""

from importlib.resources import files
from typing import Annotated
from urllib.parse import quote

import orjson
from fastapi import Path, Response
from fastapi.responses import HTMLResponse
from servicekit.http import Router, Tx
from servicekit.problems import refusals

from certificate_svc.certificates import service
from certificate_svc.certificates.errors import CodeUnknown
from certificate_svc.certificates.schemas import PublicCertificate, PublicKey
from certificate_svc.keys import InUse

router = Router(prefix="/v1", tags=["public"])
_VERIFIER = (files("certificate_svc") / "templates" / "verifier.html").read_text("utf-8")
Code = Annotated[str, Path(min_length=1, max_length=40, examples=["MZXW6YTBOI4DQMJS"])]


@router.get("/verify/{code}", responses=refusals(CodeUnknown))
async def verify_certificate(code: Code, tx: Tx, response: Response) -> PublicCertificate:
    """Check a certificate by the code printed on it; nobody needs to log in, and nobody's data are shown in full."""
    response.headers["cache-control"] = "no-store"
    return await service.check(tx, code)


@router.get("/public-key")
async def read_public_key(keys: InUse) -> PublicKey:
    """The public key that verifies QR payloads offline."""
    return PublicKey(public_key=keys.signer.public_key, previous=keys.previous)


@router.get("/verifier", response_class=HTMLResponse)
async def read_verifier(keys: InUse) -> HTMLResponse:
    """A page to keep as a file: it checks the codes of certificates with the keys of today, without a network."""
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote('证明离线核验.html')}"}
    return HTMLResponse(_VERIFIER.replace("[/* keys */]", orjson.dumps(keys.public).decode()), headers=headers)
