"""Relations between data elements: `E005<=E004`, `E011+E012=E006`, `E156=prev(E156)+E154-E155`."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

CODE = r"[A-Z][A-Z0-9]{0,19}"
_TERM = re.compile(rf"([+-]?)(?:prev\(({CODE})\)|({CODE}))")
RULE = rf"^[+-]?(?:prev\({CODE}\)|{CODE})(?:[+-](?:prev\({CODE}\)|{CODE}))*(?:<=|=)(?:prev\({CODE}\)|{CODE})(?:[+-](?:prev\({CODE}\)|{CODE}))*$"  # noqa: E501 - one grammar


@dataclass(frozen=True, slots=True)
class Term:
    """One element in a sum, of this period or of the one before."""

    sign: int
    code: str
    before: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """What must hold between elements of one village and period."""

    left: tuple[Term, ...]
    operator: Literal["<=", "="]
    right: tuple[Term, ...]

    @property
    def codes(self) -> frozenset[str]:
        """Every element it speaks of."""
        return frozenset(term.code for term in (*self.left, *self.right))

    def broken(self, value: Callable[[Term], Decimal | None]) -> bool:
        """Whether the values contradict it; what is not known contradicts nothing."""
        sides = []
        for terms in (self.left, self.right):
            amounts = [value(term) for term in terms]
            if any(amount is None for amount in amounts):
                return False
            signed = [term.sign * amount for term, amount in zip(terms, amounts, strict=True) if amount is not None]
            sides.append(sum(signed, Decimal(0)))
        return sides[0] > sides[1] if self.operator == "<=" else sides[0] != sides[1]

    @property
    def contains(self) -> Iterable[tuple[str, str]]:
        """(part, whole) where it says that one element lies within another."""
        if len(self.right) == 1 and not any(term.before or term.sign < 0 for term in (*self.left, *self.right)):
            yield from ((term.code, self.right[0].code) for term in self.left if term.code != self.right[0].code)


@lru_cache(maxsize=2048)
def relation(text: str) -> Relation:
    """The relation that a text of the grammar `RULE` means."""
    operator: Literal["<=", "="] = "<=" if "<=" in text else "="
    left, right = text.split(operator)
    return Relation(_terms(left), operator, _terms(right))


def contradicted(rules: Iterable[str], known: Mapping[str, bool | int | float | str | None]) -> list[str]:
    """The relations that the values (by element code) contradict; texts, and what is not known, contradict nothing."""

    def value(term: Term) -> Decimal | None:
        found = None if term.before else known.get(term.code)
        return None if found is None or isinstance(found, bool | str) else Decimal(str(found))

    return [rule for rule in sorted(set(rules)) if relation(rule).broken(value)]


def circular(rules: Mapping[str, Iterable[str]]) -> bool:
    """Whether some element lies within itself by the relations of these elements (code → its relations)."""
    above: dict[str, set[str]] = {}
    for texts in rules.values():
        for text in texts:
            for part, whole in relation(text).contains:
                above.setdefault(part, set()).add(whole)
    done: set[str] = set()
    for first in list(above):
        if first in done:
            continue
        path: set[str] = set()
        stack = [(first, iter(above.get(first, ())))]
        path.add(first)
        while stack:
            code, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                stack.pop()
                path.discard(code)
                done.add(code)
            elif following in path:
                return True
            elif following not in done:
                path.add(following)
                stack.append((following, iter(above.get(following, ()))))
    return False


def _terms(text: str) -> tuple[Term, ...]:
    return tuple(
        Term(-1 if sign == "-" else 1, before or plain, bool(before)) for sign, before, plain in _TERM.findall(text)
    )
