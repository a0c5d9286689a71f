"""Which stored events somebody asked for: patterns of types, and subtrees of regions."""

import re
from collections.abc import Iterable

from contracts.catalogue import by_type

EVERYTHING = "*"
_PATTERN = re.compile(r"\*|[a-z_]+\.(?:[a-z_]+\.)?\*")


def is_known_pattern(pattern: str) -> bool:
    """Whether a filter names a type of the catalogue, or `owner.*`, `owner.subject.*` or `*` that fits one."""
    types = by_type()
    if _PATTERN.fullmatch(pattern) is None:
        return pattern in types
    return any(matches(pattern, type) for type in types)


def matches(pattern: str, type: str) -> bool:
    """Whether a pattern covers a type."""
    return pattern == type or (pattern.endswith("*") and type.startswith(pattern[:-1]))


def any_matches(patterns: Iterable[str], type: str) -> bool:
    """Whether one of several patterns covers a type."""
    return any(matches(pattern, type) for pattern in patterns)


def type_matches_one_of(patterns: Iterable[str]) -> str:
    """The condition that an event's type is covered by patterns that the code knows."""
    return f"({_PATTERNS} && ARRAY[{', '.join(repr(pattern) for pattern in patterns)}])"


# The same rules for the database. `event` and `wanted` are aliases of the query around them: an event's type has four
# patterns that can cover it, and its region lies in six subtrees at most.
_PATTERNS = """
    ARRAY['*', split_part(event.type, '.', 1) || '.*',
        split_part(event.type, '.', 1) || '.' || split_part(event.type, '.', 2) || '.*', event.type]
"""
TYPE_MATCHES = f"wanted.types && {_PATTERNS}"
SUBTREES = """
    ARRAY['000000000000', rpad(left(event.region, 2), 12, '0'), rpad(left(event.region, 4), 12, '0'),
        rpad(left(event.region, 6), 12, '0'), rpad(left(event.region, 9), 12, '0'), event.region]
"""
