"""A new aggregate in a service: the example's folder, its event and its tests, and the places that list them."""

import re
import subprocess
import sys
from pathlib import Path

from songbang.scaffolding.copying import PACKAGE, TESTS, copied, tidied
from songbang.scaffolding.lists import board_leaves_out, contract_of, name_in_dashboard, require_new_contract
from songbang.scaffolding.names import NameRefused, Names

_WIDEST = 120


def add_aggregate(root: Path, names: Names) -> None:
    """Write the aggregate; raises NameRefused where there is no such service, or the name is taken."""
    source = root / "services" / f"{names.service}-svc" / "src" / names.package
    if not (source / "main.py").exists():
        raise NameRefused(f"{names.service}: there is no such service")
    if (source / names.plural).exists() or (source / f"{names.plural}.py").exists():
        raise NameRefused(f"{names.plural}: {names.service}-svc has it already")
    require_new_contract(root, names)
    written = copied(root, PACKAGE / "suggestions", source / names.plural, names)
    written += copied(root, TESTS / "test_suggestions.py", _test_file(root, names), names)
    written += copied(root, PACKAGE / "events.py", contract_of(root, names), names)
    wire(source / "main.py", names)
    facts = board_leaves_out(root, names)
    name_in_dashboard(root, names)
    tidied(root, [*written, source / "main.py", facts])


def write_migration(root: Path, names: Names) -> None:
    """Write the migration of a new aggregate, by a process that reads the new models; then tidy it."""
    command = [sys.executable, "-m", "songbang.revision", names.package, f"add {names.plural}"]
    subprocess.run(command, cwd=root, check=True)
    source = root / "services" / f"{names.service}-svc" / "src" / names.package
    tidied(root, list((source / "migrations").glob(f"*add_{names.plural}*.py")))


def _test_file(root: Path, names: Names) -> Path:
    return root / "tests" / "integration" / names.service / f"test_{names.plural}.py"


def wire(main: Path, names: Names) -> None:
    """Put the router and the to-dos of an aggregate into a service's wiring."""
    text, package = main.read_text(), f"{names.package}.{names.plural}"
    imports = (
        f"from {package} import models as {names.plural}_models\nfrom {package}.routes import router as {names.plural}"
    )
    text = _once(rf"(?m)^(?=from {names.package}\.settings import )", f"{imports}\n", text)
    text = _once(r"(?m)\b((?:routers=|ROUTERS = )\[\s*)(?=[\w*])", rf"\g<1>{names.plural}, ", text)
    text = _once(r"(todo_list\()(\s*)(?=\w)", rf"\g<1>{names.plural}_models.TODOS, \g<2>", text)
    main.write_text("\n".join(_folded(line) for line in text.split("\n")))


def _once(pattern: str, put: str, text: str) -> str:
    text, times = re.subn(pattern, put, text, count=1)
    if not times:
        raise NameRefused(f"main.py has no place for a new aggregate: {pattern}")
    return text


def _folded(line: str) -> str:
    """A line of a list that became too wide, in two."""
    if len(line) <= _WIDEST:
        return line
    cut = line.rindex(", ", 0, _WIDEST) + 1
    return f"{line[:cut]}\n{' ' * (len(line) - len(line.lstrip()))}{line[cut + 1 :]}"
