"""What a form is about when its title stands in no table of scopes: definition by its title and its other columns.

A scope is a list that people wrote for a kind of form. Forms of another kind come every year; of them the title and the
columns that can be definition for sure say which part of the dictionary they are about.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from wording import tables
from wording.folding import fold

# Words that stand in the titles of forms about anything.
_COMMON = re.compile(
    r"村级|农村|全县|全市|全乡|各村|基本|情况|统计|调查|汇总|登记|台账|明细|动态|监测|工作|进度|进展|完成|数据|信息|人员|对象|"
    r"[日周旬月季年]报表?|半年报|双月报|半月报|学年表|表$|报$"
)
_NEAR = 2.0
"""From here on a generic title may mean an element: one common pair alone (人口、资金) stands in too many titles."""


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters in a text."""
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


@cache
def _speech() -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """For each element the pairs in its names, and those in its definition."""
    return {
        row["code"]: (
            frozenset(pair for name in (row["name"], *row["synonyms"]) for pair in pairs_of(fold(name))),
            pairs_of(fold(row["definition"])),
        )
        for row in tables.rows("elements")
    }


@cache
def _categories() -> Mapping[str, str]:
    return {row["code"]: row["category"] for row in tables.rows("elements")}


@cache
def subject(form: str, sure: frozenset[str] = frozenset()) -> Mapping[str, float]:
    """How near each element lies to what a form is about; `sure` are elements that its other columns ask for.

    A pair of the title counts one in an element's names and a half in its definition; elements of the categories of the
    sure columns count one more. Elements that are not near are left out.
    """
    words = [word for word in _COMMON.split(fold(form)) if len(word) > 1]
    wanted = frozenset(pair for word in words for pair in pairs_of(word))
    categories = {_categories()[code] for code in sure}
    near = {
        code: len(wanted & names)
        + len((wanted & definition) - names) / 2
        + (code in sure)
        + (_categories()[code] in categories)
        for code, (names, definition) in _speech().items()
    }
    return {code: weight for code, weight in near.items() if weight >= 1}


def likeliest(codes: Iterable[str], near: Mapping[str, float]) -> list[str]:
    """The three of some elements that lie nearest to what a form is about."""
    return sorted((code for code in codes if near.get(code, 0) >= _NEAR), key=lambda code: (-near[code], code))[:3]
