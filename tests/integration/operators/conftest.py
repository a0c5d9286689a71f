"""Whole installations for the operator's commands: a PostgreSQL server with every part's database, and the bus."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import orjson
import pytest
from contracts.catalogue import all_events, example_of
from contracts.envelope import Event
from contracts.gateway import RegionRegistered
from countykit.identity import Role
from countykit.tables import InRegion
from countykit.testing import ServiceUnderTest, TokenMint, running
from pydantic import SecretStr
from servicekit.app import open_service_bus
from servicekit.audit.seals import Sealer
from servicekit.audit.tables import AUDIT
from servicekit.bus.postgres_sql import LAG
from servicekit.consumers import BatchConsumer
from servicekit.database import Database
from servicekit.migrate import SEALER
from servicekit.relay import Relay
from servicekit.transaction import Context
from songbang import initialise
from songbang.inventory import ARCHIVER, BUS_DATABASE, PARTS
from songbang.ports import free_port
from songbang.postgres import EmbeddedPostgres
from songbang.provision import database_url
from songbang.settings import OperatorSettings
from supervision_svc.facts.projection import PROJECTION
from supervision_svc.main import create_app
from supervision_svc.settings import Settings

from tests.waiting import eventually

COUNTY = "990101000000"
TOWNSHIPS = [f"99010100{number}000" for number in range(1, 5)]
AUDIT_KEY = SecretStr("dGVzdHMgaGF2ZSBhIGtleSBvZiB0aGVpciBvd24hISE=")
KEYS = {
    **{f"{part.name}_audit_key": AUDIT_KEY for part in PARTS},
    "seal_key": SecretStr("c2VhbGVyIG9mIHRoZSB0ZXN0cywgMzIgYnl0ZXMhISE="),
}
NAMES = [*(part.name for part in PARTS), BUS_DATABASE, SEALER, ARCHIVER]
PASSWORDS = {f"{name}_password": SecretStr(f"{name}-drill") for name in NAMES} | KEYS


@dataclass
class About(InRegion):
    id: Any
    region: str
    version: int = 0


class Installation:
    """One server with all parts, and short words for what the tests do to it."""

    def __init__(self, server: EmbeddedPostgres) -> None:
        self.server = server
        self.settings = OperatorSettings(
            environment="demo", admin_url=server.dsn(), bus_partitions=3,
            bus_url=database_url(server.dsn(), BUS_DATABASE, BUS_DATABASE, f"{BUS_DATABASE}-drill"), **PASSWORDS,
        )  # fmt: skip

    def but(self, **values: Any) -> OperatorSettings:
        return self.settings.model_copy(update=values)

    async def prepare(self) -> None:
        await initialise.prepare(self.settings)

    async def fetch(self, part: str, statement: str, *arguments: object) -> list[Any]:
        connection = await asyncpg.connect(self.settings.database(part))
        try:
            return list(await connection.fetch(statement, *arguments))
        finally:
            await connection.close()

    async def value(self, part: str, statement: str, *arguments: object) -> Any:
        return (await self.fetch(part, statement, *arguments))[0][0]

    async def tell(self, *events: tuple[Event, str]) -> None:
        """Record events in their owners' logs, as the owners' transactions would."""
        for event, region in events:
            database = Database(self.settings.database(event.type.partition(".")[0]), pool_size=1)
            async with database.transaction(Context(datetime.now(UTC), "test")) as tx:
                tx.record(event, about=About(uuid4(), region))
            await database.close()

    async def tell_everything(self) -> None:
        """Every event of the catalogue once for each township, and the county they lie in."""
        regions = [(COUNTY, "county"), *((code, "township") for code in TOWNSHIPS)]
        for code, level in regions:
            await self.tell((RegionRegistered(code=code, name="某地", level=level, valid_from=date(2020, 1, 1)), code))
        kinds = [kind for kind in all_events() if not kind.type.startswith("gateway.")]
        for place, township in enumerate(TOWNSHIPS):
            chosen = [kind for number, kind in enumerate(kinds) if number % len(TOWNSHIPS) <= place]
            await self.tell(
                *((kind.model_validate(orjson.loads(example_of(kind))["data"]), township) for kind in chosen)
            )

    async def relay(self) -> int:
        """Publish what waits, as the leaders do."""
        bus, published = open_service_bus("relay", self.settings), 0
        await bus.start()
        for part in PARTS:
            database = Database(self.settings.database(part.name), pool_size=1)
            connection = await database.direct()
            published += await Relay(database, bus).publish_pending(connection)
            await connection.close()
            await database.close()
        await bus.stop()
        return published

    async def write_audit(self, part: str, rows: int) -> None:
        """Have a service write some audit rows."""
        database = Database(self.settings.database(part), pool_size=1, row_mac=self.settings.row_mac(part))
        async with database.transaction(Context(datetime.now(UTC), "test")) as tx:
            for number in range(rows):
                tx.audit(f"thing/{number}", None, {"number": number})
            _ = tx.session  # nothing but audit rows: there is no row of a model to open the session
        await database.close()

    async def audit(self, part: str, rows: int) -> None:
        """Have a service write some audit rows, and seal them."""
        await self.write_audit(part, rows)
        connection = await asyncpg.connect(self.settings.database(part))
        await Sealer(KEYS["seal_key"].get_secret_value(), part).seal(connection, AUDIT)
        await connection.close()

    @asynccontextmanager
    async def supervision(self, mint: TokenMint) -> AsyncIterator[ServiceUnderTest]:
        """The supervision service in this process on this installation."""
        url = database_url(self.server.dsn(), "supervision", "supervision", "supervision-drill")
        app = create_app(
            Settings(environment="demo", database_url=url, bus_url=self.settings.bus_url, database_pool_size=4,
                     bus_partitions=3, log_level="WARNING",
                     audit_key=AUDIT_KEY),
            keys=mint.keys,
        )  # fmt: skip
        async with running(app):
            yield ServiceUnderTest(app, mint)

    async def board(self, svc: ServiceUnderTest) -> dict[str, Any]:
        async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=datetime(2026, 7, 1, 2, tzinfo=UTC)) as client:
            answer = await client.get("/v1/board", params={"as_of": "2026-06-30", "window": 730})
        assert answer.status_code == 200, answer.text
        document: dict[str, Any] = answer.json()
        return document

    async def heard(self, events: int) -> None:
        """Wait until the projection has put so many events into its evidence."""

        async def all_of_them() -> bool:
            return int(await self.value("supervision", "SELECT count(DISTINCT event_id) FROM evidence")) >= events

        await eventually(all_of_them)

    async def settled(self) -> None:
        """Wait until the projection has acknowledged everything that the bus carries for it."""

        async def acknowledged() -> bool:
            return await self.waiting(PROJECTION) == 0

        await eventually(acknowledged)

    async def waiting(self, consumer: BatchConsumer) -> int:
        """How many records on the bus a consumer has not acknowledged yet."""
        lag = await self.fetch("bus", LAG, consumer.name, list(consumer.topics))
        return sum(row["waiting"] for row in lag)


@pytest.fixture(scope="session")
def servers() -> Iterator[Any]:
    """`servers()` starts another empty PostgreSQL."""
    with ExitStack() as stack:

        def start() -> EmbeddedPostgres:
            directory = stack.enter_context(tempfile.TemporaryDirectory(dir="/tmp"))
            Path(directory).chmod(0o755)
            return stack.enter_context(EmbeddedPostgres(Path(directory) / "pg", free_port(), fsync=False))

        yield start


@pytest.fixture(scope="session")
async def installation(servers: Any) -> Installation:
    """An installation that tests share: each looks only at what it has made itself."""
    made = Installation(servers())
    await made.prepare()
    return made


@pytest.fixture
def another(servers: Any) -> Installation:
    """An installation without any database yet."""
    return Installation(servers())
