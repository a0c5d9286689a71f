"""What can be done with trainings."""

from contracts.certificate import TrainingHeld
from countykit import directory
from countykit.errors import require_past
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction

from certificate_svc.trainings.models import Training
from certificate_svc.trainings.schemas import TrainingBody


async def create(tx: Transaction, caller: Caller, body: TrainingBody) -> Training:
    """Put a training on the record; raises DateInFuture, RegionUnknown, Forbidden."""
    caller.require_region(body.region)
    await directory.region(tx, body.region, "township", "county")
    require_past(body.held_on, today(tx.now), "培训日期不能晚于今天")
    training = tx.add(Training(**body.model_dump()))
    tx.record(TrainingHeld(topic=training.topic, attendees=training.attendees), about=training)
    return training
