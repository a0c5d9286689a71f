"""`songbang downgrade --to`: whether an earlier release may be started again on the schemas as they are."""

import asyncio
from typing import Annotated, Any

import asyncpg
import typer
from contracts.version import VERSION
from servicekit.compatibility import FIRST_RELEASE, current, numbers

from songbang.complaints import Complaint
from songbang.inventory import PARTS, Part
from songbang.settings import OperatorSettings, operator_settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("downgrade")(downgrade)


def downgrade(to: Annotated[str, typer.Option("--to", help="the release that is to serve again, as x.y.z")]) -> None:
    """Say whether an earlier release runs on the databases as they are. Changes nothing, loses nothing."""
    asyncio.run(require(operator_settings(), to))
    typer.echo(f"release {to} runs on all databases as they are: start it; every write since the upgrade stays")


async def require(settings: OperatorSettings, release: str) -> None:
    """Raise Complaint with each part whose schema that release cannot serve on.

    Nothing is ever migrated backwards: that, like restoring the backup, would lose what was written since.
    """
    try:
        wanted = numbers(release)
    except ValueError as error:
        raise Complaint(str(error)) from None
    if not numbers(FIRST_RELEASE) <= wanted <= numbers(VERSION):
        raise Complaint(
            f"this is release {VERSION}; it goes back to releases from {FIRST_RELEASE} on, not to {release}"
        )
    refusals = [_refusal(part, await at(settings, part), release) for part in PARTS]
    if found := [refusal for refusal in refusals if refusal]:
        raise Complaint(f"release {release} cannot serve on these databases: {'; '.join(found)}")


async def at(settings: OperatorSettings, part: Part) -> Any:
    """Where a part's database is: revision, release and oldest release that runs on it."""
    connection = await asyncpg.connect(settings.database(part.name))
    try:
        return await current(connection)
    finally:
        await connection.close()


def _refusal(part: Part, found: Any, release: str) -> str | None:
    if found is None or found["min_release"] is None:
        return f"nobody has written which releases run on {part.name}: run `songbang migrate` first"
    if numbers(found["min_release"]) <= numbers(release):
        return None
    return (
        f"{part.name} is at revision {found['revision']} of release {found['release']}, which needs "
        f"{found['min_release']} or newer"
    )
