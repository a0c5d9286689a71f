"""What a migration may do beside the release before it, read from its source."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.shape.sources import ROOT

MIGRATIONS = sorted(
    path
    for folder in ("services", "gateway/src", "examples/service/src")
    for path in (ROOT / folder).rglob("migrations/*.py")
    if path.name != "__init__.py"
)
_TAKEN_AWAY = {"drop_column", "drop_table", "rename_table", "drop_constraint"}
_NARROWING = {"create_unique_constraint", "create_check_constraint", "create_primary_key"}
_SQL = re.compile(
    r"\b(DROP\s+(TABLE|COLUMN|CONSTRAINT|FUNCTION|VIEW|SEQUENCE|TYPE|DEFAULT)|RENAME\s+(TO|COLUMN|CONSTRAINT)"
    r"|SET\s+NOT\s+NULL|ALTER\s+COLUMN\s+\S+\s+(SET\s+DATA\s+)?TYPE|ADD\s+COLUMN\s+\S+\s+\w+\s+NOT\s+NULL(?!\s+DEFAULT))\b",
    re.IGNORECASE,
)
_CREATED = re.compile(r"CREATE\s+(?:UNLOGGED\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?\"?(\w+)", re.IGNORECASE)


def min_release(module: ast.Module) -> str | None:
    """The mark of a migration that takes away: the oldest release that runs on what it leaves."""
    for node in module.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "min_release":
            return str(ast.literal_eval(node.value))
    return None


def contractions(module: ast.Module) -> list[str]:
    """What a migration does that a release which does not know of it cannot live with; empty for one that only adds."""
    forward = [node for node in module.body if not (isinstance(node, ast.FunctionDef) and node.name == "downgrade")]
    calls = [call for node in forward for call in ast.walk(node) if isinstance(call, ast.Call)]
    texts = [text for node in forward[1:] for text in _texts(node)]
    made = {_argument(call, 0) for call in calls if _name(call) == "create_table"}
    made |= {name for text in texts for name in _CREATED.findall(text)}
    found = [f"{_name(call)} {_argument(call, 0)}" for call in calls if _narrows(call) and _table(call) not in made]
    return found + [match.group(0) for text in texts for match in _SQL.finditer(text)]


def _narrows(call: ast.Call) -> bool:
    name, words = _name(call), {word.arg: word.value for word in call.keywords}
    if name in _TAKEN_AWAY | _NARROWING:
        return True
    if name == "create_index":
        return _is(words.get("unique"), value=True)
    if name == "alter_column":
        # Without its default the column has to be named by every INSERT, and older code does not know it.
        gone = "server_default" in words and _is(words["server_default"], value=None)
        return gone or _is(words.get("nullable"), value=False) or bool(words.keys() & {"new_column_name", "type_"})
    return name == "add_column" and any(_bare_column(argument) for argument in call.args)


def _bare_column(node: ast.expr) -> bool:
    words = {word.arg: word.value for word in node.keywords} if isinstance(node, ast.Call) else {}
    return _is(words.get("nullable"), value=False) and "server_default" not in words


def _is(node: ast.expr | None, *, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _table(call: ast.Call) -> str:
    """The table that a call is about: the second argument of those whose first names a constraint or an index."""
    second = _name(call) in {"drop_constraint", "create_index"} | _NARROWING
    return _argument(call, 1 if second else 0)


def _argument(call: ast.Call, place: int) -> str:
    if len(call.args) <= place:
        return ""
    node = call.args[place]
    return str(node.value) if isinstance(node, ast.Constant) else ast.unparse(node)


def _texts(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
