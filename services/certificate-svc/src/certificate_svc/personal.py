"""Personal data: what is known about a person, the rows that keep it sealed, and how it is masked."""

from datetime import date, datetime
from typing import Annotated

import sqlalchemy as sa
from countykit.identity import Caller
from countykit.tables import Aggregate
from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import PydanticCustomError
from servicekit.http import Body
from servicekit.tables import moment
from sqlmodel import Field as Column
from stdnum.cn import ric

from certificate_svc.models import Base
from certificate_svc.sealing import PersonalVault


def _checked(number: str) -> str:
    if not ric.is_valid(number):
        raise PydanticCustomError("id_number_invalid", "不是有效的居民身份证号码(GB 11643)")
    return str(ric.compact(number))


IdNumber = Annotated[
    str, Field(min_length=18, max_length=18, examples=["11010519491231002X"]), AfterValidator(_checked)
]
"""A resident identity card number with its place, birthday and check digit verified (GB 11643)."""


class Line(Body):
    """One labelled fact that an applicant states."""

    label: str = Field(min_length=1, max_length=40, examples=["与被继承人关系"])
    value: str = Field(min_length=1, max_length=500, examples=["父子"])


class Deliberation(Body):
    """The villagers' deliberation that public-interest matters need (CER-03, 甘民发〔2020〕99号)."""

    held_on: date
    decision: str = Field(min_length=2, max_length=500, examples=["经村民代表会议讨论同意"])
    signed_by: str = Field(min_length=2, max_length=40, description="the responsible person who signed")


class Personal(BaseModel):
    """Everything about a person that an application or a certificate carries; exists in clear only in memory."""

    name: str
    id_number: str
    phone: str | None = None
    purpose: str = ""
    statement: list[Line] = []
    explanation: str = ""
    content: list[str] = []
    deliberation: Deliberation | None = None


class PersonalRow(Aggregate):
    """A row about a person: one sealed document, and a blind index of the identity number."""

    sealed: bytes = Column(default=b"", sa_type=sa.LargeBinary)
    id_index: bytes = Column(default=b"", sa_type=sa.LargeBinary, index=True)

    def personal(self, vault: PersonalVault) -> Personal:
        """Open the sealed document."""
        return Personal.model_validate_json(vault.open(self.sealed, place=self._place))

    def seal(self, vault: PersonalVault, personal: Personal) -> None:
        """Seal a new document into this row."""
        self.sealed = vault.seal(personal.model_dump_json(), place=self._place)
        self.id_index = vault.index(personal.id_number)

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
    """Keep the first and last characters of an identity or telephone number."""
    return number[:head] + "*" * (len(number) - head - tail) + number[-tail:]
