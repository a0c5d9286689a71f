"""HTTP about admission numbers that anyone may use, without login."""

from typing import Annotated

from fastapi import Path, Query
from servicekit.http import Router, Tx

from checklist_svc.admissions import service
from checklist_svc.admissions.schemas import PublicCheck, PublicKey
from checklist_svc.settings import Configured

router = Router(prefix="/v1", tags=["public"])
Number = Annotated[str, Path(min_length=1, max_length=60, examples=["990101-2026-000017-4"])]
Signature = Annotated[str | None, Query(max_length=120, description="the signature that came with the number")]


@router.get("/admission-numbers/{number}")
async def check_admission_number(
    number: Number, tx: Tx, settings: Configured, signature: Signature = None
) -> PublicCheck:
    """Whether a number that somebody shows to a village is valid, expired, withdrawn or forged."""
    return await service.check(tx, number, signature, settings)


@router.get("/signing-key")
async def read_signing_key(settings: Configured) -> PublicKey:
    """The public key, to check signatures of admission numbers without asking this service again."""
    return PublicKey(key=settings.signer.public_key, previous=settings.admission_previous_keys)
