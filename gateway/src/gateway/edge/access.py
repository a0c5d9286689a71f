"""Who may call which route, and how much body it takes: known at the edge before a request's body is read.

The table follows from the merged API document, where every route tells its roles and its largest body; the services
judge for themselves once more.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from servicekit.errors import Forbidden, Unauthenticated

_METHODS = frozenset({"get", "put", "post", "delete", "patch"})


@dataclass(frozen=True, slots=True)
class Rule:
    """What the edge knows of a route."""

    public: bool
    roles: frozenset[str]
    body_bytes: int | None = None

    def judge(self, roles: Collection[str] | None) -> None:
        """Refuse a caller of these roles, None being an anonymous one; raises Unauthenticated and Forbidden."""
        if self.public:
            return
        if roles is None:
            raise Unauthenticated
        if self.roles and self.roles.isdisjoint(roles):
            raise Forbidden


@dataclass(slots=True)
class _Segment:
    """A place in the tree of paths: the literal segments that follow, a parameter, and the rules that end here."""

    literals: "dict[str, _Segment]" = field(default_factory=dict)
    parameter: "_Segment | None" = None
    rules: dict[str, Rule] = field(default_factory=dict)


class Access:
    """The rules of all routes."""

    def __init__(self, paths: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self._root = _Segment()
        for path, operations in (paths or {}).items():
            rules = {method.upper(): _rule(operations[method]) for method in _METHODS & operations.keys()}
            _place(self._root, path.split("/")[1:]).rules.update(rules)

    def rule(self, method: str, path: str) -> Rule | None:
        """The rule of a route; None for what no document describes. A literal segment goes before a parameter."""
        return _find(self._root, path.split("/")[1:], "GET" if method == "HEAD" else method)


def _rule(operation: Mapping[str, Any]) -> Rule:
    roles = operation.get("x-roles", ())
    return Rule(not operation.get("security"), frozenset(roles), operation.get("x-body-bytes"))


def _place(node: _Segment, segments: Iterable[str]) -> _Segment:
    for segment in segments:
        if segment.startswith("{"):
            node.parameter = node = node.parameter or _Segment()
        else:
            node = node.literals.setdefault(segment, _Segment())
    return node


def _find(node: _Segment, segments: list[str], method: str) -> Rule | None:
    if not segments:
        return node.rules.get(method)
    first, rest = segments[0], segments[1:]
    literal = node.literals.get(first)
    found = _find(literal, rest, method) if literal is not None else None
    if found is None and node.parameter is not None and first:
        found = _find(node.parameter, rest, method)
    return found
