"""Verifying a disposal: by somebody of another body, and by a picture of the wall afterwards."""

from collections.abc import Sequence
from uuid import UUID

from countykit.identity import Caller
from servicekit.transaction import Transaction

from signage_svc.plaques import repository
from signage_svc.plaques.errors import DisposalUnseen
from signage_svc.plaques.models import Plaque
from signage_svc.plaques.schemas import Verification
from signage_svc.plaques.service import held
from signage_svc.settings import Settings


async def verify(
    tx: Transaction, caller: Caller, plaque_id: UUID, verification: Verification, settings: Settings
) -> Plaque:
    """Confirm somebody else's disposal, or reopen it; raises DoerCannotVerify, BodyCannotVerify, DisposalUnseen."""
    ledger, plaque = await held(tx, caller, plaque_id, settings)
    accepted = verification.decision == "accepted"
    fact = plaque.verify(caller, tx.now, accepted=accepted, note=verification.reason)
    if accepted and not await seen_done(tx, [plaque], settings):
        raise DisposalUnseen
    if not accepted:
        await repository.fail_in_sample(tx, plaque)
    ledger.judge()
    tx.record(fact, about=plaque, department=plaque.department)
    return plaque


async def seen_done(tx: Transaction, plaques: Sequence[Plaque], settings: Settings) -> list[Plaque]:
    """Those of some disposals that a picture shows to be done; all, where nobody can keep pictures."""
    if settings.attachments_url is None:
        return list(plaques)
    shown = await repository.shown_done(tx, [plaque.id for plaque in plaques])
    return [plaque for plaque in plaques if plaque.id in shown]
