"""The projection: batches of events become evidence and sums. The evidence is its own inbox."""

from collections import Counter
from collections.abc import Sequence

from servicekit.bus.interface import Bus, Message, Partition
from servicekit.consumers import BatchConsumer, ConsumerLoop
from servicekit.database import Database
from servicekit.transaction import Context, Transaction

from supervision_svc.facts import repository
from supervision_svc.facts.reading import read
from supervision_svc.facts.table import TOPICS

VERSION = 3
"""Raise it when the table of facts grows: the new group reads from the beginning and adds what is missing."""
BATCH = 3000
_POLL_SECONDS = 1.0


async def take(messages: Sequence[Message], tx: Transaction) -> None:
    """Project a batch in the transaction that is given; raises Poison for what cannot be read."""
    columns = read(messages)
    if columns.touched:
        await repository.project(tx, columns)


PROJECTION = BatchConsumer(f"supervision-facts-v{VERSION}", TOPICS, take, most=BATCH, ordered=False)


async def rebuild(database: Database, bus: Bus, *, group: str) -> int:
    """Forget all facts and read the stream again from its beginning; returns the number of events read.

    The running projection may go on meanwhile: a fact enters once, by the first of them. `group` must be new.
    """
    async with database.transaction(Context.of_system("facts:rebuild")) as tx:
        await repository.forget(tx)
    reader = BatchConsumer(group, TOPICS, take, most=BATCH, ordered=False)
    loop = ConsumerLoop(reader, database, bus)
    subscription = bus.subscribe(group, TOPICS)
    await subscription.start()
    try:
        missing: Counter[Partition] = Counter(await subscription.lag())
        total = missing.total()
        while any(count > 0 for count in missing.values()):
            messages = await subscription.poll(BATCH, _POLL_SECONDS)
            if messages:
                await loop.handle(messages)
                missing.subtract(Counter((message.topic, message.partition) for message in messages))
    finally:
        await subscription.stop()
    return total
