"""The checkable rules that problems cite: shipped data, each with its source and how far that source reaches."""

from dataclasses import dataclass
from functools import cache

from contracts.titles import TitledEnum
from servicekit.errors import Invalid
from servicekit.shipped import shipped_data

LOCAL = "各地做法，仅供参考"
"""What is shown where a rule rests on no law or published rule that holds everywhere."""


class ClauseUnknown(Invalid):
    """The clause is not one of the shipped rules."""

    code = "clause_unknown"
    detail = "没有这一条规则，请填写规则目录中的编号"
    clause: str


class Level(TitledEnum, name="clause_level", title_zh="依据层级"):
    """How far the document reaches that a rule rests on."""

    NATIONAL = "national", "全国"
    PROVINCE = "province", "一省"
    PLACE = "place", "一地"
    NONE = "none", "没有可引用的文件"


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule, as a letter or a warning cites it."""

    code: str
    category: str
    name: str
    source: str
    provenance: str
    level: Level
    grounds: str = ""
    """What of the source may be cited: law and published rules; neither cases, circulars, speeches nor addresses."""
    valid_in: str | None = None
    """The region that a document of a province or place holds in, as the beginning of its code; None: not known."""

    @property
    def public_source(self) -> str:
        """What may be cited everywhere; empty for a rule that rests on one place's document or on none."""
        return self.grounds if self.level is Level.NATIONAL else ""

    @property
    def law(self) -> str:
        """What is shown beside a warning that refuses nothing."""
        return self.public_source or LOCAL

    def grounds_in(self, county: str) -> str:
        """What may be cited in a county: a document of a province or place only where it holds; else empty."""
        if self.valid_in is not None and county.startswith(self.valid_in):
            return self.grounds
        return self.public_source


@cache
def every_clause() -> dict[str, Clause]:
    """The shipped rules by code."""
    document = shipped_data("supervision_svc", "data/rules.yaml")
    return {
        item["code"]: Clause(
            item["code"], item["category"], item["name"], item["source"], item["provenance"], Level(item["level"]),
            item.get("grounds", ""), item.get("valid_in"),
        )
        for item in document["items"]
    }  # fmt: skip


def clause(code: str) -> Clause:
    """One rule; raises ClauseUnknown."""
    found = every_clause().get(code)
    if found is None:
        raise ClauseUnknown(clause=code)
    return found
