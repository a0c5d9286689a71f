"""Demand records: the table, and the rules about one row."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from contracts.certificate import DemandCharged, DemandClassified
from contracts.envelope import Event
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from countykit.todos import Todo
from servicekit.tables import enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field, col

from certificate_svc.demands.errors import DemandOutsideCounty, DemandUnlisted
from certificate_svc.models import Base

# Checked at the commit: both rows are new, and the order in which they are written is not ours to choose.
_APPLICATION = sa.ForeignKey("application.id", deferrable=True, initially="DEFERRED")
_LETTER = sa.ForeignKey("demand_letter.id", deferrable=True, initially="DEFERRED")
_CHARGE = sa.ForeignKey("demand_charge.id", deferrable=True, initially="DEFERRED")


class State(TitledEnum, name="demand_state", title_zh="索要记录状态"):
    """What a record has led to."""

    RECORDED = "recorded", "已登记"
    CHARGED = "charged", "已提请认定"


class Kind(TitledEnum, name="demand_kind", title_zh="索要事项类别"):
    """What was demanded."""

    FORBIDDEN = "forbidden", "不得要求"
    UNLISTED = "unlisted", "清单之外"


class Outcome(TitledEnum, name="demand_outcome", title_zh="索要办理进展"):
    """How far the matter of a demand has come."""

    RECORDED = "recorded", "已登记"
    WRITTEN = "written", "已发函，待答复"
    SILENT = "silent", "对方逾期未答复"
    STOPPED = "stopped", "对方答复不再索要"
    DENIED = "denied", "对方答复未曾索要"
    CITED = "cited", "对方称有法律依据"
    LAWFUL = "lawful", "所列依据成立"
    UNFOUNDED = "unfounded", "所列依据不成立"
    CHARGED = "charged", "已提请认定"
    CONFIRMED = "confirmed", "认定属实"
    DISMISSED = "dismissed", "认定不属实"
    OBJECTED = "objected", "对方申诉中"
    STRUCK = "struck", "认定已撤销"


def of_the_county(demand: "Demand", _: Caller) -> DemandOutsideCounty | None:
    """Only a body of the county is judged by the county; others get a letter."""
    return DemandOutsideCounty() if demand.department is None else None


def forbidden_by_the_list(demand: "Demand", _: Caller) -> DemandUnlisted | None:
    """Only what the list forbids can be charged; what no list knows is for the office to put on one."""
    return DemandUnlisted() if demand.kind == Kind.UNLISTED else None


def _charged(demand: "Demand", _: State) -> Event:
    assert demand.item_code is not None, "what the list forbids has its code"  # noqa: S101
    assert demand.charge_id is not None, "set by who takes the step"  # noqa: S101
    return DemandCharged(item=demand.item_code, charge=demand.charge_id)


def unclassified(demand: "Demand") -> bool:
    """Whether the office has still to say which item it is."""
    return demand.kind == Kind.UNLISTED and demand.classified_on is None


WORKFLOW = Workflow({
    "classification": Step(
        {State.RECORDED}, None, frozenset({Role.COUNTY_OFFICE}), "归类", when=unclassified,
        fact=lambda demand, _: DemandClassified(item=demand.item_code),
    ),
    # The fact travels as the letter's event.
    "letter": Step(
        {State.RECORDED, State.CHARGED}, None, frozenset({Role.COUNTY_OFFICE}), "发函",
        # What was a question may be a notice once a charge is confirmed.
        when=lambda demand: demand.letter_id is None or demand.state is State.CHARGED,
    ),
    "charge": Step(
        {State.RECORDED}, State.CHARGED, frozenset({Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICE}), "提请认定",
        rules=(of_the_county, forbidden_by_the_list), fact=_charged,
    ),
})  # fmt: skip


class Demand(Aggregate, Base, table=True):
    """Somebody demanded of a villager what no village may issue. A record charges nobody.

    `region` is where it came to light; of an anonymous record it is one level above.
    """

    __tablename__ = "demand"

    application_id: UUID | None = Field(default=None, index=True, sa_column_args=[_APPLICATION])
    likely_item: str | None = Field(default=None, max_length=60)
    """The forbidden item that an unlisted demand sounds like: advice to who classifies it."""
    classified_on: date | None = None
    classified_by: str | None = Field(default=None, max_length=200)
    kind: Kind = enumerated(Kind, default=Kind.FORBIDDEN)
    item_code: str | None = Field(default=None, max_length=60)
    item_name: str = Field(max_length=200)
    demander: str = Field(max_length=200)
    department: str | None = Field(default=None, max_length=60, index=True)
    charged_home: str | None = Field(default=None, max_length=12)
    demanded_on: date
    written: str | None = Field(default=None, max_length=500)
    """The paper in which it is demanded, as it names itself."""
    anonymous: bool = False
    reported_by: str | None = Field(default=None, max_length=200)
    code_sha256: str | None = Field(default=None, max_length=64, index=True)
    """Of an anonymous record the hash of its reporter's key: the only way to what became of it."""
    state: State = enumerated(State, default=State.RECORDED)
    charge_id: UUID | None = Field(default=None, index=True, sa_column_args=[_CHARGE])
    letter_id: UUID | None = Field(default=None, sa_column_args=[_LETTER])
    """The letter that was written because of it."""


TODOS = (
    Todo(
        "demand_classification", "归类清单外索要", Demand, WORKFLOW, "classification",
        record="read_demand", subject="item_name",
        among=lambda _: (col(Demand.kind) == Kind.UNLISTED) & col(Demand.classified_on).is_(None),
    ),
)  # fmt: skip
