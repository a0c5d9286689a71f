"""Bodies of the application routes."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from contracts.titles import named
from countykit.calendar import PROVISIONAL
from countykit.directory import DepartmentCode, RegionCode
from countykit.documents import DocumentKind
from countykit.identity import Caller
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, DecisionBody, ResourceView, View
from servicekit.printing.schemas import OnPaper
from servicekit.text import masked_name

from certificate_svc.agents import Agent, Relation
from certificate_svc.applications.models import WORKFLOW, Application, Reason, State
from certificate_svc.applications.people import AgentBody, Applicant, OtherHolderBody
from certificate_svc.demands.schemas import Demander
from certificate_svc.holders import HolderRelation, OtherHolder
from certificate_svc.papers.paper import FactCheck
from certificate_svc.papers.schemas import FactCheckBody
from certificate_svc.personal import ERASED, Line, Personal, masked_number
from certificate_svc.sealing import PersonalVault


class ApplicationBody(Body):
    """An application for one item, by its code or by the words on the demander's note."""

    region: str = Field(pattern=r"^\d{12}$", description="the village", examples=["990101001201"])
    item: str | None = Field(None, min_length=1, max_length=60, examples=["AC01"])
    name: str | None = Field(None, min_length=2, max_length=200, examples=["无犯罪记录证明"])
    applicant: Applicant
    others: list[OtherHolderBody] = Field(
        [], max_length=9, description="who stands on the same paper: a couple, a household"
    )
    agent: AgentBody | None = Field(None, description="who came for the applicant: for a minor, the dead, the disabled")
    alive_confirmed: bool = Field(
        default=False, description="somebody has looked: who is on the record as dead stands at the counter"
    )
    purpose: str = Field(min_length=2, max_length=500, examples=["办理继承公证"])
    demander: Demander
    not_listed: bool = Field(
        default=False, description="somebody has looked: none of the allowed items that may be meant is meant"
    )
    use_fits: bool | None = Field(
        None, description="somebody has looked whether purpose and demander are those of the list, where words differ; "
        "`false` refuses and records the demand",
    )  # fmt: skip
    statement: list[Line] = Field([], max_length=30)

    @model_validator(mode="after")
    def _one_way_to_name_it(self) -> Self:
        if (self.item is None) == (self.name is None):
            raise PydanticCustomError("item_or_name", "事项编码和事项名称须填写其中一项")
        return self

    def personal(self) -> Personal:
        """What must be sealed."""
        facts = self.applicant.model_dump(exclude={"document"}) | {"document": self.applicant.kind}
        agent = self.agent.sealed() if self.agent else None
        others = [other.sealed() for other in self.others]
        return Personal(**facts, others=others, agent=agent, purpose=self.purpose, statement=self.statement)

    def people(self) -> list[str | None]:
        """What names somebody."""
        further = [fact for other in self.others for fact in other.facts]
        return [*self.applicant.facts, *further, *(self.agent.facts if self.agent else ())]


class Check(FactCheckBody):
    """The on-site check of the facts: who, when, how, and what they found."""

    findings: str = Field(min_length=2, max_length=500, examples=["户籍底册第12页与申请人所述一致，两名邻居当面证实"])


class Approval(DecisionBody):
    """What a second person says of the check."""

    decision: Annotated[Literal["approved", "returned"], named(approved="同意出具", returned="退回重新核实")] = Field(
        title="决定"
    )
    reason: str = Field(title="理由", min_length=2, max_length=500, examples=["核实情况清楚"])


class Pursuit(Body):
    """What is done about an answer whose day has passed; who helps asks the village for nothing."""

    measure: str = Field(min_length=2, max_length=500, examples=["民政助理员到村查阅底册，一并办结"])


class RefusalBody(Body):
    """Why a village does not issue."""

    reason: Annotated[
        Literal[Reason.NOT_VERIFIABLE, Reason.OUTSIDE_DUTY, Reason.MATERIALS_MISSING, Reason.UNTRUE],
        named(**Reason.titles()),
    ]
    explanation: str = Field(min_length=2, max_length=500, examples=["所述亲属关系发生在外地，本村无法核实"])


