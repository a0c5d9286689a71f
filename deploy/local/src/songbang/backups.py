"""`songbang backup` and `songbang restore`: databases at one moment, and files; checksummed, and encrypted."""

import asyncio
import os
import secrets
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import orjson
import typer
from contracts.envelope import TOPIC_PREFIX
from pydantic import SecretStr
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from servicekit.app import open_service_bus
from servicekit.bus.interface import BusUnavailable

from songbang import archive, attachment_files, dumps, restores, sealed_files
from songbang.complaints import Complaint
from songbang.inventory import PARTS
from songbang.journal.recovery import base_for, recovered, take_over, workplace
from songbang.postgres import SUPERUSER
from songbang.settings import OperatorSettings, operator_settings
from songbang.snapshots import Snapshot, moment

FORMAT = 1
Target = Annotated[Path | None, typer.Option("--to", help="the directory that gets a new folder; SONGBANG_BACKUP_DIR")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("backup")(backup)
    app.command("restore")(restore)


def backup(
    to: Target = None,
    keep: Annotated[
        int, typer.Option(help="remove older backups of that directory beyond so many; 0 keeps all", min=0)
    ] = 0,
    jobs: Annotated[int, typer.Option(help="databases dumped at a time", min=1)] = 3,
) -> None:
    """Write a backup of every database as of one moment and of all files, encrypted when there is a key."""
    settings = operator_settings()
    folder = asyncio.run(write(settings, to or settings.backup_dir, jobs=jobs))
    if keep:
        for old in sorted(folder.parent.glob("songbang-*Z"))[:-keep]:
            shutil.rmtree(old)
    typer.echo(str(folder))


def restore(
    folder: Path,
    to: Annotated[
        str | None,
        typer.Option(help="databases as of that minute, such as 2026-11-30T17:25+08:00, or `latest`, by the journal"),
    ] = None,
    work: Annotated[
        Path | None, typer.Option(help="with --to: a disk with room for the whole server; the backup's own without it")
    ] = None,
    jobs: Annotated[int, typer.Option(help="databases restored at a time", min=1)] = 3,
) -> None:
    """Bring a backup into an empty installation, whose services are stopped; then refill the bus from its logs."""
    settings = operator_settings()
    events = asyncio.run(_restore(settings, folder, to, work or folder.parent, jobs=jobs))
    typer.echo(f"restored; {events} events are on the bus again. Start the services: docker compose up -d")


async def _restore(settings: OperatorSettings, folder: Path, to: str | None, work: Path, *, jobs: int) -> int:
    if to is None:
        return await restores.restore_all(settings, folder, jobs=jobs)
    until = moment_of(to)
    with workplace(work) as directory:
        whole = await as_of(settings, folder, until, directory)
        return await restores.restore_all(settings, whole, jobs=jobs)


def moment_of(text: str) -> datetime | None:
    """A moment with its time zone; None for the end of the journal. Raises Complaint."""
    if text == "latest":
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Complaint(f"{text} is no moment with a time zone, such as 2026-11-30T17:25+08:00, nor `latest`")
    return found


async def as_of(settings: OperatorSettings, folder: Path, until: datetime | None, directory: Path) -> Path:
    """A backup in a directory: the databases as of a moment by the journal, the files as `folder` has them.

    Raises Complaint when the journal does not reach that moment, or is torn before it.
    """
    files = await asyncio.to_thread(restores.checked_manifest, folder)
    store, base = base_for(folder.parent, archive.keys_of(settings.backup_key), until)
    typer.echo("playing the journal ...")
    with ExitStack() as stack:
        server = await asyncio.to_thread(stack.enter_context, recovered(store, base, until, directory))
        address = await take_over(server, urlsplit(settings.server).username or SUPERUSER)
        then = settings.model_copy(update={
            "admin_url": SecretStr(address), "admin_password": None, "files_dir": None, "attachments_url": None,
        })  # fmt: skip
        written = await write(then, directory)
    manifest = orjson.loads((written / "manifest.json").read_bytes())
    packed = {name: files[name] for name in ("sealed_files", "attachments") if files.get(name)}
    for facts in packed.values():
        shutil.copyfile(folder / facts["file"], written / facts["file"])
    _finish(written, manifest | packed)
    return written


async def write(settings: OperatorSettings, directory: Path, *, jobs: int = 3) -> Path:
    """Write one backup and return its folder; a failed one leaves nothing that looks whole."""
    now = datetime.now(UTC)
    folder = directory / f"songbang-{now:%Y-%m-%dT%H%M%SZ}"
    draft = folder.with_name(f"{folder.name}.unfinished")
    try:
        draft.mkdir(parents=True)
    except OSError as error:
        raise Complaint(
            f"cannot write to {directory}: {error.strerror}; it must belong to user 10001 in compose"
        ) from error
    try:
        await _fill(settings, draft, now, jobs)
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return folder


async def _fill(settings: OperatorSettings, folder: Path, now: datetime, jobs: int) -> None:
    keys = archive.keys_of(settings.backup_key)
    places = asyncio.Semaphore(jobs)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns) as progress:
        async with moment(settings) as snapshots:
            positions = await _bus_positions(settings)
            tasks = [_dump(settings, snapshot, folder, keys, places, progress) for snapshot in snapshots]
            files = await dumps.all_of(tasks)
        # After the databases: whatever their snapshots call published has its content by now.
        sealed = await asyncio.to_thread(_pack, settings.files_dir, folder, keys, progress)
        attached = await _pack_attachments(settings, folder, keys, progress)
    manifest = {
        "format": FORMAT, "created_at": now, "encrypted": bool(keys), "bus_positions": positions,
        "databases": {
            snapshot.name: snapshot.facts | entry for snapshot, entry in zip(snapshots, files, strict=True)
        },
        "sealed_files": sealed, "attachments": attached,
    }  # fmt: skip
    _finish(folder, manifest)
    await asyncio.to_thread(_flush, folder)


