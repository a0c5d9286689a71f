"""Which parts of a text are denied: 取消各类责任状 asks for no 责任状.

A negation reaches to the end of its clause, or to a word that asks anew (必须、改为 …). A clause that ends with
一律停止 or the like is denied as a whole.
"""

import re
from dataclasses import dataclass
from functools import cache

from wording import tables

_CLAUSE = re.compile(r"[^,，。；;:：!！?？\n()]+")
_SENTENCE = re.compile(r"[^。；;!！?？\n]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the folded text."""

    start: int
    end: int

    def covers(self, start: int) -> bool:
        """Whether a finding that begins here lies inside."""
        return self.start <= start < self.end


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table = tables.rules("cues")
    return re.compile(table["negation"]), re.compile(table["negation_after"]), re.compile(table["renewal"])


def denied(text: str) -> list[Span]:
    """The parts of a folded text that a negation reaches."""
    before, after, renewal = _patterns()
    spans: list[Span] = []
    for clause in _CLAUSE.finditer(text):
        if after.search(clause.group()):
            spans.append(Span(clause.start(), clause.end()))
            continue
        begin = clause.start()
        while negation := before.search(text, begin, clause.end()):
            anew = renewal.search(text, negation.end(), clause.end())
            end = anew.start() if anew else clause.end()
            spans.append(Span(negation.start(), end))
            begin = max(end, negation.end())
    return spans


def sentences(text: str, longest: int = 160) -> list[Span]:
    """The sentences of a folded text; a longer one is cut, so that a demand is not lost in a long paper."""
    found = [Span(match.start(), match.end()) for match in _SENTENCE.finditer(text)]
    return [Span(at, min(at + longest, span.end)) for span in found for at in range(span.start, span.end, longest)]
