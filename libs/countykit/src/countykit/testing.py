"""Doubles and doors for tests, shipped with the kit: tokens of a test issuer, a service in process, its events."""

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import jwt
import orjson
from contracts.envelope import Event, encode, new_id
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI
from servicekit.bus.interface import Message
from servicekit.consumers import BatchConsumer, ConsumerLoop, Consumers, of_handlers
from servicekit.identity import ALGORITHM

from countykit.identity import Role
from countykit.regions import significant, township_of

KEY_ID = "test-key"
EXPLAIN = "EXPLAIN (ANALYZE, FORMAT JSON) "
_IN_MEMORY = ("Function Scan", "CTE Scan", "Subquery Scan", "Values Scan")


class TokenMint:
    """Issues tokens of a test issuer, good and bad ones."""

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()

    async def keys(self) -> dict[str, Any]:
        """The key set, in the shape that `create_service(keys=…)` takes."""
        return {"keys": [{**jwt.algorithms.OKPAlgorithm.to_jwk(self._key.public_key(), as_dict=True), "kid": KEY_ID}]}

    def token(
        self, *roles: Role, region: str = "", department: str | None = None, sub: str | None = None, **claims: Any
    ) -> str:
        """An access token; `claims` override any part of it."""
        now = int(time.time())
        payload = {
            "iss": "songbang", "aud": "songbang", "iat": now, "exp": now + 600, "jti": str(new_id()),
            "sub": sub or f"{'+'.join(roles)}@{region}", "name": "测试人员", "roles": list(roles),
            "region": significant(region.ljust(12, "0")), "department": department, **claims,
        }  # fmt: skip
        return jwt.encode(payload, self._key, algorithm=ALGORITHM, headers={"kid": KEY_ID})


class ServiceUnderTest:
    """A running service in this process: HTTP as any caller, events in, events out. Its database is real."""

    def __init__(self, app: FastAPI, mint: TokenMint) -> None:
        self.app = app
        self.mint = mint
        self.database = app.state.database

    def client(
        self, *roles: Role, region: str = "", department: str | None = None, sub: str | None = None,
        at: datetime | None = None, address: str = "127.0.0.1", **claims: Any,
    ) -> httpx.AsyncClient:  # fmt: skip
        """A client signed in with these roles; without roles it is anonymous. `at` tells the time of its requests.

        Further claims of its token are named as the token names them.
        """
        headers = {}
        if roles:
            headers["authorization"] = "Bearer " + self.mint.token(
                *roles, region=region, department=department, sub=sub, **claims
            )
        if at is not None:
            headers["x-songbang-time"] = at.isoformat()
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=(address, 123))
        return httpx.AsyncClient(transport=transport, base_url="http://service", headers=headers)

    async def events(self, type: type[Event] | None = None) -> list[dict[str, Any]]:
        """What the service has published so far, in order."""
        connection = await self.database.direct()
        try:
            rows = await connection.fetch("SELECT body FROM outbox ORDER BY id")
        finally:
            await connection.close()
        documents = [orjson.loads(row["body"]) for row in rows]
        return [document for document in documents if type is None or document["type"] == type.type]

    async def do_due(self, at: datetime) -> None:
        """Do what is due by a moment, as the leader would then."""
        while await self.app.state.due.pass_once(at):
            pass

    async def hear(
        self, consumers: Consumers, event: Event, *, region: str, subject_id: object = None, sequence: int = 1,
        department: str | None = None, at: datetime | None = None,
    ) -> None:  # fmt: skip
        """Deliver one event to the service's handlers, through the inbox, as the bus would."""
        await self.hear_batch(
            of_handlers("test", consumers),
            [message_of(event, region=region, subject_id=subject_id, sequence=sequence, department=department, at=at)],
        )

    async def hear_batch(self, consumer: BatchConsumer, messages: Sequence[Message]) -> None:
        """Deliver a batch as the consumer loop would, with parking."""
        await ConsumerLoop(consumer, self.database, self.app.state.bus).handle(messages)


_offset = iter(range(1, 1_000_000_000))


def message_of(
    event: Event, *, region: str, subject_id: object = None, sequence: int = 1, department: str | None = None,
    at: datetime | None = None,
) -> Message:  # fmt: skip
    """An event as it would be read from the bus."""
    body = encode(
        event,
        id=new_id(),
        subject_id=str(subject_id or new_id()),
        time=at or datetime.now(UTC),
        sequence=sequence,
        attributes={"region": region, "department": department},
    )
    return Message(event.topic_name(), 0, next(_offset), township_of(region), body, datetime.now(UTC))


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[None]:
    """Run an application's lifespan around a block."""
    async with app.router.lifespan_context(app):
        yield


def examined(plan: Any) -> int:
    """Rows that the scans of an explained statement read from tables or indexes, thrown away or not."""

    def of(node: dict[str, Any]) -> int:
        own = 0
        if "Scan" in node["Node Type"] and node["Node Type"] not in _IN_MEMORY:
            removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
            own = int((node["Actual Rows"] + removed) * node["Actual Loops"])
        return own + sum(of(child) for child in node.get("Plans", ()))

    return of((orjson.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])


def open_actions(record: dict[str, Any]) -> list[str]:
    """The names of a record's actions that nothing forbids now."""
    return [action["name"] for action in record["allowed_actions"] if not action["blocked_by"]]
