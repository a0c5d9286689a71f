"""Personal data: what is known about a person, the rows that keep it sealed, and how it is masked."""

from datetime import date, datetime

import sqlalchemy as sa
from countykit.documents import DocumentKind, checked, kind_of
from countykit.identity import Caller
from countykit.tables import Aggregate
from pydantic import BaseModel, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body
from servicekit.errors import Conflict
from servicekit.tables import moment
from servicekit.text import masked_name
from sqlmodel import Field as Column

from certificate_svc.agents import Agent
from certificate_svc.holders import Holder, OtherHolder
from certificate_svc.models import Base
from certificate_svc.papers.paper import FactCheck, Paper
from certificate_svc.sealing import PersonalVault

ERASED = "已删除"
"""What stands in place of a name after its time."""


class IdentityDocument(Body):
    """By which document a person is known, and its number checked by that document's own rules."""

    document: DocumentKind | None = Field(
        None, description="seen from the number unless given; a passport, and that there is none, must be given"
    )
    id_number: str = Field("", max_length=60, validate_default=True, examples=["11010519491231002X"])

    @field_validator("id_number")
    @classmethod
    def _by_its_rules(cls, number: str, info: ValidationInfo) -> str:
        kind = info.data.get("document")
        if not number and kind is not DocumentKind.NONE:
            raise PydanticCustomError("missing", "缺少该项")
        return checked(number, kind)

    @property
    def kind(self) -> DocumentKind:
        """The document that was given, or the one that the number shows."""
        return self.document or kind_of(self.id_number)


class Line(Body):
    """One labelled fact that an applicant states."""

    label: str = Field(min_length=1, max_length=40, examples=["与被继承人关系"])
    value: str = Field(min_length=1, max_length=500, examples=["父子"])


class Deliberation(BaseModel):
    """What the villagers' deliberation decided, as it is sealed with the person (CER-03, 甘民发〔2020〕99号)."""

    held_on: date
    decision: str
    signed_by: str


class Personal(Holder):
    """Everything about people that an application or a certificate carries; exists in clear only in memory.

    The person itself is the applicant, with whom others may stand on one paper.
    """

    others: list[OtherHolder] = Field([])
    agent: Agent | None = None
    purpose: str = ""
    statement: list[Line] = Field([])
    explanation: str = ""
    content: list[str] = Field([])
    paper: Paper | None = None
    check: FactCheck | None = None
    deliberation: Deliberation | None = None

    @property
    def holders(self) -> list[Holder]:
        """All whom the paper is about, the applicant first."""
        return [self, *self.others]

    @property
    def names(self) -> str:
        """The names of all holders."""
        return "、".join(holder.name for holder in self.holders)

    @property
    def masked_name(self) -> str:
        """The names of all holders as they are shown to people who need not know them."""
        return self.name if self.name == ERASED else "、".join(masked_name(holder.name) for holder in self.holders)

    @property
    def at_the_counter(self) -> str:
        """The name of who came and gets the answer."""
        return self.agent.name if self.agent else self.name

    def named_in(self, text: str) -> bool:
        """Whether a text names a holder or their agent; a name of one sign alone says nothing."""
        people: list[Holder | Agent] = [*self.holders, *([self.agent] if self.agent else [])]
        facts = [fact for one in people for fact in (one.name, one.id_number, one.phone)]
        return any(fact and len(fact) > 1 and fact in text for fact in facts)


class PersonalDataErased(Conflict):
    """The personal data were erased after their time (PIPL art. 47)."""

    code = "personal_data_erased"
    detail = "该记录的个人信息已按保存期限删除"
    law = "《中华人民共和国个人信息保护法》第四十七条"


class PersonalRow(Aggregate):
    """A row about a person: one sealed document, and a blind index of the identity number."""

    sealed: bytes = Column(default=b"", sa_type=sa.LargeBinary)
    id_index: bytes = Column(default=b"", sa_type=sa.LargeBinary, index=True)
    erased_at: datetime | None = moment(default=None)

    def personal(self, vault: PersonalVault) -> Personal:
        """Open the sealed document."""
        return Personal.model_validate_json(vault.open(self.sealed, place=self._place))

    def seal(self, vault: PersonalVault, personal: Personal) -> None:
        """Seal a new document into this row."""
        self.sealed = vault.seal(personal.model_dump_json(), place=self._place)
        # Who has no document is found under no number, and so never together with others who have none.
        self.id_index = vault.index(personal.id_number or self._place)

    def seal_anew(self, vault: PersonalVault) -> Personal:
        """The same document under the key in use; nothing that anybody sees changes but the version. Raises SealBroken.

        Who has been erased stays unfindable.
        """
        personal = self.personal(vault)
        findable = bool(self.id_index)
        self.seal(vault, personal)
        if not findable:
            self.id_index = b""
        self.version += 1
        return personal

    def other_indexes(self, vault: PersonalVault, personal: Personal) -> list[bytes]:
        """By what the row is found besides its applicant."""
        return [vault.index(other.id_number) for other in personal.others if other.id_number]

    def erase(self, vault: PersonalVault, at: datetime) -> None:
        """Overwrite what names the person; the row stays, counts, and cannot be found by a person any more."""
        self.sealed = vault.seal(Personal(name=ERASED, id_number="").model_dump_json(), place=self._place)
        self.id_index = b""
        self.erased_at = self.updated_at = at
        self.version += 1

    def require_person(self) -> None:
        """Raise PersonalDataErased when there is nobody left to show or to issue for."""
        if self.erased_at is not None:
            raise PersonalDataErased

    @property
    def _place(self) -> str:
        return f"{self.__tablename__}|sealed|{self.id}"


class Unmasking(Aggregate, Base, table=True):
    """Somebody was shown personal data in clear: who, what, what for. Written before anything is shown."""

    __tablename__ = "unmasking"

    resource: str = Column(max_length=80, index=True)
    actor: str = Column(max_length=200)
    purpose: str = Column(max_length=200)
    shown_at: datetime = moment()

    @classmethod
    def of(cls, row: PersonalRow, caller: Caller, purpose: str, at: datetime) -> "Unmasking":
        """The record of one showing."""
        resource = f"{row.__tablename__}/{row.id}"
        return cls(region=row.region, resource=resource, actor=caller.sub, purpose=purpose, shown_at=at)


class UnmaskingBody(Body):
    """What clear data are needed for."""

    purpose: str = Field(min_length=2, max_length=200, examples=["打印证明"])


def masked_number(number: str, *, head: int, tail: int = 4) -> str:
    """Keep the first and last characters of an identity or telephone number, and hide at least half of a short one."""
    tail = max(0, min(tail, len(number) // 2 - head))
    return number[:head] + "*" * (len(number) - head - tail) + number[len(number) - tail :]
