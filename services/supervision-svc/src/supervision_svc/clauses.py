"""The checkable rules that problems cite: shipped data, each with its source and its provenance."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from servicekit.errors import Invalid


class ClauseUnknown(Invalid):
    """The clause is not one of the shipped rules."""

    code = "clause_unknown"
    detail = "没有这一条规则，请填写规则目录中的编号"


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule, as a letter or a warning cites it."""

    code: str
    name: str
    source: str
    provenance: str


@cache
def every_clause() -> dict[str, Clause]:
    """The shipped rules by code."""
    document = yaml.safe_load(files("supervision_svc").joinpath("data/rules.yaml").read_text(encoding="utf-8"))
    return {
        item["code"]: Clause(item["code"], item["name"], item["source"], item["provenance"])
        for item in document["items"]
    }


def clause(code: str) -> Clause:
    """One rule; raises ClauseUnknown."""
    found = every_clause().get(code)
    if found is None:
        raise ClauseUnknown(clause=code)
    return found
