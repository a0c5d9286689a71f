"""What the leader looks after: months ahead of the evidence, and the log of changes that nobody needs any more."""

from servicekit.ticks import Tick
from servicekit.transaction import Transaction

from supervision_svc.facts import repository


async def _keep_house(tx: Transaction) -> None:
    await repository.partitions_ahead(tx)
    await repository.forget_changes(tx)


HOUSEKEEPING = Tick("facts:housekeeping", 3600, _keep_house)
