"""What this service hears."""

from contracts.envelope import Envelope
from contracts.gateway import RegionRegistered
from countykit import calendar, directory, numbers
from countykit.regions import township_of
from servicekit.consumers import Consumers
from servicekit.transaction import Transaction

from supervision_svc.facts import repository as facts
from supervision_svc.facts.projection import PROJECTION

consumers = Consumers()
consumers.include(directory.follow)
consumers.include(calendar.follow)
consumers.include(numbers.follow)
batch_consumers = [PROJECTION]


@consumers(RegionRegistered)
async def mark_township(event: Envelope[RegionRegistered], tx: Transaction) -> None:
    """A township or village that comes, goes or gets another name changes boards although no fact does."""
    await facts.mark_changed(tx, township_of(event.data.code))
