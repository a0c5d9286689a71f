"""Bringing a backup into an empty installation, and proving that it is what was saved."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import asyncpg
import orjson
import typer

from songbang import archive, attachment_files, audits, dumps, initialise, outboxes, republish, sealed_files
from songbang.complaints import Complaint
from songbang.inventory import PARTS, Part
from songbang.provision import create_databases, migrate_all
from songbang.settings import OperatorSettings

_HAS_LOG = "SELECT to_regclass('public.outbox') IS NOT NULL"
_ROWS = "SELECT count(*) FROM outbox"
# Numbers of transactions belong to the server that gave them: on another one they would never seem to be past.
_FORGET_SIGNALS = 'TRUNCATE "change"'


async def restore_all(settings: OperatorSettings, folder: Path, *, jobs: int = 3) -> int:
    """Check, restore, upgrade, verify, refill the bus; returns the number of events on it."""
    keys = archive.keys_of(settings.backup_key)
    manifest = await asyncio.to_thread(checked_manifest, folder)
    await asyncio.to_thread(_require_readable, folder, manifest, keys)
    await initialise.wait_for_postgres(settings)
    async with initialise.only_one(settings):
        await _require_empty(settings)
        await create_databases(settings.server, settings.passwords(), settings.environment)
        places = asyncio.Semaphore(jobs)
        files = [(settings.database(name), folder / facts["file"]) for name, facts in manifest["databases"].items()]
        await dumps.all_of(_restore(url, file, keys, places) for url, file in files)
        typer.echo("schemas ...")
        await asyncio.to_thread(migrate_all, settings.server)
        for part in PARTS:
            await _prove(settings, part, manifest["databases"][part.name])
        await _execute(settings.database("supervision"), _FORGET_SIGNALS)
        await asyncio.to_thread(_unpack, settings.files_dir, folder, manifest.get("sealed_files"), keys)
        await _unpack_attachments(settings, folder, manifest.get("attachments"), keys)
    typer.echo("bus ...")
    return await republish.republish_all(settings, outboxes.BEGINNING, list(PARTS))


def checked_manifest(folder: Path) -> dict[str, Any]:
    """The manifest, after every file has been compared with its checksum; raises Complaint."""
    sums = folder / "SHA256SUMS"
    if not sums.is_file():
        raise Complaint(f"{folder} is no backup: it has no SHA256SUMS")
    promised = dict(line.partition("  ")[::-2] for line in sums.read_text(errors="replace").splitlines())
    for name, expected in promised.items():
        file = folder / Path(name).name
        if not file.is_file():
            raise Complaint(f"{file.name} is missing from the backup")
        if archive.sha256_of(file) != expected:
            raise Complaint(f"{file.name} is not what was written: its checksum differs; take another backup")
    if "manifest.json" not in promised:
        raise Complaint(f"SHA256SUMS of {folder} does not name manifest.json: it is cut; take another backup")
    manifest: dict[str, Any] = orjson.loads((folder / "manifest.json").read_bytes())
    if manifest["format"] != 1:
        raise Complaint(f"the backup has format {manifest['format']}; this release reads format 1")
    if missing := {part.name for part in PARTS} - manifest["databases"].keys():
        raise Complaint(f"the backup lacks {', '.join(sorted(missing))}")
    if unproven := {facts["file"] for facts in _files_of(manifest)} - promised.keys():
        raise Complaint(f"SHA256SUMS does not name {', '.join(sorted(unproven))}: it is cut; take another backup")
    return manifest


def _files_of(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    packed = [manifest.get("sealed_files"), manifest.get("attachments")]
    return [*manifest["databases"].values(), *(facts for facts in packed if facts)]


def _require_readable(folder: Path, manifest: dict[str, Any], keys: Sequence[bytes]) -> None:
    """The key opens every file: known before the databases that `init` has made are dropped."""
    for facts in _files_of(manifest):
        next(archive.read(folder / facts["file"], keys), None)


async def _require_empty(settings: OperatorSettings) -> None:
    """A restore never writes over anything; databases that `init` has just made hold no event and may go."""
    for part in PARTS:
        url = settings.database(part.name)
        try:
            connection = await asyncpg.connect(url)
        except asyncpg.InvalidCatalogNameError:
            continue
        try:
            used = await connection.fetchval(_HAS_LOG) and await connection.fetchval(_ROWS)
        finally:
            await connection.close()
        if used:
            raise Complaint(
                f"the database {part.name} holds {used} events already; restore into an empty installation (another "
                "volume or server), so that nothing is overwritten"
            )
        await _drop(settings, part.name)


async def _drop(settings: OperatorSettings, name: str) -> None:
    connection = await asyncpg.connect(settings.server)
    try:
        await connection.execute(f'DROP DATABASE "{name}"')
    except asyncpg.ObjectInUseError:
        raise Complaint(f"the database {name} is in use: stop the services first (docker compose stop)") from None
    finally:
        await connection.close()


async def _restore(url: str, file: Path, keys: Sequence[bytes], places: asyncio.Semaphore) -> None:
    async with places:
        typer.echo(f"{file.name} ...")
        await dumps.restore(url, archive.read(file, keys))


def _unpack(directory: Path | None, folder: Path, facts: dict[str, Any] | None, keys: Sequence[bytes]) -> None:
    if facts is None:
        return
    if directory is None:
        typer.echo(f"WARNING: SONGBANG_FILES_DIR is not set, so {facts['files']} sealed files were not brought back")
        return
    typer.echo(f"{facts['file']} ...")
    found = sealed_files.unpack(archive.read(folder / facts["file"], keys), directory)
    if found != facts["files"]:
        raise Complaint(f"{found} sealed files came back, {facts['files']} were saved")


async def _unpack_attachments(
    settings: OperatorSettings, folder: Path, facts: dict[str, Any] | None, keys: Sequence[bytes]
) -> None:
    if facts is None:
        return
    if settings.attachments_url is None:
        typer.echo(
            f"WARNING: SONGBANG_ATTACHMENTS_URL is not set, so {facts['files']} attachments were not brought back"
        )
        return
    typer.echo(f"{facts['file']} ...")
    found = await attachment_files.unpack(archive.read(folder / facts["file"], keys), settings)
    if found != facts["files"]:
        raise Complaint(f"{found} attachments came back, {facts['files']} were saved")


async def _prove(settings: OperatorSettings, part: Part, facts: dict[str, Any]) -> None:
    """The log has as many events as were saved, and the logs of who did what are whole and end where they ended."""
    connection = await asyncpg.connect(settings.database(part.name))
    try:
        events = await connection.fetchval(_ROWS)
    finally:
        await connection.close()
    if events != facts["outbox_events"]:
        raise Complaint(f"{part.name} has {events} events after the restore, {facts['outbox_events']} were saved")
    for checked in await audits.examine(settings, part):
        if checked.findings:
            raise Complaint(f"the logs of {part.name} are broken in this backup: {checked.findings[0]}")
        if (saved := facts.get(f"{checked.log}_head")) and checked.head.hex() != saved:
            raise Complaint(f"the {checked.log} of {part.name} ends elsewhere than when it was saved")


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
