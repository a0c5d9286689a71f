"""Draws: their tables, and the rules about one draw and one drawn village.

draw:     committed ──► revealed
village:  sealed ──► drawn ──► visited
            └───────────┴────► missed   (a later draw found it unvisited)

Stop by stop, a village is sealed from its draw until the team departs for it; else it is known at once.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts.draws import DrawnVillageVisited, DrawStopRevealed
from contracts.titles import TitledEnum
from contracts.words import Matter
from countykit.identity import Caller, Role
from countykit.neutrality import neutral, not_served
from countykit.tables import Aggregate
from countykit.todos import Todo, not_by
from servicekit.tables import document, enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field, col

from supervision_svc.draws.errors import AskerNotIndependent, DrawSamePerson
from supervision_svc.models import Base


class DrawState(TitledEnum, name="draw_state", title_zh="抽取状态"):
    """How far a draw has come."""

    COMMITTED = "committed", "已封存待揭晓"
    REVEALED = "revealed", "已揭晓"


class State(TitledEnum, name="drawn_village_state", title_zh="抽取核实状态"):
    """Whether somebody looked."""

    SEALED = "sealed", "待出发"
    DRAWN = "drawn", "待核实"
    VISITED = "visited", "已核实"
    MISSED = "missed", "期满未核实"


UNVISITED = frozenset({State.SEALED, State.DRAWN})
"""Where nobody has looked yet."""


def independent(_: Any, caller: Caller) -> AskerNotIndependent | None:
    """Nobody of a township, nor who is placed in one."""
    return AskerNotIndependent() if caller.is_of_a_township else None


def second_person(draw: "Draw", caller: Caller) -> DrawSamePerson | None:
    """Who committed to the frame has no hand in the number that decides."""
    return DrawSamePerson() if caller.is_any_of(draw.drawn_by) else None


DRAWS = Workflow({
    # The fact of a reveal says how many villages of the draw before were missed, which the service finds.
    "reveal": Step(
        {DrawState.COMMITTED}, DrawState.REVEALED, frozenset({Role.INSPECTOR, Role.APPROVER}), "揭晓抽取结果",
        rules=(independent, second_person),
    ),
    "departure": Step(
        {DrawState.REVEALED}, None, frozenset({Role.INSPECTOR}), "出发去下一站", rules=(independent,),
        when=lambda draw: bool(draw.sealed_in), fact=lambda draw, _: DrawStopRevealed(left=draw.sealed),
    ),
})  # fmt: skip
WORKFLOW = Workflow({
    "visit": Step(
        {State.DRAWN}, State.VISITED, frozenset({Role.INSPECTOR}), "登记随机核实", rules=(independent, neutral),
        fact=lambda row, _: DrawnVillageVisited(matters=row.matters, visited_on=row.visited_on),
    ),
})  # fmt: skip


class Draw(Aggregate, Base, table=True):
    """One draw of a county. `region` is the county; draws of before the commitments have a seed and no frame."""

    __tablename__ = "draw"

    state: DrawState = enumerated(DrawState, default=DrawState.COMMITTED)
    commitment: str | None = Field(default=None, max_length=64)
    frame: str | None = Field(default=None, sa_type=sa.Text)
    secret: str | None = Field(default=None, max_length=64)
    people: list[dict[str, Any]] = document()
    """Names and bodies of those who may be drawn, in the frame's order; the frame itself names nobody."""
    public_source: str | None = Field(default=None, max_length=100)
    public_on: date | None = None
    public_value: str | None = Field(default=None, max_length=100)
    seed: str | None = Field(default=None, max_length=64)
    per_township: int
    villages: int = 0
    stop_by_stop: bool = False
    """Whether each village stays sealed until the team departs for it."""
    sealed_in: dict[str, int] = document(default_factory=dict)
    """How many villages of each township are still sealed."""
    visit_from: date
    visit_until: date
    drawn_by: str = Field(max_length=200)
    revealed_at: datetime | None = moment(default=None, nullable=True)
    revealed_by: str | None = Field(default=None, max_length=200)

    @property
    def sealed(self) -> int:
        """How many of its villages nobody knows yet."""
        return sum(self.sealed_in.values())


class DrawnVillage(Aggregate, Base, table=True):
    """One village that a draw chose. `region` is the village; nobody below the county sees the row."""

    __tablename__ = "drawn_village"
    __table_args__ = (sa.UniqueConstraint("draw_id", "region"), sa.UniqueConstraint("visit_id"))

    draw_id: UUID = Field(foreign_key="draw.id", index=True)
    state: State = enumerated(State, default=State.DRAWN)
    visit_from: date
    visit_until: date
    team: list[str] = document()
    visit_id: UUID | None = Field(default=None, foreign_key="visit.id")
    visited_on: date | None = None
    matters: list[str] = document()
    departed_at: datetime | None = moment(default=None, nullable=True)
    """When a team departed for it, of a draw whose stops are revealed one by one."""
    departed_by: str | None = Field(default=None, max_length=200)
    visited_by: str | None = Field(default=None, max_length=200)

    def visit(self, caller: Caller, visit_id: UUID, day: date, matters: Iterable[Matter]) -> DrawnVillageVisited:
        """Somebody looked and asked; raises IllegalTransition, AskerNotIndependent."""
        taken = WORKFLOW.take(self, "visit", caller)
        self.visit_id, self.visited_on, self.visited_by = visit_id, day, caller.sub
        self.matters = sorted({matter.value for matter in matters})
        event = taken.event(self)
        assert isinstance(event, DrawnVillageVisited)  # noqa: S101
        return event


def _above_townships(caller: Caller) -> sa.ColumnElement[bool]:
    return sa.false() if caller.is_of_a_township else sa.true()


TODOS = (
    Todo(
        "draw_reveal", "揭晓抽取结果", Draw, DRAWS, "reveal", record="read_draw", subject="visit_from",
        due="visit_from", among=lambda caller: _above_townships(caller) & not_by(Draw.drawn_by)(caller),
    ),
    Todo(
        "draw_departure", "出发到下一个抽取村", Draw, DRAWS, "departure", record="read_draw", subject="visit_from",
        due="visit_until", among=lambda caller: _above_townships(caller) & (col(Draw.sealed_in) != {}),
    ),
    Todo(
        "drawn_visit", "随机到村核实", DrawnVillage, WORKFLOW, "visit",
        record="read_drawn_village", subject="region", due="visit_until",
        among=lambda caller: _above_townships(caller) & not_served(DrawnVillage, caller),
    ),
)  # fmt: skip
