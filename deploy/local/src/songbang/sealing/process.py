"""`songbang seal`: runs until it is told to stop, beside the services and under another account."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import typer
from prometheus_client import Gauge
from servicekit import logs
from servicekit.audit.seals import BATCH, FAR, NEAR, Sealer, head
from servicekit.audit.tables import LOGS
from servicekit.driver import LOST
from servicekit.inside import Readiness, inside_port, reasons_of
from servicekit.settings import load
from servicekit.stopping import stop_signal

from songbang.inventory import PARTS
from songbang.sealing.heads import destinations, document, send_out
from songbang.sealing.settings import SealerSettings

log = logging.getLogger(__name__)
SEALED_AT = Gauge("songbang_sealed_timestamp_seconds", "when the logs of a part were last sealed", ["part"])
HEADS_AT = Gauge("songbang_heads_sent_timestamp_seconds", "when the heads last went out to every destination")
_EVERY_SECONDS = 1.0
_FAR_EVERY_SECONDS = 60.0
_RETRY_SECONDS = 2.0
_READY_SECONDS = 60.0


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("seal")(seal)


def seal() -> None:
    """Seal the logs of all parts and send their heads out, until stopped."""
    settings = load(SealerSettings)
    logs.configure("sealer", level=settings.log_level, format=settings.log_format)
    asyncio.run(_serve(settings))


async def _serve(settings: SealerSettings) -> None:
    stopping = stop_signal()
    async with sealing(settings):
        await stopping.wait()


@asynccontextmanager
async def sealing(settings: SealerSettings) -> AsyncIterator[None]:
    """Seal around a block."""
    sealed_at = {part.name: time.monotonic() for part in PARTS}
    tasks = [asyncio.create_task(_keep_sealing(settings, part.name, sealed_at)) for part in PARTS]
    tasks.append(asyncio.create_task(_keep_sending(settings)))
    try:
        async with inside_port(settings.inside_host, settings.sealer_port, _readiness(sealed_at)):
            yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _keep_sealing(settings: SealerSettings, part: str, sealed_at: dict[str, float]) -> None:
    sealer = Sealer(settings.seal_key.get_secret_value(), part)
    while True:
        try:
            connection = await asyncpg.connect(settings.database(part), timeout=5)
            try:
                await _seal(sealer, connection, part, sealed_at)
            finally:
                connection.terminate()
        except LOST as error:
            log.warning("the logs of %s wait for their seals: %s", part, error)
        await asyncio.sleep(_RETRY_SECONDS)


async def _seal(sealer: Sealer, connection: asyncpg.Connection, part: str, sealed_at: dict[str, float]) -> None:
    far_at = time.monotonic()
    while True:
        reach = NEAR
        if time.monotonic() >= far_at:
            reach, far_at = FAR, time.monotonic() + _FAR_EVERY_SECONDS
        found = [await sealer.seal(connection, table, reach) for table in LOGS]
        sealed_at[part] = time.monotonic()
        SEALED_AT.labels(part).set_to_current_time()
        if max(found) < BATCH:
            await asyncio.sleep(_EVERY_SECONDS)


async def _keep_sending(settings: SealerSettings) -> None:
    ways = destinations(settings)
    while ways:
        try:
            heads = []
            for part in PARTS:
                connection = await asyncpg.connect(settings.database(part.name), timeout=5)
                try:
                    found = [await head(connection, table) for table in LOGS]
                finally:
                    await connection.close()
                heads += [document(part.name, known) for known in found if known is not None]
            if heads and not await send_out(ways, heads):
                HEADS_AT.set_to_current_time()
        except LOST as error:
            log.warning("the heads cannot be read: %s", error)
        await asyncio.sleep(settings.heads_seconds)


def _readiness(sealed_at: dict[str, float]) -> Readiness:
    async def readiness() -> dict[str, object]:
        silences = {part: time.monotonic() - at for part, at in sealed_at.items()}
        return reasons_of(
            {part: f"not_sealed_for_{int(age)}s" for part, age in silences.items() if age > _READY_SECONDS}
        )

    return readiness
