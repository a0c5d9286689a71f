"""Who applies, for themselves or through somebody else, and who may not act alone."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from countykit.documents import DocumentKind, birthday_of
from countykit.errors import require_past
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from certificate_svc.agents import LAWFUL_GUARDIANS, Agent, Authority, Relation, of_age
from certificate_svc.applications.errors import (
    AgentIsHolder,
    AgentNotAdult,
    AgentNotGuardian,
    AgentNotKin,
    DeceasedWithoutAgent,
    MandateMissing,
    MinorWithoutAgent,
)
from certificate_svc.personal import IdentityDocument, Personal

_ADULT, _WORKING = 18, 16
_FIRST_YEAR = 1900


class Known(IdentityDocument):
    """A person with their name and document."""

    name: str = Field(min_length=1, max_length=40, examples=["张三丰"])
    phone: str | None = Field(None, pattern=r"^\+?[0-9-]{7,20}$", examples=["13800138000"])

    @property
    def facts(self) -> list[str | None]:
        """What names the person."""
        return [self.name, self.id_number, self.phone]


class Applicant(Known):
    """The person whom the certificate is about: whoever stands at the counter, or somebody for whom an agent came."""

    no_document_reason: str | None = Field(
        None, min_length=2, max_length=200, description="needed when there is no document", examples=["户口正在补办"]
    )
    born_on: date | None = Field(
        None, description="needed where the number does not show it: without a document, by passport or an old card"
    )
    died_on: date | None = Field(None, description="the day of death of whom an heir or kin applies for")
    own_income: bool = Field(
        default=False, description="lives on their own work from 16 years on, and so acts alone (民法典第十八条)"
    )

    @model_validator(mode="after")
    def _explained(self) -> Self:
        if (self.document is DocumentKind.NONE) != (self.no_document_reason is not None):
            raise PydanticCustomError("no_document_reason", "没有证件的须说明原因，有证件的不填")
        shown = birthday_of(self.id_number, self.document)
        if shown is None and self.born_on is None:
            raise PydanticCustomError("born_on_missing", "证件号码看不出出生日期的，须填写出生日期")
        if shown is not None and self.born_on not in (None, shown):
            raise PydanticCustomError("born_on_differs", "出生日期与证件号码中的不一致，请核对")
        if self.born_on is not None and self.born_on.year < _FIRST_YEAR:
            raise PydanticCustomError("born_on_invalid", "出生日期不得早于1900年")
        if self.died_on is not None and self.died_on < self.born:
            raise PydanticCustomError("died_on_invalid", "去世日期不能早于出生日期")
        return self

    @property
    def born(self) -> date:
        """The day of birth, by the number where it shows one."""
        born = birthday_of(self.id_number, self.document) or self.born_on
        assert born is not None, "asked for above"  # noqa: S101
        return born


class AgentBody(Known):
    """Who came to the counter for somebody else, what they are to them, and what was seen of it."""

    relation: Relation = Field(description="to the person whom the certificate is about")
    authority: Authority = Field(description="what was seen at the counter; a 授权委托书 is also added as a file")

    @model_validator(mode="after")
    def _by_its_paper(self) -> Self:
        if self.document is DocumentKind.NONE:
            raise PydanticCustomError("agent_without_document", "代办人须出示身份证件")
        if (self.relation is Relation.ENTRUSTED) != (self.authority is Authority.MANDATE):
            raise PydanticCustomError("authority_of_relation", "受委托人须有授权委托书，其他代办人须有相应的关系材料")
        return self

    def sealed(self) -> Agent:
        """The agent as they are kept."""
        return Agent.model_validate(self.model_dump() | {"document": self.kind})


def require_fit(person: Personal, day: date) -> None:
    """Whether this person can apply as they came, or be given what was applied for.

    Raises DateInFuture, DeceasedWithoutAgent, MinorWithoutAgent, AgentIsHolder, AgentNotAdult, AgentNotKin,
    AgentNotGuardian.
    """
    require_past(person.born_on, day, "出生日期不能晚于今天")
    require_past(person.died_on, day, "去世日期不能晚于今天")
    # Of what was applied for before days of birth were kept, the number says it, or nothing does.
    born = person.born_on or birthday_of(person.id_number, person.document)
    alone = born is None or of_age(born, day, _WORKING if person.own_income else _ADULT)
    agent = person.agent
    if agent is None:
        if person.died_on is not None:
            raise DeceasedWithoutAgent
        if not alone:
            raise MinorWithoutAgent
        return
    if agent.id_number == person.id_number:
        raise AgentIsHolder
    agent_born = birthday_of(agent.id_number, agent.document)
    if agent_born is not None and not of_age(agent_born, day, _ADULT):
        raise AgentNotAdult
    if person.died_on is not None:
        if agent.relation is Relation.ENTRUSTED:
            raise AgentNotKin
    elif not alone and agent.relation not in LAWFUL_GUARDIANS:
        raise AgentNotGuardian


def require_mandate(person: Personal, files: Iterable[object]) -> None:
    """Raise MandateMissing where an entrusted agent's mandate is not among the application's files."""
    if person.agent is not None and person.agent.authority is Authority.MANDATE and not any(True for _ in files):
        raise MandateMissing
