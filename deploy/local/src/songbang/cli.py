"""`songbang`: the operator's command line. Every command says in one sentence what is wrong, and exits with 1."""

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated

import typer
from contracts.version import VERSION
from rich.console import Console

from songbang import accounts, audits, backups, boards, downgrades, initialise, parked, republish, status, upgrades
from songbang.alarms import process as relay
from songbang.complaints import EXPECTED, Complaint, sentence
from songbang.journal import process as journal
from songbang.rotation import commands as rotation
from songbang.sealing import process as sealing

app = typer.Typer(
    no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False,
)  # fmt: skip


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(VERSION)
        raise typer.Exit


@app.callback()
def songbang(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="print the version and exit")
    ] = False,
) -> None:
    """Songbang for those who run it: status, parked events, backup, restore, upgrades."""


for module in (
    initialise,
    status,
    parked,
    republish,
    boards,
    audits,
    sealing,
    backups,
    accounts,
    downgrades,
    upgrades,
    relay,
    rotation,
    journal,
):
    module.register(app)

# The container image is made without the demo, which is for one machine only.
if find_spec("songbang.demo") is not None:
    register: Callable[[typer.Typer], None] = import_module("songbang.demo.commands").register
    register(app)


def main() -> None:
    """Run a command; an expected trouble is one sentence, never a stack trace."""
    try:
        app()
    except Complaint as complaint:
        _complain(str(complaint))
    except EXPECTED as error:
        _complain(sentence(error))


def _complain(text: str) -> None:
    Console(stderr=True, soft_wrap=True, highlight=False).print(text, style="bold red", markup=False)
    sys.exit(1)


if __name__ == "__main__":
    main()
