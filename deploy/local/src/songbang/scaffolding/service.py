"""A new service: the example under another name, its events among the contracts, and the list of services."""

from pathlib import Path

from songbang.scaffolding.copying import EXAMPLE, PACKAGE, TESTS, copied, tidied
from songbang.scaffolding.lists import (
    board_leaves_out,
    contract_of,
    name_in_dashboard,
    register_service,
    require_new_contract,
)
from songbang.scaffolding.names import NameRefused, Names

_TAKEN = frozenset({"gateway", "bus", "sealer", "example", "webhooks", "postgres", "songbang", "wording"})
"""Databases, roles, processes and packages that are no services."""
_AT_GATEWAY = frozenset({"identity", "directory", "integration", "security", "todos", "words", "titles", "parts"})
"""Paths of the gateway itself and modules of the contracts."""
_ELSEWHERE = frozenset({"README.md", "events.py"})
"""The README is made by `make generated`, and events are contracts."""


def add_service(root: Path, names: Names) -> None:
    """Write the service; raises NameRefused where the name is taken."""
    folder = root / "services" / f"{names.service}-svc"
    if names.service in _TAKEN | _AT_GATEWAY or folder.exists():
        raise NameRefused(f"{names.service}: this name is taken")
    require_new_contract(root, names)
    register_service(root, names)
    written = copied(root, EXAMPLE, folder, names, leave=_ELSEWHERE)
    written += copied(root, PACKAGE / "events.py", contract_of(root, names), names)
    written += copied(root, TESTS, root / "tests" / "integration" / names.service, names)
    facts = board_leaves_out(root, names)
    name_in_dashboard(root, names)
    _own_history(folder / "src" / names.package / "migrations", names)
    tidied(root, [*written, facts])


def _own_history(migrations: Path, names: Names) -> None:
    """The first migration has an id of its own: a database that belongs to another service is noticed."""
    path = migrations / "initial.py"
    number = f"{int.from_bytes(names.service.encode(), 'big') % 16**12:012x}"
    path.write_text(path.read_text().replace("e4a3b1c0f001", number))
