"""Lines that were struck: what counted once and was taken back, when, and by what."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Annotated, Literal

from contracts.envelope import source_of
from contracts.titles import coded
from countykit.directory import DepartmentCode
from pydantic import Field
from servicekit.bodies import View

from supervision_svc.board.evidence import Known, Struck
from supervision_svc.facts.labels import kind_of

_OF_THE_FACT = ("figure", "type", "event_id", "time", "day", "recorded_on", "subject")
MOST = 50
"""So many struck lines are shown, the newest first."""
_TEXTS = {"overturned": "经申诉复核撤销", "withdrawn": "认定机关自行纠正", "objected": "申诉中，尚未决定"}


class StruckView(View):
    """A record that counted once and counts no more, or that is under objection and still counts."""

    figure: str
    type: str
    event_id: str
    time: datetime
    day: date = Field(description="the day that it counted on")
    recorded_on: date = Field(description="the day on which it became known")
    subject: str
    kind: str = Field(title="记录类别")
    title: str = Field(title="记录名称")
    href: str = Field(description="the source record at the gateway; it says by whom and why")
    department: DepartmentCode | None
    struck: bool = Field(description="false: under objection, it counts until that is decided")
    struck_on: date | None = Field(description="the day from which it counts no more")
    struck_at: datetime | None
    struck_by: str | None = Field(description="the event that took it back")
    cause: Annotated[
        Literal["overturned", "withdrawn", "objected"],
        coded("struck_cause", "划除原因", overturned="异议成立", withdrawn="已撤回", objected="异议办理中"),
    ]
    text: str = Field(description="for people")


def struck(
    facts: Known, figures: Collection[str], stocks: Collection[str], start: date
) -> tuple[list[StruckView], bool]:
    """What of a township was taken back or is under objection, the newest first, and whether there is more."""
    # An objection that was turned down leaves a line that counts as any other.
    lines = [line for line in facts.struck(figures, stocks, start) if line.back is not None or not line.upheld]
    return [_view(line) for line in lines[:MOST]], len(lines) > MOST


def _view(line: Struck) -> StruckView:
    fact, back = line.fact, line.back
    # It came of an objection if one was filed and not turned down.
    cause = "objected" if back is None else "overturned" if line.contested and not line.upheld else "withdrawn"
    service = source_of(fact.type).removeprefix("/").removesuffix("-svc")
    return StruckView.model_validate({
        **{name: getattr(fact, name) for name in _OF_THE_FACT},
        "kind": kind_of(fact.subject), "title": fact.label, "department": fact.department or None,
        "href": f"/api/{service}/v1/{fact.subject}", "struck": back is not None,
        "struck_on": back and back.recorded_on, "struck_at": back and back.time, "struck_by": back and back.event_id,
        "cause": cause, "text": f"{back.recorded_on if back is not None else ''}{_TEXTS[cause]}",
    })  # fmt: skip
