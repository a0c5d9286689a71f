"""Service matters: the table, and the steps."""

from contracts.service_places import ServiceMatterEnded, ServiceMatterOffered, ServiceMatterRevised
from contracts.titles import TitledEnum
from countykit.identity import Role
from countykit.tables import Aggregate
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from signage_svc.models import Base


class State(TitledEnum, name="service_matter_state", title_zh="服务事项状态"):
    """Whether a matter is handled."""

    OFFERED = "offered", "受理中"
    ENDED = "ended", "已停办"


KEEPERS = frozenset({Role.TOWNSHIP, Role.COUNTY_OFFICE})
WORKFLOW = Workflow({
    "revision": Step(
        {State.OFFERED}, None, KEEPERS, "更新指南", fact=lambda matter, _: ServiceMatterRevised(title=matter.title)
    ),
    "ending": Step(
        {State.OFFERED}, State.ENDED, KEEPERS, "停办", fact=lambda matter, _: ServiceMatterEnded(title=matter.title)
    ),
})  # fmt: skip


class ServiceMatter(Aggregate, Base, table=True):
    """One matter and its guide. `region` is the county or the township in whose halls it is handled."""

    __tablename__ = "service_matter"

    code: str = Field(max_length=16, unique=True)
    """What the QR code of the guide carries."""
    title: str = Field(max_length=100)
    post: str = Field(max_length=30)
    materials: list[str] = document()
    steps: list[str] = document()
    place: str = Field(max_length=200)
    hours: str = Field(max_length=100)
    phone: str | None = Field(default=None, max_length=40)
    workdays: int
    fee: str = Field(max_length=100)
    basis: str = Field(max_length=300)
    state: State = enumerated(State, default=State.OFFERED)
    reason: str | None = Field(default=None, max_length=500)


def offered(matter: ServiceMatter) -> ServiceMatterOffered:
    """The event of a new entry."""
    return ServiceMatterOffered(title=matter.title)
