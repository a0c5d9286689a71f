"""`songbang secret status`, `rotate` and `forget`."""

import asyncio
import difflib
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from songbang.complaints import Complaint
from songbang.rotation import turning
from songbang.rotation.files import SecretFiles
from songbang.rotation.kinds import Kind, Way, kinds
from songbang.settings import operator_settings

secret = typer.Typer(help="Keys and passwords: their ages, and new ones.", no_args_is_help=True)
Directory = Annotated[Path, typer.Option(help="the directory of secrets")]
_DIRECTORY = Path("/secrets")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(secret, name="secret")


@secret.callback()
def _group() -> None:
    """Keys and passwords."""


@secret.command("status")
def status(
    older_than: Annotated[int, typer.Option(help="days after which a secret is old", min=1)] = 365,
    directory: Directory = _DIRECTORY,
) -> None:
    """How old each secret is, and how it is replaced; ends with 1 when one is too old. Shows none of them."""
    files, now = SecretFiles(directory), datetime.now(UTC)
    table = Table("secret", "days", "before it", "when it is replaced")
    old = []
    for kind in sorted(kinds().values(), key=lambda kind: kind.name):
        if not files.has(kind.name):
            table.add_row(kind.name, "none", "", kind.way.value)
            continue
        age = files.age_days(kind.name, now)
        table.add_row(kind.name, str(age), str(_former(files, kind) or ""), kind.way.value)
        if age > older_than and kind.way is not Way.OUTSIDE:
            old.append(kind.name)
    Console().print(table)
    if old:
        typer.echo(f"older than {older_than} days: {', '.join(old)}; sh deploy/rotate.sh <name>", err=True)
        raise typer.Exit(1)


@secret.command("rotate")
def rotate(
    name: str,
    known: Annotated[
        bool, typer.Option("--known", help="use the new one, which all processes know by now; after `again`")
    ] = False,
    directory: Directory = _DIRECTORY,
) -> None:
    """Put a new one in a secret's place; says who has to be started anew, which deploy/rotate.sh does."""
    kind, files = _kind(name), SecretFiles(directory)
    with files.alone():
        turned = asyncio.run(turning.rotate(operator_settings(), files, kind, known=known))
    typer.echo(f"recreate: {' '.join(turned.recreate)}")
    if turned.again:
        typer.echo("again")


@secret.command("forget")
def forget(name: str, directory: Directory = _DIRECTORY) -> None:
    """Take the keys before a key out: after one was stolen, or when nothing needs them any more."""
    kind, files = _kind(name), SecretFiles(directory)
    with files.alone():
        gone = asyncio.run(turning.forget(operator_settings(), files, kind))
    typer.echo(f"{gone} keys before {name} are forgotten")
    if gone:
        typer.echo(f"recreate: {' '.join(kind.holders)}")


def _kind(name: str) -> Kind:
    known = kinds()
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=1)
    raise Complaint(f"there is no secret {name}" + (f"; did you mean {near[0]}?" if near else ""))


def _former(files: SecretFiles, kind: Kind) -> int:
    """How many keys before it are still good for something."""
    several = kind.way in (Way.SIGNING, Way.TOKEN, Way.RING, Way.PROOF, Way.BACKUP)
    return files.read(kind.name).count(",") if several else 0
