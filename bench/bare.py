"""The limit for a write with its event: bare FastAPI and asyncpg doing the same two inserts in one transaction."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
import orjson
from fastapi import FastAPI
from pydantic import BaseModel


class Group(BaseModel):
    """The same body as checklist-svc takes."""

    region: str
    name: str
    platform: str
    members: int


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ["BARE_DATABASE_URL"], min_size=10, max_size=10) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=_lifespan)


@app.get("/healthz")
async def healthz() -> dict[str, str]:
    """Alive."""
    return {"status": "alive"}


@app.post("/groups", status_code=201)
async def register(group: Group) -> Group:
    """One row and one event."""
    group_id = uuid4()
    event = orjson.dumps({"id": str(uuid4()), "subject": f"groups/{group_id}", "data": group.model_dump()})
    async with app.state.pool.acquire() as connection, connection.transaction():
        await connection.execute(
            "INSERT INTO chat_group (id, version, region, created_at, updated_at, name, platform, members, state, forced_features) "
            "VALUES ($1, 1, $2, now(), now(), $3, $4, $5, 'registered', '[]')",
            group_id, group.region, group.name, group.platform, group.members,
        )  # fmt: skip
        await connection.execute(
            "INSERT INTO outbox (event_id, topic, key, type, body) VALUES ($1, $2, $3, $4, $5)",
            uuid4(), "songbang.checklist", group.region, "checklist.group.registered.v1", event,
        )  # fmt: skip
    return group


trivial_app = FastAPI()


@trivial_app.get("/healthz")
@trivial_app.get("/v1/trivial")
async def trivial() -> dict[str, str]:
    """The cheapest FastAPI route, for the proxy's benchmark."""
    return {"status": "ok"}
