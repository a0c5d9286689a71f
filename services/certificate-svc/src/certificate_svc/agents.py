"""Who stands at the counter for somebody else, and on what that rests (代办人)."""

from datetime import date

from contracts.titles import TitledEnum
from countykit.documents import DocumentKind
from pydantic import BaseModel, Field


class Relation(TitledEnum, name="agent_relation", title_zh="代办人与当事人的关系"):
    """What the agent is to the person whom the certificate is about."""

    PARENT = "parent", "父母"
    GUARDIAN = "guardian", "其他监护人"
    SPOUSE = "spouse", "配偶"
    CHILD = "child", "子女"
    KIN = "kin", "其他近亲属或继承人"
    ENTRUSTED = "entrusted", "受委托人"


class Authority(TitledEnum, name="agent_authority", title_zh="代办依据"):
    """By which paper the counter has seen that the agent may act."""

    HOUSEHOLD_REGISTER = "household_register", "户口簿"
    BIRTH_CERTIFICATE = "birth_certificate", "出生医学证明"
    GUARDIANSHIP = "guardianship", "指定或确定监护人的文书"
    KINSHIP = "kinship", "结婚证等亲属关系材料"
    MANDATE = "mandate", "授权委托书"


LAWFUL_GUARDIANS = frozenset({Relation.PARENT, Relation.GUARDIAN})
"""Who acts for a minor by law (民法典第二十三条、第二十七条)."""


class Agent(BaseModel):
    """The agent as they are sealed with the person for whom they came."""

    name: str = Field(title="代办人")
    document: DocumentKind = Field(title="证件类型")
    id_number: str = Field(title="证件号码")
    phone: str | None = Field(None, title="电话")
    relation: Relation = Field(title="关系")
    authority: Authority = Field(title="代办依据")


def of_age(born: date, day: date, years: int) -> bool:
    """Whether somebody has completed so many years on a day; who was born on 29 February does so on 1 March."""
    return (day.year - born.year, (day.month, day.day)) >= (years, (born.month, born.day))
