"""Tokens that ended before they expire: the gateway refuses them at its edge, in front of all services.

Each gateway process reads once a second what ended within the life of an access token; see decision 0032.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from servicekit.database import Database
from servicekit.driver import LOST
from servicekit.errors import Unauthenticated
from servicekit.identity import Identity

EVERY_SECONDS = 1.0
_LEEWAY_SECONDS = 60
"""More than the verifiers of tokens and the clocks of machines allow themselves."""
_ENDED = """
    SELECT id::text AS ended FROM session WHERE revoked_at > now() - make_interval(secs => $1)
    UNION ALL
    SELECT username FROM account WHERE state = 'disabled' AND updated_at > now() - make_interval(secs => $1)
    UNION ALL
    SELECT client_id FROM oauth_client WHERE state = 'disabled' AND updated_at > now() - make_interval(secs => $1)
    UNION ALL
    SELECT id::text FROM post WHERE valid_to BETWEEN (now() AT TIME ZONE 'Asia/Shanghai')::date - 1
        AND (now() AT TIME ZONE 'Asia/Shanghai')::date
    UNION ALL
    SELECT post.id::text FROM registered_department AS body JOIN post ON post.department = body.code
    WHERE body.valid_to BETWEEN (now() AT TIME ZONE 'Asia/Shanghai')::date - 1
        AND (now() AT TIME ZONE 'Asia/Shanghai')::date
    UNION ALL
    SELECT client_id FROM oauth_client AS client JOIN registered_department AS body ON body.code = client.department
    WHERE NOT body.active OR body.valid_to <= (now() AT TIME ZONE 'Asia/Shanghai')::date
    UNION ALL
    SELECT client_id FROM oauth_client AS client JOIN region ON region.code = client.region
    WHERE region.valid_to <= (now() AT TIME ZONE 'Asia/Shanghai')::date
"""
log = logging.getLogger(__name__)


class SessionEnded(Unauthenticated):
    """The session of the token, its account, or the place that it is of, was ended."""

    code = "session_ended"
    detail = "登录已结束，请重新登录"
    law = "GB/T 22239-2019 访问控制：应及时删除或停用多余的、过期的账户"


class Revocations:
    """What ended lately: ids of sessions and posts, and names of disabled accounts and clients."""

    def __init__(self, token_seconds: int) -> None:
        self._seconds = token_seconds + _LEEWAY_SECONDS
        self._ended: frozenset[str] = frozenset()

    def require_open(self, caller: Identity) -> None:
        """Raise SessionEnded for a token whose session, account, client or post ended."""
        if self.has_ended(caller):
            raise SessionEnded

    def has_ended(self, caller: Identity) -> bool:
        """Whether nothing more is told to the bearer of a token."""
        return not self._ended.isdisjoint({caller.session, caller.sub, caller.post})

    async def refresh(self, database: Database) -> None:
        """Read what ended, from the database that ends it."""
        rows = await database.fetch(_ENDED, float(self._seconds))
        self._ended = frozenset(row["ended"] for row in rows)

    @asynccontextmanager
    async def followed(self, database: Database, then: Callable[[], None]) -> AsyncIterator[None]:
        """Keep reading while the gateway runs, and act each time: open streams end with what they were opened by.

        While its database is away the last list holds, and tokens expire.
        """
        task = asyncio.create_task(self._follow(database, then))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])

    async def _follow(self, database: Database, then: Callable[[], None]) -> None:
        while True:
            try:
                await self.refresh(database)
                then()
            except LOST as error:
                log.warning("ended sessions cannot be read: %r", error)
            await asyncio.sleep(EVERY_SECONDS)
