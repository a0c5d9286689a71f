"""HTTP about admission numbers that anyone may use, without login."""

from datetime import date
from typing import Annotated

from fastapi import Path, Query
from servicekit.http import Router, Tx

from checklist_svc.admissions import checks
from checklist_svc.admissions.schemas import PublicCheck, PublicKey
from checklist_svc.settings import Configured

router = Router(prefix="/v1", tags=["public"])
Number = Annotated[str, Path(min_length=1, max_length=60, examples=["990101-2026-000017-4"])]
Village = Annotated[str | None, Query(pattern="^[0-9]{12}$", description="the village that the number was shown to")]
Day = Annotated[date | None, Query(description="the day of the work; today unless given")]
Signature = Annotated[str | None, Query(max_length=120, description="the signature that came with the number")]


@router.get("/admission-numbers/{number}")
async def check_admission_number(
    number: Number,
    tx: Tx,
    settings: Configured,
    signature: Signature = None,
    village: Village = None,
    on: Day = None,
) -> PublicCheck:
    """Whether a number that somebody shows to a village is genuine, and within which places and days it is valid."""
    return await checks.check(tx, number, signature, settings, village=village, on=on)


@router.get("/signing-key")
async def read_signing_key(settings: Configured) -> PublicKey:
    """The public key, to check signatures of admission numbers without asking this service again."""
    key, *previous = settings.public_keys
    return PublicKey(key=key, previous=previous)
