"""Makes replays out piece by piece, so that a year of events neither blocks the log nor fills a transaction."""

from datetime import timedelta

import asyncpg

from gateway.webhooks.deliveries import queue
from gateway.webhooks.deliveries.repository import CHANNEL, LOCK_LANES, MAKE_OUT_RANGE, SETTLE_LANES
from gateway.webhooks.replays import repository

_POSITIONS_AT_ONCE = 5000


async def run_piece(connection: asyncpg.Connection, lease: timedelta) -> bool:
    """Make out the next piece of some replay; tells whether there was one. Many workers may try at once."""
    async with connection.transaction():
        replay = await connection.fetchrow(repository.NEXT)
        if replay is None:
            return False
        endpoint = replay["endpoint_id"]
        # The lanes before any delivery, as everybody takes them.
        await connection.execute(LOCK_LANES, [endpoint])
        if replay["catch_up"] and replay["next_position"] == replay["first_position"]:
            await queue.catch_up(connection, endpoint, lease)
        upto = min(replay["next_position"] + _POSITIONS_AT_ONCE, replay["last_position"])
        made = await connection.fetchval(MAKE_OUT_RANGE, endpoint, replay["next_position"], upto, replay["types"])
        await connection.execute(repository.ADVANCE, replay["id"], upto, made)
        # The end of a catch-up lets its endpoint go, which all workers must read anew.
        done = upto >= replay["last_position"]
        if done and replay["catch_up"]:
            await connection.execute(SETTLE_LANES, endpoint)
        message = "" if done and replay["catch_up"] else str(endpoint)
        await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, message)
    return True
