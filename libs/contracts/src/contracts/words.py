"""Value types that events share, each with an example for the catalogue of events."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.titles import TitledEnum

RegionCode = Annotated[str, Field(pattern=r"^\d{12}$", examples=["990101001000"])]
"""A 12-digit statistical division code."""

ChargedHome = Annotated[
    str,
    Field(
        pattern=r"^\d{12}$",
        examples=["990101001000"],
        description="the region that the charged body belongs to: a township's own unit or a county department",
    ),
]
Title = Annotated[str, Field(max_length=200, examples=["村级防汛值守"])]
Number = Annotated[str, Field(max_length=60, examples=["990101-2026-000017-4"])]
Code = Annotated[str, Field(max_length=60, examples=["AS01"])]
SecondsAYear = Annotated[
    int | None, Field(ge=0, examples=[2784], description="typed by a village if no source fills anything; 0: not known")
]
Day = Annotated[date, Field(examples=["2026-03-02"])]
Count = Annotated[int, Field(ge=0, examples=[1])]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$", examples=["0" * 64])]
"""A SHA-256, in hexadecimal."""
Id = Annotated[UUID, Field(examples=["01936f2a-0000-7000-8000-000000000001"])]

Provisional = Annotated[
    bool,
    Field(description="the deadline depends on a holiday notice that is not out yet; nothing is overdue by it"),
]
LongOverdueOn = Annotated[
    Day | None,
    Field(
        examples=["2026-03-16"],
        description="the tenth working day after the deadline",
    ),
]
LongOverdueProvisional = Annotated[
    bool,
    Field(description="the tenth working day depends on a holiday notice that is not out yet; nothing is vetoed by it"),
]


class Action(TitledEnum, name="action", title_zh="减负行动"):
    """The five burden-reduction actions."""

    WORK = "work", "减工作事务"
    PLAQUES = "plaques", "减牌子"
    FORMS = "forms", "减报表"
    CERTIFICATES = "certificates", "减证明"
    INSPECTIONS = "inspections", "减督考调研"


class Grade(TitledEnum, name="grade", title_zh="问题等级"):
    """How grave a finding is."""

    MINOR = "minor", "轻微"
    GENERAL = "general", "一般"
    SERIOUS = "serious", "较重"
    GRAVE = "grave", "严重"
    SUSPECTED_VIOLATION = "suspected_violation", "涉嫌违规"


class Matter(TitledEnum, name="matter", title_zh="随机核实事项"):
    """What a village is asked about where the absence of reports would else pass for a good record."""

    IMPOSED_TASKS = "imposed_tasks", "被转嫁清单外任务"
    OFFPLAN_FORMS = "offplan_forms", "被要求填目录外报表"
    OFFPLAN_VISITS = "offplan_visits", "被计划外检查"
    FORBIDDEN_DEMANDED = "forbidden_demanded", "被违规索要证明"
    COMPLAINTS_UPHELD = "complaints_upheld", "群众和村级反映事项"
