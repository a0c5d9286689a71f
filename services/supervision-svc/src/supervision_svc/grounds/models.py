"""A county's own documents behind the rules: the table. The newest in force is cited; older ones stay readable.

in_force ──► ended
"""

from datetime import date
from typing import ClassVar

from contracts.county_grounds import CountyGroundEnded
from contracts.titles import TitledEnum
from countykit.identity import Role
from countykit.tables import Aggregate
from servicekit.tables import enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from supervision_svc.models import Base


class State(TitledEnum, name="county_ground_state", title_zh="本县依据状态"):
    """Whether a document may be cited."""

    IN_FORCE = "in_force", "有效"
    ENDED = "ended", "已失效"


WORKFLOW = Workflow({
    "ending": Step(
        {State.IN_FORCE}, State.ENDED, frozenset({Role.COUNTY_OFFICE}), "登记失效",
        fact=lambda row, _: CountyGroundEnded(clause=row.clause, number=row.number),
    ),
})  # fmt: skip


class CountyGround(Aggregate, Base, table=True):
    """One document for one rule. `region` is the county."""

    __tablename__ = "county_ground"
    reason_columns: ClassVar[tuple[str, ...]] = ("note",)

    clause: str = Field(max_length=10, index=True)
    document: str = Field(max_length=100)
    number: str = Field(max_length=60)
    article: str | None = Field(default=None, max_length=60)
    effective_from: date
    state: State = enumerated(State, default=State.IN_FORCE)
    note: str | None = Field(default=None, max_length=500)
    named_by: str = Field(max_length=200)

    @property
    def cited(self) -> str:
        """How a letter cites it: 《松岭县规范村级组织工作实施方案》（松减办〔2025〕3号）第五条."""
        return f"《{self.document}》（{self.number}）{self.article or ''}"
