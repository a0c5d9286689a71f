"""The checkable rules that problems cite: shipped data, each with its source and its provenance."""

import re
from dataclasses import dataclass
from functools import cache

from servicekit.errors import Invalid
from servicekit.shipped import shipped_data

_ADDRESS = re.compile(r"\s*\([^()]*[a-z0-9]+(?:\.com|\.cn| \d+)[^()]*\)")
_NO_GROUNDS = re.compile("通报|案例|发言")


class ClauseUnknown(Invalid):
    """The clause is not one of the shipped rules."""

    code = "clause_unknown"
    detail = "没有这一条规则，请填写规则目录中的编号"


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule, as a letter or a warning cites it."""

    code: str
    category: str
    name: str
    source: str
    provenance: str

    @property
    def public_source(self) -> str:
        """What of the source is law or a published rule: a letter cites neither cases, circulars nor web addresses."""
        parts = (_ADDRESS.sub("", part).strip() for part in self.source.split(";"))
        return "；".join(part for part in parts if not _NO_GROUNDS.search(part))


@cache
def every_clause() -> dict[str, Clause]:
    """The shipped rules by code."""
    document = shipped_data("supervision_svc", "data/rules.yaml")
    return {
        item["code"]: Clause(item["code"], item["category"], item["name"], item["source"], item["provenance"])
        for item in document["items"]
    }


def clause(code: str) -> Clause:
    """One rule; raises ClauseUnknown."""
    found = every_clause().get(code)
    if found is None:
        raise ClauseUnknown(clause=code)
    return found
