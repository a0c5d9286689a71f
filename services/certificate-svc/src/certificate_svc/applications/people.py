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
    HolderTwice,
    MandateMissing,
    MinorWithoutAgent,
)
from certificate_svc.holders import Holder, HolderRelation, OtherHolder
from certificate_svc.personal import IdentityDocument, Personal

_ADULT, _WORKING = 18, 16
_FIRST_YEAR = 1900
_IN_CARE = frozenset({HolderRelation.CHILD, HolderRelation.WARD})


class Known(IdentityDocument):
    """A person with their name and document."""

    name: str = Field(min_length=1, max_length=40, title="姓名", examples=["张三丰"])
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


class OtherHolderBody(Applicant):
    """Somebody who stands on the same paper: a spouse, a child of the household."""

    relation: HolderRelation = Field(description="to the applicant")
    by_mandate: bool = Field(
        default=False,
        description="is of age and did not come; the 授权委托书 is added as a file before anything is issued",
    )

    def sealed(self) -> OtherHolder:
        """The holder as they are kept."""
        return OtherHolder.model_validate(self.model_dump() | {"document": self.kind})


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
    """Whether these people can apply as they came, or be given what was applied for.

    Raises DateInFuture, DeceasedWithoutAgent, MinorWithoutAgent, AgentIsHolder, AgentNotAdult, AgentNotKin,
    AgentNotGuardian, HolderTwice.
    """
    for holder in person.holders:
        require_past(holder.born_on, day, "出生日期不能晚于今天")
        require_past(holder.died_on, day, "去世日期不能晚于今天")
    numbers = [holder.id_number for holder in person.holders if holder.id_number]
    if len(set(numbers)) < len(numbers):
        raise HolderTwice
    _require_agent(person, numbers, day)
    for other in person.others:
        _require_spoken_for(other, person, day)


def _require_agent(person: Personal, numbers: list[str], day: date) -> None:
    """Whether the applicant comes alone, or through who may speak for them."""
    alone, agent = _alone(person, day), person.agent
    if agent is None:
        if person.died_on is not None:
            raise DeceasedWithoutAgent
        if not alone:
            raise MinorWithoutAgent
        return
    if agent.id_number in numbers:
        raise AgentIsHolder
    agent_born = birthday_of(agent.id_number, agent.document)
    if agent_born is not None and not of_age(agent_born, day, _ADULT):
        raise AgentNotAdult
    if person.died_on is not None:
        if agent.relation is Relation.ENTRUSTED:
            raise AgentNotKin
    elif not alone and agent.relation not in LAWFUL_GUARDIANS:
        raise AgentNotGuardian


def _require_spoken_for(other: OtherHolder, person: Personal, day: date) -> None:
    """Whether a further holder came, or somebody may speak for them: the agent, or the applicant whose kin they are."""
    agent, applicant = person.agent, person.died_on is None and _alone(person, day)
    if other.died_on is not None:
        if other.by_mandate:
            raise AgentNotKin
        by_kin = applicant and other.relation is not HolderRelation.OTHER
        if not by_kin and (agent is None or agent.relation is Relation.ENTRUSTED):
            raise DeceasedWithoutAgent
    elif not _alone(other, day):
        if other.by_mandate:
            raise AgentNotGuardian
        by_parent = applicant and other.relation in _IN_CARE
        if not by_parent and (agent is None or agent.relation not in LAWFUL_GUARDIANS):
            raise MinorWithoutAgent


def _alone(holder: Holder, day: date) -> bool:
    """Whether somebody acts for themselves (民法典第十七条、第十八条)."""
    # Of what was applied for before days of birth were kept, the number says it, or nothing does.
    born = holder.born_on or birthday_of(holder.id_number, holder.document)
    return born is None or of_age(born, day, _WORKING if holder.own_income else _ADULT)


def require_mandate(person: Personal, files: Iterable[object]) -> None:
    """Raise MandateMissing where somebody's mandate is not among the application's files."""
    entrusted = person.agent is not None and person.agent.authority is Authority.MANDATE
    if (entrusted or any(other.by_mandate for other in person.others)) and not any(True for _ in files):
        raise MandateMissing
