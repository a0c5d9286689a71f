"""HTTP about the search."""

from typing import Annotated, Literal
from urllib.parse import urlencode

from contracts.gateway import RegionLevel
from contracts.titles import coded
from countykit.identity import Anyone
from countykit.search import MOST, FoundList, FoundView, Words
from fastapi import Query, Request
from pydantic import Field
from servicekit.bodies import View
from servicekit.http import Router, Tx

from gateway.catalogue.codes import RuleView, rule_views
from gateway.edge.fan_out import Missing, OnBehalf, answers
from gateway.search import repository

router = Router(prefix="/api/search", tags=["search"])
Group = Annotated[
    Literal["places", "bodies", "rules", "records"],
    coded("search_group", "搜索结果分组", places="地区", bodies="机构", rules="规则", records="记录"),
]


class PlaceView(View):
    """A place that fits."""

    code: str = Field(title="区划代码")
    name: str = Field(title="名称")
    level: RegionLevel = Field(title="级别")
    within: str = Field(title="上级", description="the names above it, the nearest first", examples=["青石镇 松柏县"])
    ended: bool = Field(title="已停用")


class BodyView(View):
    """A body that fits."""

    code: str = Field(title="机构代码")
    name: str = Field(title="机构名称")
    active: bool = Field(title="是否有效")


class SearchView(View):
    """What fits, the best first in each group; `more` names the groups in which others fit too."""

    places: list[PlaceView]
    bodies: list[BodyView]
    rules: list[RuleView]
    records: list[FoundView]
    more: list[Group]
    missing: list[Missing]


@router.get("")
async def search_everything(
    request: Request, tx: Tx, _: Anyone, q: Words, limit: Annotated[int, Query(ge=1, le=MOST)] = 8
) -> SearchView:
    """Places and bodies by name, pinyin (`qingshizhen`), initials (`qsz`) or code; rules by code or content; records of
    all services by number or name, as far as the caller may see them. At most `limit` of each group.

    A service that does not answer within two seconds is named under `missing` instead of failing the search.
    """
    state = request.app.state
    path = f"/v1/search?{urlencode({'q': q, 'limit': limit})}"
    responses = await answers(state.proxy, state.table, OnBehalf.of(request), path, FoundList)
    records = [
        each.model_copy(update={"href": f"/api/{service}{each.href}"})
        for service, answer in responses.items() if answer is not None
        for each in answer.found
    ]  # fmt: skip
    records.sort(key=lambda each: each.rank)
    places, bodies = await repository.places(tx, q, limit + 1), await repository.bodies(tx, q, limit + 1)
    rules = [rule for rule in rule_views() if _speaks_of(rule, q)]
    more = {
        "places": len(places) > limit, "bodies": len(bodies) > limit, "rules": len(rules) > limit,
        "records": len(records) > limit or any(answer is not None and answer.more for answer in responses.values()),
    }  # fmt: skip
    return SearchView(
        places=[PlaceView(**row) for row in places[:limit]],
        bodies=[BodyView(**row) for row in bodies[:limit]],
        rules=rules[:limit],
        records=records[:limit],
        more=[name for name, there_is in more.items() if there_is],
        missing=[Missing(service=name) for name, answer in responses.items() if answer is None],
    )  # fmt: skip


def _speaks_of(rule: RuleView, words: str) -> bool:
    return rule.code.startswith(words.upper()) or words in rule.name
