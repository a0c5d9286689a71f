"""What can be done with trainings."""

from contracts.certificate import TrainingHeld
from countykit import directory
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction

from certificate_svc.trainings.errors import TrainingAhead
from certificate_svc.trainings.models import Training
from certificate_svc.trainings.schemas import TrainingBody


async def hold(tx: Transaction, caller: Caller, body: TrainingBody) -> Training:
    """Put a training on the record; raises TrainingAhead, RegionUnknown, Forbidden."""
    caller.require_region(body.region)
    await directory.region(tx, body.region, "township", "county")
    if body.held_on > today(tx.now):
        raise TrainingAhead
    training = tx.add(Training(**body.model_dump()))
    tx.record(TrainingHeld(topic=training.topic, attendees=training.attendees), about=training)
    return training
