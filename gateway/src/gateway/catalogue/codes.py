"""`GET /api/codes`: every code of the API with its Chinese name, taken from the merged document and the event types."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from contracts.catalogue import all_events
from contracts.titles import NAME, TITLE, TITLES
from countykit.identity import Anyone
from countykit.rules import rules
from fastapi import Query, Request
from pydantic import Field
from servicekit.bodies import View
from servicekit.contract.shipped_codes import EXTENSION
from servicekit.http import Router

router = Router(prefix="/api/codes", tags=["codes"])
_EVENTS = "event_type"


class CodeView(View):
    """One value and what people call it."""

    value: str = Field(title="代码")
    title: str = Field(title="名称")
    description: str | None = Field(None, title="说明", description="in Chinese: what it means, or the law behind it")


class CodeListView(View):
    """One enumeration."""

    name: str = Field(title="代码表", examples=["plaque_state"])
    title: str = Field(title="名称", examples=["牌子状态"])
    description: str = Field(title="说明", description="in English, for programmers")
    values: list[CodeView] = Field(title="各项")


class RuleView(View):
    """A rule of burden reduction, as refusals name it under `rule`."""

    code: str = Field(title="规则编号", examples=["FRM-04"])
    category: str = Field(title="类别")
    name: str = Field(title="内容")
    severity: str = Field(title="效力")
    source: str = Field(title="依据")
    provenance: str = Field(title="出处", description="`found` in its source, or `general-knowledge`")


class CodesView(View):
    """All codes. What a service in `unavailable` calls its codes is as it was when it last answered, or missing."""

    lists: list[CodeListView]
    rules: list[RuleView]
    unavailable: list[str]


def code_lists(document: Mapping[str, Any]) -> list[CodeListView]:
    """The enumerations of an API document and the types of events, by their names."""
    found = {item.name: item for item in _enumerations([document["components"]["schemas"], document["paths"]])}
    titles = {event.type: event.title_zh for event in all_events()}
    found[_EVENTS] = CodeListView(
        name=_EVENTS, title="事件类型", description="Every type of event.", values=_values(titles)
    )  # fmt: skip
    return [found[name] for name in sorted(found)]


def shipped_lists(document: Mapping[str, Any]) -> list[CodeListView]:
    """The items, rows and indicators that the services ship; a county's own edition may say otherwise."""
    return [CodeListView.model_validate(each) for each in document.get(EXTENSION, ())]


def _enumerations(node: Any) -> Iterator[CodeListView]:
    """Those that are components, and those that stand where they are used."""
    if isinstance(node, list):
        yield from (item for each in node for item in _enumerations(each))
    elif isinstance(node, dict) and NAME in node:
        yield CodeListView(
            name=node[NAME], title=node[TITLE], description=node.get("description", ""), values=_values(node[TITLES])
        )
    elif isinstance(node, dict):
        yield from (item for each in node.values() for item in _enumerations(each))


def _values(titles: Mapping[str, str]) -> list[CodeView]:
    return [CodeView(value=value, title=title) for value, title in titles.items()]


def rule_views() -> list[RuleView]:
    """All rules as they are shown."""
    return [RuleView(**rule.model_dump(include=set(RuleView.model_fields))) for rule in rules()]


@router.get("")
async def list_codes(
    request: Request, caller: Anyone,  # noqa: ARG001 - for the signed-in
    name: Annotated[list[str] | None, Query(max_length=100, description="only these lists")] = None,
) -> CodesView:  # fmt: skip
    """Every enumeration of the API with the Chinese names of its values, the types of events, and the rules.

    Also the items of the lists, the rows of the spec table and the indicators, as they are shipped. Names come from the
    same source as exports and event schemas; a front end needs no list of words of its own.
    """
    document = request.app.state.catalogue.document()
    lists = sorted([*code_lists(document), *shipped_lists(document)], key=lambda item: item.name)
    wanted = [item for item in lists if name is None or item.name in name]
    return CodesView(lists=wanted, rules=rule_views(), unavailable=document["x-unavailable"])
