"""Wires the gateway; run with `python -m servicekit.serve gateway.main:create_app --port …`."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import jwt
from countykit.app import create_service
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from servicekit.health import readiness, refresh
from servicekit.identity import ALGORITHM, KeySource
from servicekit.inside import inside_port
from servicekit.settings import load
from servicekit.ticks import Tick
from starlette.middleware.body_limit import RequestBodyLimitMiddleware

from gateway import docs, problems
from gateway.catalogue.codes import router as codes
from gateway.catalogue.routes import router as event_types
from gateway.changes.routes import lineage
from gateway.changes.routes import router as changes
from gateway.changes.service import BEGINNING
from gateway.digests.jobs import Digests
from gateway.digests.routes import router as digest
from gateway.directory.calendars.routes import router as calendars
from gateway.directory.departments.routes import router as departments
from gateway.directory.regions.routes import router as regions
from gateway.edge.edge import Edge
from gateway.edge.proxy import Proxy
from gateway.edge.rates import Rates
from gateway.feed.routes import router as feed
from gateway.feed.routes import watching
from gateway.files.routes import router as files
from gateway.files.sealing import SEALING_SECONDS, Sealer
from gateway.handovers.routes import router as handovers
from gateway.identity.accounts.routes import router as accounts
from gateway.identity.appointments.routes import awaiting
from gateway.identity.appointments.routes import router as posts
from gateway.identity.clients.routes import router as clients
from gateway.identity.credentials.routes import awaiting as awaiting_credentials
from gateway.identity.credentials.routes import router as credentials
from gateway.identity.enrolment.routes import router as enrolment
from gateway.identity.gate import AT_A_TIME
from gateway.identity.keyring import Keyring
from gateway.identity.me.routes import router as me
from gateway.identity.outside.provider import Provider
from gateway.identity.outside.routes import provider_routes
from gateway.identity.outside.routes import router as outside
from gateway.identity.outside_logins import repository as outside_logins
from gateway.identity.people.routes import router as people
from gateway.identity.persons.routes import router as persons
from gateway.identity.revocation import Revocations
from gateway.identity.second_factors import resealing
from gateway.identity.second_factors.service import Prover
from gateway.identity.sessions import repository as sessions
from gateway.identity.sessions.routes import router as own_sessions
from gateway.identity.tokens.browser import router as browser
from gateway.identity.tokens.issuer import Issuer
from gateway.identity.tokens.routes import keys as key_set
from gateway.identity.tokens.routes import router as identity
from gateway.openapi import Catalogue
from gateway.search.routes import router as search
from gateway.security.routes import router as security
from gateway.settings import Settings
from gateway.site import Site
from gateway.todos.routes import router as todos
from gateway.upstreams import upstreams
from gateway.webhooks.routers import ROUTERS as WEBHOOKS

ROUTERS = [
    identity, browser, outside, provider_routes, accounts, credentials, awaiting_credentials, people, enrolment,
    persons, posts, awaiting, handovers, clients, key_set, regions, departments, calendars, changes, lineage,
    *WEBHOOKS, feed, files, event_types, codes, security, todos, search, digest, problems.router, me, own_sessions,
    docs.router,
]  # fmt: skip
_EXPOSED = [
    "Content-Disposition", "Deprecation", "ETag", "Idempotency-Replayed", "Link", "Location", "RateLimit-Limit",
    "RateLimit-Remaining", "RateLimit-Reset", "Retry-After", "Sunset", "X-More", "X-Next-Cursor", "X-Request-Id",
]  # fmt: skip
"""What a front end of another origin may read of an answer."""
TICKS = [
    Tick("sessions", 3600, sessions.drop_outlived),
    Tick("outside-arrivals", 3600, outside_logins.drop_outlived),
]
RETURN = "/signed-in"
"""The page that an outside provider sends people back to."""


def create_app(settings: Settings | None = None, keys: KeySource | None = None) -> FastAPI:
    """The application; settings come from the environment unless given. `keys` are accepted besides our own."""
    settings = settings or load(Settings)
    table = upstreams(settings)
    proxy = Proxy(settings, table)

    async def accepted() -> dict[str, Any]:
        others = (await keys())["keys"] if keys is not None else []
        return {"keys": [*settings.keyring.jwks["keys"], *others]}

    @asynccontextmanager
    async def door(app: FastAPI) -> AsyncIterator[None]:
        app.state.farewells.append(proxy.farewell)
        app.state.login_places = asyncio.Semaphore(AT_A_TIME)
        inside = inside_port(
            settings.inside_host, settings.inside_port, partial(readiness, app.state), partial(refresh, app.state)
        )
        ended = partial(proxy.end_streams, revocations.has_ended)
        async with inside, proxy.opened(), catalogue.refreshing(), revocations.followed(app.state.database, ended):
            yield

    sealer, issuer = Sealer(settings), Issuer(settings, settings.keyring, Prover(settings, settings.vault))
    revocations = Revocations(settings.access_token_seconds)
    app = create_service(
        "gateway", package="gateway", settings=settings, routers=ROUTERS, lifespans=[door, watching], keys=accepted,
        jobs=[Digests(settings, proxy, table, issuer).job, BEGINNING, resealing.job(settings.vault)],
        ticks=[*TICKS, Tick("files", SEALING_SECONDS, sealer.run)], reached_from_outside=True,
    )  # fmt: skip
    app.state.proxy, app.state.table = proxy, table
    app.state.issuer = issuer
    app.state.outside = (
        Provider(settings, settings.oidc_issuer, settings.public_url.rstrip("/") + RETURN)
        if settings.oidc_issuer is not None else None
    )  # fmt: skip
    app.state.checks["signing_key"] = partial(_signs, settings.keyring)
    app.state.checks["files"] = sealer.fault
    app.state.information = {"upstreams": proxy.states}
    catalogue = app.state.catalogue = Catalogue(proxy, table, app.openapi, settings.openapi_refresh_seconds)
    app.openapi = catalogue.document  # type: ignore[method-assign] # FastAPI's documented way to replace the document
    app.add_middleware(
        Edge, proxy=proxy, site=Site(settings.dashboard_dir), rates=Rates(settings), tokens=app.state.tokens,
        table=table, access=lambda: catalogue.access, settings=settings, revocations=revocations,
    )  # fmt: skip
    # FastAPI's own body limit lies around all middleware. Here it is lifted for what passes through, where the edge
    # counts; it is set again for our own routes.
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=sys.maxsize)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["*"],
            allow_headers=["*"],
            allow_credentials=settings.cors_credentials,
            expose_headers=_EXPOSED,
        )
    return app


async def _signs(keyring: Keyring) -> str | None:
    """Readiness: what we sign, we can verify by our own key set."""
    token = keyring.sign({"sub": "readiness"})
    jwt.decode(token, jwt.PyJWK(keyring.jwks["keys"][0]), algorithms=[ALGORITHM])
    return None
