"""Every refusal that a part of the product can answer, from the classes themselves."""

from collections.abc import Iterator
from typing import Any

from servicekit.errors import Refusal, members
from servicekit.problems import FieldError, Problem, problem_of


def catalogue(package: str) -> dict[str, dict[str, Any]]:
    """The refusals of a package and of the libraries that it is built on, by code."""
    found = [kind for kind in _kinds(Refusal) if not _of_another_part(kind, package)]
    return {kind.code: _entry(kind) for kind in sorted(found, key=lambda kind: kind.code)}


def shared_problems() -> frozenset[str]:
    """The schemas of problems that are the same in every part: those of the libraries' refusals."""
    own = {problem_of(kind).__name__ for kind in _kinds(Refusal) if _owner(kind).endswith("kit")}
    return frozenset({Problem.__name__, FieldError.__name__, *own})


def _kinds(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for each in kind.__subclasses__():
        yield each
        yield from _kinds(each)


def _of_another_part(kind: type[Refusal], package: str) -> bool:
    """In tests and generators several parts share one process."""
    owner = _owner(kind)
    return owner != package and not owner.endswith("kit")


def _owner(kind: type[Refusal]) -> str:
    return kind.__module__.partition(".")[0]


def _entry(kind: type[Refusal]) -> dict[str, Any]:
    entry = {
        "status": kind.status, "title": (kind.__doc__ or "").strip().split("\n", 1)[0].rstrip("."),
        "detail": kind.detail, "rule": kind.rule, "law": kind.law, "members": sorted(members(kind)) or None,
    }  # fmt: skip
    return {name: value for name, value in entry.items() if value is not None}
