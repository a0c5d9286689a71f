"""Is the process alive, is it ready, what are its figures."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from functools import partial
from typing import Any

import sqlalchemy as sa
from contracts.version import VERSION
from fastapi import Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import State

from servicekit import build, compatibility, metrics, server_figures  # noqa: F401 - `build` tells the release among the figures
from servicekit.driver import LOST, beginning_of
from servicekit.due import DueList
from servicekit.http import Router
from servicekit.relay import DEPTH

router = Router(tags=["operations"])
_CHECK_SECONDS = 3.0

Check = Callable[[], Awaitable[str | None]]
"""Returns None when all is well, else a machine-readable reason."""


public_router = Router(tags=["operations"])
"""For a process that is reached from outside: only its inside port gives metrics and reasons."""


@router.get("/healthz")
@public_router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


SERVING = frozenset({"database", "signing_key"})
"""The checks without which nobody can be served. What else is wrong is told and watched while people work on."""


@router.get("/readyz", responses={503: {"description": "nobody can be served; `reasons` says why"}})
async def readyz(request: Request) -> JSONResponse:
    """Whether people can be served, and whether all is well: `ready`, `degraded` with reasons, or `not_ready`."""
    document = await readiness(request.app.state)
    return JSONResponse(document, http_status(document))


@public_router.get("/readyz", name="readyz", responses={503: {"description": "nobody can be served"}})
async def readyz_status(request: Request) -> JSONResponse:
    """Whether people can be served, and whether all is well; the inside port gives the reasons."""
    document = await readiness(request.app.state)
    return JSONResponse({"status": document["status"]}, http_status(document))


def http_status(document: Mapping[str, Any]) -> int:
    """A degraded process stays in service: without the bus, facts wait in the outbox and nobody has to notice."""
    return 503 if document["status"] == "not_ready" else 200


async def readiness(state: State) -> dict[str, Any]:
    """What `/readyz` says inside: the checks, and the reasons of those that fail."""
    checks: dict[str, Check] = state.checks
    answers = await asyncio.gather(*(_guarded(check) for check in checks.values()))
    reasons = {name: answer for name, answer in zip(checks, answers, strict=True) if answer is not None}
    document: dict[str, Any] = {
        "status": _status(reasons), "reasons": reasons, "checks": list(checks), "release": VERSION,
    }  # fmt: skip
    document |= {name: tell() for name, tell in getattr(state, "information", {}).items()}
    return document | {"due": state.due.latest}


def _status(reasons: Mapping[str, str]) -> str:
    if not reasons:
        return "ready"
    return "degraded" if SERVING.isdisjoint(reasons) else "not_ready"


@router.get("/metrics", include_in_schema=False)
async def figures(request: Request) -> Response:
    """Prometheus exposition format, with the outbox and what is due as they are at this moment."""
    await refresh(request.app.state)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def refresh(state: State) -> None:
    """Set the figures of the outbox, of what is due, and of bus and database to what they are at this moment."""
    for name in ("relay", "due"):
        await _guarded(state.checks[name])
    await _guarded(partial(server_figures.look, state.database))
    for name, gauge in {"bus": metrics.BUS_READY, "database": metrics.DATABASE_READY}.items():
        gauge.set(await _guarded(state.checks[name]) is None)


async def _guarded(check: Check) -> str | None:
    try:
        async with asyncio.timeout(_CHECK_SECONDS):
            return await check()
    except TimeoutError:
        return "timeout"
    except (SQLAlchemyError, *LOST) as error:
        return f"unreachable: {type(beginning_of(error)).__name__}"


_MARK = sa.text("SELECT current_setting('songbang.environment', true)")


def database_check(app_state: object, head: str | None, known: Collection[str] = ()) -> Check:
    """The database answers, was made for this environment and has a schema that this code runs on.

    That is the one it was written for, or one of a newer release which says that ours still runs.
    """

    async def check() -> str | None:
        async with app_state.database.engine.connect() as connection:  # type: ignore[attr-defined]
            marked = (await connection.execute(_MARK)).scalar()
            if marked and marked != app_state.settings.environment:  # type: ignore[attr-defined]
                return f"made_for_{marked}"
            if head is None:
                await connection.execute(sa.text("SELECT 1"))
                return None
            current = (await connection.execute(sa.text("SELECT version_num FROM alembic_version"))).scalar()
        if current == head:
            return None
        return compatibility.misfit(await compatibility.current(app_state.database), head, known)  # type: ignore[attr-defined]

    return check


def relay_check(app_state: object, limit_seconds: float) -> Check:
    """No published fact waits too long for the broker."""

    async def check() -> str | None:
        async with app_state.database.engine.connect() as connection:  # type: ignore[attr-defined]
            depth, age = (await connection.execute(sa.text(DEPTH))).one()
        metrics.OUTBOX_DEPTH.set(depth)
        metrics.OUTBOX_AGE.set(float(age))
        return f"outbox_age_{int(age)}s_depth_{depth}" if age > limit_seconds else None

    return check


def consumer_check(last_poll: Callable[[], float], limit_seconds: float) -> Check:
    """The consumer still polls: the client library is known to stop silently."""

    async def check() -> str | None:
        silence = time.monotonic() - last_poll()
        return f"no_poll_for_{int(silence)}s" if silence > limit_seconds else None

    return check


def due_check(due: DueList) -> Check:
    """The due-list can be read; a job that fails is told of in the detail, and takes no replica out of service."""

    async def check() -> str | None:
        await due.look()
        return None

    return check
