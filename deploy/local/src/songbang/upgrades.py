"""`songbang upgrade`: what is tried before an upgrade, and looked at after it; `deploy/upgrade.sh` does the rest.

Nothing here changes what runs: settings are read, migrations are tried on a copy, processes are asked.
"""

import asyncio
import secrets
import shutil
import time
from pathlib import Path
from typing import Annotated

import asyncpg
import typer
from alembic.script import ScriptDirectory
from contracts.version import VERSION
from servicekit import compatibility, migrate

from songbang import archive, audits, downgrades, dumps
from songbang.complaints import Complaint
from songbang.initialise import only_one, wait_for_postgres
from songbang.inventory import PARTS, Part
from songbang.preflight import checked_settings
from songbang.settings import OperatorSettings, operator_settings
from songbang.snapshots import export
from songbang.status import Replica, look

COPY = "songbang_trial"
"""The database that a copy of a part is restored into; dropped again, also when the trial fails."""
_ALONE_SECONDS = 10.0
_SMOKE_SECONDS = 90.0
_SEAL = "SELECT seal FROM log_seal WHERE log = $1 AND position = $2"
upgrades = typer.Typer(help="Before and after an upgrade.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(upgrades, name="upgrade")


@upgrades.callback()
def _group() -> None:
    """Before and after an upgrade."""


@upgrades.command("check")
def check_before() -> None:
    """Settings, secrets, disk, versions, and the migrations on a copy. Changes nothing that runs."""
    settings = checked_settings()
    asyncio.run(check(settings))
    typer.echo(f"ready to upgrade to release {VERSION}")


@upgrades.command("smoke")
def smoke_after(
    since: Annotated[Path | None, typer.Option(help="manifest.json of the backup before: its logs must go on")] = None,
    seconds: Annotated[float, typer.Option(help="how long the processes may take to be ready", min=0)] = _SMOKE_SECONDS,
) -> None:
    """Every process is ready and runs this release, and every log goes on where it was. Ends with 1 when not."""
    asyncio.run(smoke(operator_settings(), since, seconds))
    typer.echo(f"release {VERSION} serves")


async def check(settings: OperatorSettings) -> None:
    """Raise Complaint with the first thing that is in the way of an upgrade to this release."""
    await wait_for_postgres(settings, _ALONE_SECONDS)
    typer.echo("versions ...")
    replicas, _ = await look(settings)
    pending = [part for part in PARTS if await _behind(settings, part)]
    _compare_versions(replicas, pending)
    typer.echo("disk ...")
    await _require_room(settings)
    async with only_one(settings):
        for part in pending:
            typer.echo(f"migrations of {part.name} on a copy ...")
            await _try(settings, part)


async def _behind(settings: OperatorSettings, part: Part) -> bool:
    """Whether a part's database has migrations before it; a part that is new has none yet."""
    try:
        found = await downgrades.at(settings, part)
    except (asyncpg.InvalidCatalogNameError, asyncpg.UndefinedTableError):
        return False
    head, known = migrate.head(part.package) or "", migrate.known(part.package)
    if found is not None and found["revision"] not in known and (why := compatibility.misfit(found, head, known)):
        raise Complaint(f"the database of {part.name} is further than release {VERSION}: {why}")
    return found is not None and found["revision"] != head and found["revision"] in known


def _compare_versions(replicas: list[Replica], pending: list[Part]) -> None:
    """What runs now has to serve on the schemas that this release makes, or people would see errors meanwhile."""
    running = {replica.release for replica in replicas if replica.release}
    if newer := {release for release in running if compatibility.numbers(release) > compatibility.numbers(VERSION)}:
        raise Complaint(f"release {max(newer)} runs, which is newer than {VERSION}: use `sh deploy/upgrade.sh back`")
    oldest = max((_oldest(part) for part in pending), key=compatibility.numbers, default=compatibility.FIRST_RELEASE)
    for release in sorted(running, key=compatibility.numbers):
        if compatibility.numbers(release) < compatibility.numbers(oldest):
            raise Complaint(
                f"release {release} runs and could not serve on the schemas of {VERSION}: upgrade to {oldest} first"
            )
    silent = sorted({replica.process for replica in replicas if not replica.release})
    if silent and pending:
        typer.echo(f"WARNING: {', '.join(silent)} do not say which release they run; they may stop being ready")


def _oldest(part: Part) -> str:
    return compatibility.min_release(ScriptDirectory.from_config(migrate.configuration(part.package)))


async def _require_room(settings: OperatorSettings) -> None:
    connection = await asyncpg.connect(settings.server)
    try:
        query = "SELECT coalesce(sum(pg_database_size(oid)), 0)::bigint FROM pg_database WHERE datname = ANY($1)"
        needed = await connection.fetchval(query, [part.name for part in PARTS])
    finally:
        await connection.close()
    folder = settings.backup_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{secrets.token_hex(4)}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Complaint(
            f"cannot write to {folder}: {error.strerror}; it must belong to user 10001 in compose"
        ) from error
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Complaint(
            f"{folder} has {free:,} bytes left, and the backup before the upgrade may need {needed:,}: make room"
        )


async def _try(settings: OperatorSettings, part: Part) -> None:
    """Restore a part into a database of its own and migrate that; the live one is only read."""
    keys = archive.keys_of(settings.backup_key)
    file = settings.backup_dir / f".trial-{part.name}-{secrets.token_hex(4)}"
    url, server = settings.database(COPY), await asyncpg.connect(settings.server)
    try:
        await _dump(settings, part, archive.Writer(file, keys, secrets.token_bytes(16)))
        await server.execute(f'DROP DATABASE IF EXISTS "{COPY}" WITH (FORCE)')
        await server.execute(
            f"CREATE DATABASE \"{COPY}\" TEMPLATE template0 ENCODING 'UTF8' "
            "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
        )
        await server.execute(f'REVOKE CONNECT, TEMPORARY ON DATABASE "{COPY}" FROM PUBLIC')
        await dumps.restore(url, archive.read(file, keys))
        # Alembic runs its own event loop, so it needs a thread of its own.
        await asyncio.to_thread(migrate.upgrade, part.package, url)
    except migrate.SchemaRefused as refused:
        raise Complaint(f"tried on a copy, nothing has changed: {refused}") from refused
    finally:
        file.unlink(missing_ok=True)
        await server.execute(f'DROP DATABASE IF EXISTS "{COPY}" WITH (FORCE)')
        await server.close()


async def _dump(settings: OperatorSettings, part: Part, writer: archive.Writer) -> None:
    connection = await asyncpg.connect(settings.database(part.name))
    try:
        await dumps.dump(settings.database(part.name), await export(connection), writer)
    finally:
        writer.close()
        connection.terminate()


async def smoke(settings: OperatorSettings, since: Path | None = None, seconds: float = _SMOKE_SECONDS) -> None:
    """Raise Complaint with what is not as it should be after an upgrade."""
    deadline = time.monotonic() + seconds
    while (found := await _findings(settings)) and time.monotonic() < deadline:
        await asyncio.sleep(1)
    if found:
        raise Complaint("; ".join(found))
    for part in PARTS if since is not None else ():
        await _goes_on(settings, part, since)


async def _findings(settings: OperatorSettings) -> list[str]:
    replicas, facts = await look(settings)
    found = [
        f"{replica.process} at {replica.address} is not ready: {replica.reasons}"
        for replica in replicas if not replica.ready
    ]  # fmt: skip
    found += [
        f"{replica.process} at {replica.address} runs release {replica.release or 'unknown'}, not {VERSION}"
        for replica in replicas if replica.ready and replica.release != VERSION
    ]  # fmt: skip
    return found + [f"{fact.part}: {fact.trouble}" for fact in facts if fact.trouble]


async def _goes_on(settings: OperatorSettings, part: Part, since: Path | None) -> None:
    """The seals that the backup knows still stand where they stood: nothing that was written has changed."""
    connection = await asyncpg.connect(settings.database(part.name))
    try:
        for head in audits.of_manifest(since, part.name):
            if await connection.fetchval(_SEAL, head.log, head.position) != head.seal:
                raise Complaint(f"the {head.log} of {part.name} is not the one that was saved in {since}")
    finally:
        await connection.close()
