"""What must hold between the columns of a form, or against earlier periods; said with the form, in its own names."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Self

from contracts.titles import TitledEnum
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body

from report_svc.elements.kinds import Kind
from report_svc.forms.fields import FormField

MOST_RULES = 100
_NUMBERS = (Kind.COUNT, Kind.QUANTITY, Kind.PERCENT)
ColumnName = Annotated[str, Field(min_length=1, max_length=121)]
"""A column, or what a table's rows come to: `合作社名册/成员数` their sum, `合作社名册/行数` how many there are."""


class RuleKind(TitledEnum, name="form_rule_kind", title_zh="栏目校验"):
    """What a rule says of its columns."""

    SUM = "sum", "合计相等"
    AT_MOST = "at_most", "不得大于"
    CHANGE = "change", "与往期比较"
    REQUIRED_IF = "required_if", "满足条件必填"
    TOGETHER = "together", "须同时填写"
    EXCLUSIVE = "exclusive", "不得同时填写"


_AGAINST = frozenset({RuleKind.SUM, RuleKind.AT_MOST, RuleKind.REQUIRED_IF})
_PAIRS = frozenset({RuleKind.TOGETHER, RuleKind.EXCLUSIVE})


class FormRule(Body):
    """One rule between cells. What contradicts it is asked back once, and stands with a reason."""

    kind: RuleKind = Field(title="校验")
    columns: list[ColumnName] = Field(min_length=1, max_length=50, title="栏目", examples=[["男性", "女性"]])
    than: ColumnName | None = Field(
        None, title="对照栏目", examples=["常住人口"],
        description="`sum`: the whole; `at_most`: what they may not exceed together; `required_if`: what decides",
    )  # fmt: skip
    equals: str | None = Field(
        None,
        min_length=1,
        max_length=200,
        title="条件值",
        description="`required_if`: the value of `than` that makes them compulsory; none: any value",
    )
    factor: float | None = Field(
        None, gt=1, le=1000, title="变动倍数", description="`change`: how many times more or less is asked back"
    )
    periods: int = Field(1, ge=1, le=12, title="比较期数", description="`change`: over how many earlier periods")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.kind in _AGAINST) is not (self.than is not None):
            raise PydanticCustomError("rule_than", "合计、不得大于和满足条件必填须写明对照栏目，其他校验不写")
        if (self.kind is RuleKind.CHANGE) is not (self.factor is not None):
            raise PydanticCustomError("rule_factor", "与往期比较须写明变动倍数，其他校验不写")
        if self.equals is not None and self.kind is not RuleKind.REQUIRED_IF:
            raise PydanticCustomError("rule_equals", "只有满足条件必填才有条件值")
        if self.kind in _PAIRS and len(self.columns) < 2:
            raise PydanticCustomError("rule_pair", "同时填写类的校验至少涉及两个栏目")
        if len(set(self.names)) < len(self.names):
            raise PydanticCustomError("rule_repeats", "同一校验中栏目不得重复")
        return self

    @property
    def names(self) -> list[str]:
        """Every column that it speaks of."""
        return [*self.columns, *([self.than] if self.than is not None else [])]


def require_sound(rules: Iterable[FormRule], fields: Sequence[FormField]) -> None:
    """Raise PydanticCustomError for a rule that speaks of strange columns, or counts what is no number."""
    kinds = {field.name: field.settled().kind for field in fields}
    kinds |= {name: Kind.QUANTITY for field in fields for name in field.figures}
    for rule in rules:
        strangers = [name for name in rule.names if name not in kinds]
        if strangers:
            raise PydanticCustomError("rule_unknown_column", f"校验涉及报表没有的栏目：{'、'.join(strangers)}")
        if rule.kind in (RuleKind.SUM, RuleKind.AT_MOST, RuleKind.CHANGE) and any(
            kinds[name] not in _NUMBERS for name in rule.names
        ):
            raise PydanticCustomError("rule_of_numbers", "合计、不得大于和与往期比较只用于数值栏目")
