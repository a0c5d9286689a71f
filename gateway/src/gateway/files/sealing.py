"""Sealing, by the leader: the manifest is committed before its file gets a name, so that no number has two contents.

A crash between the two is finished by the next round; one before the commit leaves a nameless part that is overwritten
by nobody and cleared away.
"""

import asyncio
import logging
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from countykit.identity import EVERYTHING
from countykit.regions import significant
from prometheus_client import Gauge
from servicekit.transaction import Transaction

from gateway.files import content, manifest, repository
from gateway.files.content import Chunks, Content
from gateway.files.models import Kind, SealedFile, State
from gateway.files.settings import FileSettings

log = logging.getLogger(__name__)
FAULT = Gauge("songbang_files_fault", "whether sealed files cannot be written")
SEALING_SECONDS = 5.0
"""Between rounds; what a round sealed gets its name in the next one."""
_ABANDONED_SECONDS = 86_400.0


class SealBroken(OSError):
    """A committed file could not be written again as it was sealed."""


class Sealer:
    """Every round publishes what is sealed, seals what is due, and clears away what is old."""

    def __init__(self, settings: FileSettings) -> None:
        self._settings = settings
        self._fault: str | None = None

    async def fault(self) -> str | None:
        """Readiness: why files cannot be written, if so."""
        return self._fault

    async def run(self, tx: Transaction) -> None:
        """One round. Trouble with the disk must not cost the leadership, which publishes events too."""
        directory = self._settings.files_dir
        if directory is None:
            return
        try:
            # Writing can take minutes, so no session is open then: either name what was sealed, or seal.
            if await repository.anything_to_name(tx, self._kept_since(tx)):
                await self._publish(tx, directory)
                await self._expire(tx, directory)
            elif not await self._export(tx, directory):
                for region in dict.fromkeys(self._settings.files_regions):
                    await self._seal(tx, directory, region)
            self._fault = None
            FAULT.set(0)
        except OSError as error:
            self._fault = f"files_dir: {error.strerror or error}"
            FAULT.set(1)
            log.error("cannot write sealed files: %s", error)

    def _kept_since(self, tx: Transaction) -> datetime:
        return tx.now - timedelta(days=self._settings.files_keep_days)

    async def _seal(self, tx: Transaction, directory: Path, region: str) -> None:
        """The next file of a chain, once its interval is over. After a rest one file covers all of it."""
        now = await repository.database_now(tx)
        until = boundary(now, self._settings.files_interval_minutes)
        last = await repository.last_of_chain(tx, region)
        if last is not None and last[2] >= until:
            return
        number, behind, _, previous = last or (0, 0, until, None)
        first, _ = await repository.edges(tx)
        upto = await repository.recorded_before(tx, until)
        file = SealedFile(
            region=region, kind=Kind.INTERVAL, state=State.SEALED, number=number + 1,
            # What the log no longer has is a hole in the chain that the receiver sees, never a claim.
            first_position=max(behind + 1, first), last_position=max(behind, upto, first - 1), until=until,
            ordered_by="system", version=1,
        )  # fmt: skip
        chunks = _chunks(tx, region, file.first_position, file.last_position)
        written = await content.write(content.part_of(directory, file.id), chunks)
        self._sign(tx.add(file), written, previous, now)

    async def _export(self, tx: Transaction, directory: Path) -> bool:
        """Write the export that was ordered first; tells whether there was one."""
        ordered = await repository.first_ordered(tx)
        if ordered is None:
            return False
        order, region, first, last = ordered
        written = await content.write(content.part_of(directory, order), _chunks(tx, region, first, last))
        file = await tx.locked(SealedFile, order, EVERYTHING)
        file.state, file.version = State.SEALED, file.version + 1
        self._sign(file, written, None, await repository.database_now(tx))
        return True

    def _sign(self, file: SealedFile, written: Content, previous: str | None, now: datetime) -> None:
        file.events, file.types = written.events, dict(written.types)
        file.size_bytes, file.sha256 = written.size_bytes, written.sha256
        signer = self._settings.file_signer
        file.manifest = manifest.written(file, written, previous=previous, now=now, signer=signer)

    async def _publish(self, tx: Transaction, directory: Path) -> None:
        for file in await repository.in_state(tx, State.SEALED):
            assert file.manifest is not None  # noqa: S101 - sealed means that it has one
            if not await asyncio.to_thread(content.publish, directory, file.id, file.stem, file.manifest):
                await _write_again(tx, directory, file)
                await asyncio.to_thread(content.publish, directory, file.id, file.stem, file.manifest)
            file.state, file.version = State.PUBLISHED, file.version + 1
        await asyncio.to_thread(_clear_abandoned, directory)

    async def _expire(self, tx: Transaction, directory: Path) -> None:
        for file in await repository.outlived(tx, self._kept_since(tx)):
            await asyncio.to_thread(content.remove, directory / file.name)
            file.state, file.version = State.EXPIRED, file.version + 1


async def _write_again(tx: Transaction, directory: Path, file: SealedFile) -> None:
    """The content was lost between commit and naming: the log still has it, and the manifest says what it must be."""
    part = content.part_of(directory, file.id)
    written = await content.write(part, _chunks(tx, file.region, file.first_position, file.last_position))
    if written.sha256 != file.sha256:
        await asyncio.to_thread(content.remove, part)
        raise SealBroken(f"{file.name} cannot be written again as it was sealed; order an export of its range")


async def _chunks(tx: Transaction, region: str, first: int, last: int) -> Chunks:
    prefix, after = significant(region), first - 1
    while after < last:
        upto = min(after + repository.WINDOW, last)
        yield await repository.chunk(tx, after, upto, prefix)
        after = upto


def boundary(now: datetime, minutes: int) -> datetime:
    """The latest end of an interval; intervals are counted from midnight UTC."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + (now - midnight) // timedelta(minutes=minutes) * timedelta(minutes=minutes)


def _clear_abandoned(directory: Path) -> None:
    if directory.is_dir():
        for part in directory.glob(".*.part"):
            if time.time() - part.stat().st_mtime > _ABANDONED_SECONDS:
                content.remove(part)