def _finish(folder: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest, and the checksums of everything that it names."""
    path = folder / "manifest.json"
    path.write_bytes(orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
    packed = [manifest["sealed_files"], manifest["attachments"]]
    written = [*manifest["databases"].values(), *(facts for facts in packed if facts)]
    sums = [f"{entry['sha256']}  {entry['file']}" for entry in written] + [f"{archive.sha256_of(path)}  manifest.json"]
    (folder / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="utf-8")


def _flush(folder: Path) -> None:
    for file in folder.iterdir():
        with file.open("rb") as written:
            os.fsync(written.fileno())


async def _dump(
    settings: OperatorSettings, snapshot: Snapshot, folder: Path, keys: Sequence[bytes], places: asyncio.Semaphore,
    progress: Progress,
) -> dict[str, Any]:  # fmt: skip
    file = folder / (f"{snapshot.name}.dump" + (".sealed" if keys else ""))
    async with places:
        task = progress.add_task(snapshot.name, total=None)
        writer = archive.Writer(file, keys, secrets.token_bytes(16))
        try:
            await dumps.dump(settings.database(snapshot.name), snapshot.snapshot, writer)
        finally:
            writer.close()
        progress.update(task, total=1, completed=1, description=f"{snapshot.name} {writer.size:,} bytes")
    return {"file": file.name, "sha256": writer.sha256, "bytes": writer.size}


def _pack(directory: Path | None, folder: Path, keys: Sequence[bytes], progress: Progress) -> dict[str, Any] | None:
    if directory is None or not directory.is_dir():
        return None
    file = folder / ("files.tar" + (".sealed" if keys else ""))
    task = progress.add_task("files", total=None)
    writer = archive.Writer(file, keys, secrets.token_bytes(16))
    try:
        count = sealed_files.pack(directory, writer)
    finally:
        writer.close()
    progress.update(task, total=1, completed=1, description=f"files {writer.size:,} bytes")
    return {"file": file.name, "sha256": writer.sha256, "bytes": writer.size, "files": count}


async def _pack_attachments(
    settings: OperatorSettings, folder: Path, keys: Sequence[bytes], progress: Progress
) -> dict[str, Any] | None:
    if settings.attachments_url is None:
        return None
    file = folder / ("attachments.tar" + (".sealed" if keys else ""))
    task = progress.add_task("attachments", total=None)
    writer = archive.Writer(file, keys, secrets.token_bytes(16))
    try:
        count = await attachment_files.pack(settings, writer)
    finally:
        writer.close()
    progress.update(task, total=1, completed=1, description=f"attachments {writer.size:,} bytes")
    return {"file": file.name, "sha256": writer.sha256, "bytes": writer.size, "files": count}


async def _bus_positions(settings: OperatorSettings) -> dict[str, int] | None:
    """How far every topic was; for people who compare, the restore does not need it."""
    bus = open_service_bus("songbang-backup", settings)
    try:
        await bus.start()
        ends = await bus.end_offsets([TOPIC_PREFIX + part.name for part in PARTS])
    except (BusUnavailable, OSError):
        return None
    finally:
        await bus.stop()
    return {f"{topic}/{partition}": offset for (topic, partition), offset in sorted(ends.items())}
