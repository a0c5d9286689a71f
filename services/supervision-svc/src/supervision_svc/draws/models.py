"""Draws: their tables, the choice of villages, and the rules about one drawn village.

drawn ──► visited
  └─────► missed   (a later draw found it unvisited)
"""

import hashlib
from collections.abc import Iterable
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from contracts.draws import DrawnVillageVisited
from contracts.titles import TitledEnum
from contracts.words import Matter
from countykit.identity import Caller, Role
from countykit.neutrality import neutral, not_served
from countykit.regions import township_of
from countykit.tables import Aggregate
from countykit.todos import Todo
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from supervision_svc.draws.errors import AskerNotIndependent
from supervision_svc.models import Base


class State(TitledEnum, name="drawn_village_state", title_zh="抽取核实状态"):
    """Whether somebody looked."""

    DRAWN = "drawn", "待核实"
    VISITED = "visited", "已核实"
    MISSED = "missed", "期满未核实"


def independent(_: "DrawnVillage", caller: Caller) -> AskerNotIndependent | None:
    """Nobody of a township, nor who is placed in one."""
    return AskerNotIndependent() if caller.is_of_a_township else None


WORKFLOW = Workflow({
    "visit": Step(
        {State.DRAWN}, State.VISITED, frozenset({Role.INSPECTOR}), "登记随机核实", rules=(independent, neutral),
        fact=lambda row, _: DrawnVillageVisited(matters=row.matters, visited_on=row.visited_on),
    ),
})  # fmt: skip


class Draw(Aggregate, Base, table=True):
    """One draw of a county. `region` is the county; who knows `seed` and the directory can draw the villages again."""

    __tablename__ = "draw"

    seed: str = Field(max_length=64)
    per_township: int
    villages: int
    visit_from: date
    visit_until: date
    drawn_by: str = Field(max_length=200)


class DrawnVillage(Aggregate, Base, table=True):
    """One village that a draw chose. `region` is the village; nobody below the county sees the row."""

    __tablename__ = "drawn_village"
    __table_args__ = (sa.UniqueConstraint("draw_id", "region"), sa.UniqueConstraint("visit_id"))

    draw_id: UUID = Field(foreign_key="draw.id", index=True)
    state: State = enumerated(State, default=State.DRAWN)
    visit_from: date
    visit_until: date
    visit_id: UUID | None = Field(default=None, foreign_key="visit.id")
    visited_on: date | None = None
    matters: list[str] = document()
    visited_by: str | None = Field(default=None, max_length=200)

    def visit(self, caller: Caller, visit_id: UUID, day: date, matters: Iterable[Matter]) -> DrawnVillageVisited:
        """Somebody looked and asked; raises IllegalTransition, AskerNotIndependent."""
        taken = WORKFLOW.take(self, "visit", caller)
        self.visit_id, self.visited_on, self.visited_by = visit_id, day, caller.sub
        self.matters = sorted({matter.value for matter in matters})
        event = taken.event(self)
        assert isinstance(event, DrawnVillageVisited)  # noqa: S101
        return event


def choose(seed: str, villages: Iterable[str], per_township: int) -> list[str]:
    """The villages of a draw: of each township those with the smallest SHA-256 over `seed/code`.

    Anybody who knows the seed can do it again with a pen's worth of code; nobody can before.
    """
    by_township: dict[str, list[str]] = {}
    for village in villages:
        by_township.setdefault(township_of(village), []).append(village)
    return [
        village
        for township in sorted(by_township)
        for village in sorted(by_township[township], key=lambda code: _lot(seed, code))[:per_township]
    ]


def _lot(seed: str, village: str) -> str:
    return hashlib.sha256(f"{seed}/{village}".encode()).hexdigest()


TODOS = (
    Todo(
        "drawn_visit", "随机到村核实", DrawnVillage, WORKFLOW, "visit",
        record="read_drawn_village", subject="region", due="visit_until",
        among=lambda caller: sa.false() if caller.is_of_a_township else not_served(DrawnVillage, caller),
    ),
)  # fmt: skip
