"""Drawn samples of disposals: the table, and the one step."""

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from contracts.disposal_samples import DisposalSampleConcluded
from contracts.titles import TitledEnum
from countykit.identity import Role
from countykit.tables import Aggregate
from countykit.todos import Todo
from servicekit.tables import document, enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from signage_svc.models import Base
from signage_svc.plaques.steps import of_another_body

CHECKERS = frozenset({Role.INSPECTOR, Role.COUNTY_OFFICE})


class State(TitledEnum, name="disposal_sample_state", title_zh="抽样核验状态"):
    """Whether a sample has been looked at."""

    DRAWN = "drawn", "待核验"
    CONCLUDED = "concluded", "已结论"


WORKFLOW = Workflow({
    "conclusion": Step(
        {State.DRAWN}, State.CONCLUDED, CHECKERS, "作出抽样结论", rules=(of_another_body,),
        fact=lambda sample, _: DisposalSampleConcluded(
            number=sample.number, boards=len(sample.frame), drawn=len(sample.drawn), failed=len(sample.failed),
            discounted=sample.discounted,
        ),
    ),
})  # fmt: skip


class DisposalSample(Aggregate, Base, table=True):
    """One sample of one township. Who has `frame` and `seed` draws the same boards again."""

    __tablename__ = "disposal_sample"
    __table_args__ = (
        sa.UniqueConstraint("region", "number"),
        sa.Index("one_open_sample", "region", unique=True, postgresql_where=sa.text("state = 'drawn'")),
    )

    number: int
    seed: str = Field(max_length=64)
    frame: list[str] = document()
    drawn: list[str] = document()
    failed: list[str] = document(default_factory=list)
    """Drawn boards whose disposal was found not to be done; what is done over later stays in it."""
    discounted: int = 0
    state: State = enumerated(State, default=State.DRAWN)
    concluded_at: datetime | None = moment(default=None, nullable=True)


def lots(frame: Iterable[UUID], seed: str, size: int) -> list[str]:
    """The boards that a seed draws: the first by SHA-256 of seed and board."""
    ids = sorted(map(str, frame), key=lambda board: hashlib.sha256(f"{seed}\n{board}".encode()).hexdigest())
    return sorted(ids[:size])


def discount(rest: int, drawn: Collection[str], failed: Collection[str]) -> int:
    """How many of the boards that nobody looked at count for nothing: as large a share as failed, rounded half up."""
    return (2 * rest * len(failed) + len(drawn)) // (2 * len(drawn))


TODOS = (
    Todo(
        "disposal_sample", "完成处置抽样核验", DisposalSample, WORKFLOW, "conclusion",
        record="read_disposal_sample", subject="number",
    ),
)  # fmt: skip
