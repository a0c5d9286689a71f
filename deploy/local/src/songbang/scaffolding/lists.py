"""The places outside of a service that list services, events or their names."""

import re
from pathlib import Path

from songbang.scaffolding.names import NameRefused, Names

_FACTS = Path("services/supervision-svc/src/supervision_svc/facts/uncounted.py")
_WORDS = Path("gateway/dashboard/src/model/words.ts")
_PARTS = Path("libs/contracts/src/contracts/parts.py")


def register_service(root: Path, names: Names) -> None:
    """Enter the service with the next free port; every other list of services follows from this one."""
    path = root / _PARTS
    text = path.read_text()
    if f'Service("{names.service}",' in text:
        raise NameRefused(f"{names.service}: there is such a service already")
    port = 1 + max(int(found) for found in re.findall(r'Service\("\w+", "[^"]*", (\d+)\)', text))
    line = f'    Service("{names.service}", "{names.service_title}", {port}),\n'
    path.write_text(text.replace(")\nOWNERS", f"{line})\nOWNERS", 1))
    _add_word(root, "OWNERS", names.service, names.service_title)


def contract_of(root: Path, names: Names) -> Path:
    """The module of the contracts that declares the events of an aggregate."""
    return root / "libs" / "contracts" / "src" / "contracts" / f"{names.plural}.py"


def require_new_contract(root: Path, names: Names) -> None:
    """Raise NameRefused where the contracts have a module of the aggregate's name already."""
    if contract_of(root, names).exists():
        raise NameRefused(f"{names.plural}: the contracts have a module of this name")


def board_leaves_out(root: Path, names: Names) -> Path:
    """The board counts nothing of a new aggregate until somebody says what; an event is counted or left out by name."""
    path = root / _FACTS
    text = re.sub(
        r"(NO_FACTS = frozenset\(\n(?:.*\n)*?    for event in \(\n)",
        rf"\g<1>        {names.plural}.{names.kind}Changed,\n",
        path.read_text(),
        count=1,
    )
    # A line of its own, which whoever tidies the file merges with the others, however they are folded.
    path.write_text(
        text.replace("from contracts import", f"from contracts import {names.plural}\nfrom contracts import", 1)
    )
    return path


def name_in_dashboard(root: Path, names: Names) -> None:
    """The Chinese name of the event's topic on the dashboard's pages."""
    _add_word(root, "TOPICS", f"'{names.service}.{names.singular}'", names.title)


def _add_word(root: Path, table: str, key: str, word: str) -> None:
    path = root / _WORDS
    pattern = rf"(const {table}: Record<string, string> = {{\n(?:.*\n)*?)(}}\n)"
    text, times = re.subn(pattern, rf"\g<1>  {key}: '{word}',\n\g<2>", path.read_text(), count=1)
    if not times:
        raise NameRefused(f"words.ts has no table {table}")
    path.write_text(text)