class ExceptionRequest(Body):
    """Why a forbidden item should be issued truthfully after all (CER-04)."""

    reason: str = Field(min_length=2, max_length=500, examples=["部门间信息尚未共享，属职责范围且已核实"])


class ExceptionDecision(DecisionBody):
    """What a second person at the township decides."""

    decision: Annotated[Literal["approved", "denied"], named(approved="同意", denied="不同意")] = Field(title="决定")


class OtherHolderView(View):
    """Somebody besides the applicant whom the paper is about: masked."""

    name: str = Field(title="姓名")
    document: DocumentKind = Field(title="证件类型")
    id_number: str = Field(title="证件号码")
    relation: HolderRelation = Field(title="与申请人的关系")
    by_mandate: bool = Field(title="未到场，有授权委托书")

    @classmethod
    def of(cls, other: OtherHolder) -> "OtherHolderView":
        """The view of one of them."""
        masked = {"name": masked_name(other.name), "id_number": masked_number(other.id_number, head=1)}
        return cls.model_validate(other.model_dump() | masked)


class ApplicationView(OnPaper, ResourceView):
    """An application as it is shown: masked."""

    table_title = "证明申请"
    paper = "/v1/applications/{id}/document"
    workflow = WORKFLOW

    region: RegionCode = Field(title="村(社区)")
    item_code: str | None = Field(title="事项编码")
    item_name: str = Field(title="事项名称")
    applicant: str = Field(title="申请人")
    document: DocumentKind = Field(title="证件类型")
    id_number: str = Field(title="证件号码")
    phone: str | None = Field(title="电话")
    others: list[OtherHolderView] = Field(title="其他当事人")
    by_agent: bool = Field(title="由他人代办")
    agent: str | None = Field(title="代办人")
    relation: Relation | None = Field(title="代办人与当事人的关系")
    demander: str = Field(title="索要单位")
    department: DepartmentCode | None = Field(title="机构代码")
    received_on: date = Field(title="受理日期")
    due_on: date | None = Field(title="办理期限")
    provisional: bool = Field(title="期限暂定", description=PROVISIONAL)
    deadline_rule: dict[str, Any] | None = Field(title="期限计算规则")
    second_person: bool = Field(title="须第二人审核")
    public_interest: bool = Field(title="涉及公共利益")
    use_confirmed: bool = Field(title="用途经人工确认")
    deliberated: bool = Field(title="村民议事已同意", description="CER-03")
    checked_on: date | None = Field(title="核实日期")
    missed_on: date | None = Field(title="逾期日期", description="the last day that passed without an answer")
    pursuit_due_on: date | None = Field(title="乡镇协助期限")
    pursued_on: date | None = Field(title="协助日期")
    escalated_on: date | None = Field(title="转县督促日期", description="nobody had helped by the township's last day")
    reason: Reason | None = Field(title="不予出具原因")
    issue_instead: str | None = Field(title="改按途径办理", description="of what no list knows")
    created_at: datetime = Field(title="登记时间")

    @property
    def has_paper(self) -> bool:
        """Only what was refused has a 告知书."""
        return self.state == State.REFUSED

    @classmethod
    def opened(cls, application: Application, caller: Caller, vault: PersonalVault) -> "ApplicationView":
        """The view, with the actions open to this caller."""
        person = application.personal(vault)
        masked = {
            "applicant": person.name if person.name == ERASED else masked_name(person.name),
            "others": [OtherHolderView.of(other) for other in person.others],
            "document": person.document,
            "id_number": masked_number(person.id_number, head=1),
            "phone": masked_number(person.phone, head=3, tail=2) if person.phone else None,
            "agent": masked_name(person.agent.name) if person.agent else None,
            "relation": person.agent.relation if person.agent else None,
        }
        actions = {"allowed_actions": cls.offers(application, caller)}
        return cls.model_validate({**application.model_dump(warnings=False), **masked, **actions})


class ApplicationUnmasked(View):
    """An application's personal data in clear."""

    id: UUID
    name: str
    document: DocumentKind
    id_number: str
    no_document_reason: str | None
    phone: str | None
    born_on: date | None
    died_on: date | None
    others: list[OtherHolder]
    agent: Agent | None
    purpose: str
    statement: list[Line]
    check: FactCheck | None
    explanation: str
