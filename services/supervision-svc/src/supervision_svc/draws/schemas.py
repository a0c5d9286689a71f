"""Bodies of the draw routes."""

from datetime import date, datetime, timedelta
from typing import Self
from uuid import UUID

from contracts.words import Matter
from countykit.directory import RegionCode
from countykit.identity import Caller
from pydantic import Field, field_validator, model_validator
from servicekit.bodies import Body, ResourceView, View
from servicekit.dates import Day

from supervision_svc.draws.models import DRAWS, WORKFLOW, Draw

_VILLAGE = r"^\d{9}(00[1-9]|0[1-9]\d|[1-9]\d\d)$"


class DrawExclusion(Body):
    """A village that is left out, and why; both are published with the result."""

    region: str = Field(pattern=_VILLAGE, description="the village's 12-digit code", examples=["990101001201"])
    reason: str = Field(min_length=5, max_length=100, description="such as a flood; published")


class DrawPerson(Body):
    """Somebody who may be drawn. The name stays with the county's own bodies."""

    name: str = Field(min_length=2, max_length=30)
    department: str = Field(min_length=2, max_length=60, description="code of the body they come from")
    avoid: list[str] = Field(
        default=[], max_length=50, description="townships where they have a conflict: family, an earlier post"
    )

    @model_validator(mode="after")
    def _townships(self) -> Self:
        if not all(len(code) == 12 and code.isascii() and code.isdigit() for code in self.avoid):
            raise ValueError("回避的乡镇应为12位区划代码")
        return self


class DrawToMake(Body):
    """What a draw commits to. How many villages of each township is said by the scheme, and nobody chooses a seed."""

    visit_from: Day = Field(description="first day of the visits, tomorrow at the earliest; the draw is revealed then")
    visit_until: Day = Field(description="last day: 30 to 183 days with the first")
    public_source: str = Field(
        default="中国体育彩票排列5开奖号码", min_length=5, max_length=100,
        description="where the public number comes from that decides with the sealed secret",
    )  # fmt: skip
    public_on: Day | None = Field(
        default=None, description="day on whose evening the number comes out; by default the day before the visits"
    )
    cool_down_days: int = Field(
        default=0, ge=0, le=183, description="villages visited within so many days before are left out"
    )
    yearly_cap: int = Field(default=4, ge=1, le=12, description="villages drawn so often this year are left out")
    exclusions: list[DrawExclusion] = Field(default=[], max_length=200)
    people: list[DrawPerson] = Field(default=[], max_length=500, description="who may be drawn to go")
    stop_by_stop: bool = Field(
        default=False,
        title="逐站揭晓",
        description="each village becomes known when the team departs for it, not before",
    )
    team_size: int = Field(default=0, ge=0, le=8, description="people of different bodies for each township")

    @property
    def number_drawn_on(self) -> date:
        """The day on whose evening the public number comes out."""
        return self.public_on or self.visit_from - timedelta(days=1)


class DrawDeparture(Body):
    """Where the team departs for."""

    township: str = Field(
        pattern=r"^\d{9}000$", title="乡镇", description="its 12-digit code", examples=["990101001000"]
    )


class DrawToReveal(Body):
    """The number that has come out, and the commitment as it was published."""

    commitment: str = Field(pattern=r"^[0-9a-f]{64}$", description="as published before, not as the record says today")
    public_value: str = Field(
        pattern=r"^[0-9]([ .,]?[0-9]){4,49}$", description="the public number; only its digits count",
        examples=["3 1 4 1 5"],
    )  # fmt: skip


class DrawnVisit(Body):
    """Which visit looked at a drawn village, and what was asked there."""

    visit_id: UUID = Field(description="a completed visit of ours to this village, without notice")
    matters: list[Matter] = Field(min_length=1, max_length=10, description="what the village was asked about")


class SealedStops(View):
    """How many villages of a township nobody knows until its team departs."""

    region: RegionCode = Field(title="乡镇")
    left: int = Field(title="待出发村数")


class DrawView(ResourceView):
    """A draw as the county's own bodies see it. The secret is nobody's before the result is public."""

    table_title = "抽取核实"
    workflow = DRAWS

    region: RegionCode = Field(title="县（市、区）")
    commitment: str | None = Field(title="封存值", description="SHA-256 of frame and secret; none of earlier draws")
    public_source: str | None = Field(title="公开号码来源")
    public_on: date | None = Field(title="公开号码日期")
    public_value: str | None = Field(title="公开号码")
    seed: str | None = Field(
        title="抽取种子",
        description="the villages follow from it: smallest SHA-256 of `seed/code` first; none while some are sealed",
    )
    per_township: int = Field(title="每乡镇村数")
    villages: int = Field(title="抽取村数", description="0 until it is revealed")
    stop_by_stop: bool = Field(title="逐站揭晓")
    sealed_in: list[SealedStops] = Field(title="待出发", description="the townships of which villages are still sealed")
    visit_from: date = Field(title="核实开始日")
    visit_until: date = Field(title="核实截止日")
    created_at: datetime = Field(title="封存时间")
    revealed_at: datetime | None = Field(title="揭晓时间")

    @field_validator("sealed_in", mode="before")
    @classmethod
    def _rows(cls, counts: dict[str, int]) -> list[dict[str, object]]:
        return [{"region": code, "left": left} for code, left in sorted(counts.items())]

    @classmethod
    def of(cls, draw: Draw, caller: Caller) -> "DrawView":
        """The view; whoever had the seed would know the villages that are sealed."""
        view = super().of(draw, caller)
        view.seed = None if draw.sealed_in else draw.seed
        return view


class DrawnVillageView(ResourceView):
    """A drawn village as the county's own bodies see it."""

    table_title = "抽取核实村"
    workflow = WORKFLOW

    draw_id: UUID = Field(title="抽取编号")
    region: RegionCode = Field(title="村（社区）")
    visit_from: date = Field(title="核实开始日")
    visit_until: date = Field(title="核实截止日")
    team: list[str] = Field(title="核实人员")
    departed_at: datetime | None = Field(title="出发时间")
    visit_id: UUID | None = Field(title="检查编号")
    visited_on: date | None = Field(title="到村日期")
    matters: list[Matter] = Field(title="核实事项")


class DrawCommitment(View):
    """What anybody may know of a draw at once: that it is bound, and to what."""

    table_title = "抽取封存"

    id: UUID
    region: RegionCode = Field(title="县（市、区）")
    commitment: str = Field(title="封存值")
    created_at: datetime = Field(title="封存时间")


class DrawProof(View):
    """All from which anybody recomputes a draw, and its result. Public once the visits are over."""

    id: UUID
    region: RegionCode = Field(title="县（市、区）")
    commitment: str = Field(description="published before: SHA-256 of frame, a line feed, and secret")
    created_at: datetime
    frame: str = Field(description="a JSON text, byte for byte as it was committed to")
    secret: str = Field(description="64 hexadecimal digits that nobody was shown before")
    public_value: str = Field(description="digits of the number that came out between commitment and reveal")
    seed: str = Field(description="SHA-256 of `secret/public_value`")
    villages: list[str] = Field(description="of each stratum those with the smallest SHA-256 of `seed/code`")
    teams: dict[str, list[int]] = Field(
        description="of each stratum the people with the smallest SHA-256 of `seed/stratum/number`, one of each body"
    )
    revealed_at: datetime | None
