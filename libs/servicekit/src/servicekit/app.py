"""The one way to stand a service up: everything that is true for all of them, wired once."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any

from contracts.envelope import TOPIC_PREFIX
from contracts.version import VERSION
from fastapi import APIRouter, FastAPI
from fastapi.telemetry import TelemetryConfig

from servicekit import contract, health, logs, metrics, migrate, problems, tracing
from servicekit.bus.factory import open_bus
from servicekit.bus.interface import DAY_MS, Bus, BusOptions, BusUnavailable, TopicSpec
from servicekit.clock import Clock
from servicekit.consumers import BatchConsumer, ConsumerLoop, Consumers, of_handlers
from servicekit.database import Database
from servicekit.deletion import security_log_retention
from servicekit.due import DueList, Job
from servicekit.history import routes as history
from servicekit.history.routes import KnowsAuthor
from servicekit.identity import KeySource, ReadClaims, TokenVerifier, jwks_over_http
from servicekit.leader import Leader
from servicekit.middleware import Conversation
from servicekit.relay import Relay
from servicekit.security_log import Refusals
from servicekit.settings import BusSettings, ServiceSettings
from servicekit.stopping import announced
from servicekit.ticks import Tick, housekeeping_duty, tick_duty

log = logging.getLogger(__name__)
Lifespan = Callable[[FastAPI], Any]
# The framework's own looks for providers with every request, and exports the texts of exceptions; ours is `tracing`.
_NO_TELEMETRY = TelemetryConfig(tracing=False, metrics=False, logs=False)


def create_service(
    name: str,
    *,
    package: str,
    settings: ServiceSettings,
    routers: Sequence[APIRouter],
    read_claims: ReadClaims,
    knows_author: KnowsAuthor,
    consumers: Consumers | None = None,
    batch_consumers: Sequence[BatchConsumer] = (),
    ticks: Sequence[Tick] = (),
    jobs: Sequence[Job] = (),
    lifespans: Sequence[Lifespan] = (),
    keys: KeySource | None = None,
    title: str | None = None,
    reached_from_outside: bool = False,
) -> FastAPI:
    """Build the application. Nothing is read or connected before it starts.

    `read_claims` makes the caller of a token's claims, `knows_author` decides whom a history names to a caller;
    `keys` replaces the JWKS address. A process that is
    `reached_from_outside` only says whether it is ready: reasons and metrics are for its inside port.
    """
    logs.configure(name, level=settings.log_level, format=settings.log_format)
    app = FastAPI(
        title=title or f"Songbang {name}", version=VERSION, docs_url=None, redoc_url=None,
        redirect_slashes=False,  # a redirect would tell the service's own address to who came through the gateway
        max_body_size=settings.body_limit_bytes, telemetry=_NO_TELEMETRY,
        lifespan=partial(_lifespan, name, package, settings, consumers, batch_consumers, ticks, jobs, lifespans),
    )  # fmt: skip
    app.state.settings, app.state.package = settings, package
    app.state.clock = Clock(simulated=settings.demo)
    app.state.tokens = TokenVerifier(
        keys or jwks_over_http(settings.jwks_url),
        read_claims,
        issuer=settings.token_issuer,
        audience=settings.token_audience,
    )
    app.state.checks = {}
    problems.install(app)
    contract.install(app)
    for router in (health.public_router if reached_from_outside else health.router, *routers):
        # Not include_router: with it every request looks for its route twice, router by router, a tenth of a write.
        app.router.routes.extend(router.routes)
    history.install(app.router, knows_author)
    app.add_middleware(Conversation)
    return app


def open_service_bus(name: str, settings: BusSettings) -> Bus:
    """The bus as the settings name it."""
    password = settings.kafka_password.get_secret_value() if settings.kafka_password else None
    options = BusOptions(
        security_protocol=settings.kafka_security, sasl_mechanism=settings.kafka_sasl_mechanism,
        sasl_username=settings.kafka_username, sasl_password=password,
        ca_file=settings.kafka_ca_file, replication_factor=settings.kafka_replication,
        session_timeout_seconds=settings.kafka_session_seconds, heartbeat_seconds=settings.kafka_session_seconds / 10,
    )  # fmt: skip
    return open_bus(settings.bus_url.get_secret_value(), client_id=name, options=options)


@asynccontextmanager
async def _lifespan(
    name: str, package: str, settings: ServiceSettings, consumers: Consumers | None,
    batch_consumers: Sequence[BatchConsumer], ticks: Sequence[Tick], jobs: Sequence[Job], lifespans: Sequence[Lifespan],
    app: FastAPI,
) -> AsyncIterator[None]:  # fmt: skip
    database = Database(
        settings.database_url.get_secret_value(), pool_size=settings.database_pool_size,
        statement_timeout_seconds=settings.statement_timeout_seconds, name=name,
        row_mac=settings.row_mac(name), password=settings.password_of_now,
    )  # fmt: skip
    bus = open_service_bus(name, settings)
    relay = Relay(database, bus)
    due = DueList(database, app.state.clock, [*jobs, security_log_retention(settings.security_log_keep_days)])
    ticking = tick_duty(database, app.state.clock, ticks)
    leader = Leader(database, [relay.run, housekeeping_duty(settings, bus), ticking, due.run])
    loops = [ConsumerLoop(consumer, database, bus) for consumer in batch_consumers]
    if consumers is not None and consumers.handlers:
        loops.append(ConsumerLoop(of_handlers(name, consumers), database, bus))
    app.state.database, app.state.bus, app.state.leader, app.state.due = database, bus, leader, due
    refusals = app.state.refusals = Refusals(database)
    _register_checks(app, package, settings, bus, loops)
    app.state.farewells = []
    async with AsyncExitStack() as stack:
        stack.enter_context(announced(app.state.farewells))
        tracing.configure(name, settings.otlp_endpoint)
        stack.callback(tracing.close)
        stack.push_async_callback(database.close)
        stack.push_async_callback(bus.stop)
        stack.push_async_callback(refusals.close)
        for lifespan in lifespans:
            await stack.enter_async_context(lifespan(app))
        tasks = [asyncio.create_task(_connect(bus, topic_spec(name, settings))), asyncio.create_task(leader.run())]
        tasks.append(asyncio.create_task(refusals.run()))
        tasks += [asyncio.create_task(loop.run()) for loop in loops]
        metrics.LEADING.set_function(lambda: leader.leading)
        tasks.append(asyncio.create_task(measure(database)))
        stack.push_async_callback(_cancel, tasks)
        yield


def _register_checks(
    app: FastAPI, package: str, settings: ServiceSettings, bus: Bus, loops: Sequence[ConsumerLoop]
) -> None:
    checks: dict[str, health.Check] = app.state.checks
    checks["database"] = health.database_check(app.state, migrate.head(package), migrate.known(package))
    checks["bus"] = bus.ready
    checks["relay"] = health.relay_check(app.state, settings.relay_ready_seconds)
    checks["due"] = health.due_check(app.state.due)
    for loop in loops:
        silence = settings.consumer_ready_seconds
        checks[f"consumer:{loop.consumer.name}"] = health.consumer_check(
            partial(getattr, loop, "last_poll_at"), silence
        )


def topic_spec(name: str, settings: BusSettings) -> TopicSpec:
    """The one topic that a service owns, as its settings want it."""
    return TopicSpec(
        TOPIC_PREFIX + name, settings.bus_partitions, settings.bus_retention_days * DAY_MS,
        settings.bus_retention_bytes, settings.bus_segment_bytes,
    )  # fmt: skip


async def _connect(bus: Bus, topic: TopicSpec) -> None:
    """The broker may come later than we do; the relay and the consumers wait for it by themselves."""
    while True:
        try:
            await bus.start()
            await bus.ensure_topics([topic])
            return
        except (BusUnavailable, OSError) as error:
            log.warning("bus not reachable yet: %s", error)
            await asyncio.sleep(1)


async def measure(database: Database) -> None:
    """Report every second how late the loop wakes, and how much of the pools is lent out."""
    while True:
        before = time.perf_counter()
        await asyncio.sleep(1)
        metrics.LOOP_LAG.set(max(0.0, time.perf_counter() - before - 1))
        for pool, lent in database.lent().items():
            metrics.POOL_IN_USE.labels(pool).set(lent)
            metrics.POOL_SIZE.labels(pool).set(database.pool_size)


async def _cancel(tasks: Sequence["asyncio.Task[None]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
