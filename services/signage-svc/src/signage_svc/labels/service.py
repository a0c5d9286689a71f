"""What can be done with labels."""

from uuid import UUID

from contracts.board_reports import VillageLabelled
from countykit import directory
from countykit.identity import Caller
from servicekit.codes import verification_code
from servicekit.transaction import Transaction

from signage_svc.labels import repository
from signage_svc.labels.errors import LabelledAlready
from signage_svc.labels.models import WORKFLOW, Label


async def issue(tx: Transaction, caller: Caller, region: str) -> Label:
    """Give a village its code; raises RegionUnknown, RegionEnded for a village that is no more, LabelledAlready."""
    caller.require_region(region)
    await directory.region(tx, region, "village")
    if await repository.of_village(tx, region) is not None:
        raise LabelledAlready
    label = tx.add(Label(region=region, code=verification_code()))
    tx.record(VillageLabelled(), about=label)
    return label


async def replace(tx: Transaction, caller: Caller, label_id: UUID, reason: str) -> Label:
    """A new code; the old one leads nowhere. Raises RegionEnded."""
    label = await repository.LABELS.locked(tx, caller.scope, label_id)
    taken = WORKFLOW.take(label, "replacement", caller)
    await directory.region(tx, label.region, "village")
    label.code, label.reason = verification_code(), reason
    tx.record(taken.event(label), about=label)
    return label
