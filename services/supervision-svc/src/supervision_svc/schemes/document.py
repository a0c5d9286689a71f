"""The scheme document: what is scored and how. Shape only; what the law says about it is in `guard`."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from contracts.titles import coded
from contracts.words import Action
from pydantic import Field
from servicekit.bodies import Body

Code = Annotated[str, Field(min_length=2, max_length=60, pattern=r"^[a-z][a-z0-9_]*$")]
Name = Annotated[str, Field(min_length=2, max_length=100)]
Share = Annotated[Decimal, Field(ge=0, le=1, decimal_places=4)]
Points = Annotated[Decimal, Field(ge=0, le=1000, decimal_places=4)]
Subject = Annotated[
    Literal["township", "village", "department"],
    coded("scheme_subject", "考核对象", township="乡镇", village="村（社区）", department="部门"),
]
Direction = Annotated[
    Literal["lower", "higher"], coded("indicator_direction", "指标方向", lower="越低越好", higher="越高越好")
]
VetoCode = Annotated[
    Literal["letter_overdue", "imposed_after_letter", "false_report", "no_good_practice"],
    coded(
        "veto", "否决情形", letter_overdue="工作提示函逾期未整改", imposed_after_letter="提示后继续转嫁任务",
        false_report="虚假整改", no_good_practice="没有典型做法",
    ),
]  # fmt: skip
Ties = Annotated[Literal["all", "none"], coded("red_ties", "红榜同分处理", all="全部列入", none="全部不列入")]
Value = Annotated[Decimal, Field(ge=-100_000, le=100_000, decimal_places=6)]


class Indicator(Body):
    """One indicator: its score is clamp((value - worst) / (target - worst))."""

    code: Code
    action: Action
    kind: Annotated[str, Field(max_length=40, description="burden or outcome; other kinds are refused with their law")]
    name: Name
    subject: Subject = "township"
    numerator: Annotated[str, Field(max_length=300)] = ""
    per: Annotated[str, Field(max_length=200)] = ""
    direction: Direction
    target: Value
    worst: Value
    weight: Points
    minimum: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class Bonus(Body):
    """Points for verified good practices, capped."""

    code: Literal["good_practice"]
    name: Name
    points: Points
    at_most: Points


class Veto(Body):
    """A circumstance that keeps a township off the red list; `black` puts it up for the black list."""

    code: VetoCode
    name: Name
    when: Annotated[str, Field(max_length=300)] = ""
    black: bool


class SchemeDocument(Body):
    """A whole scheme."""

    name: Name
    version: Annotated[int, Field(ge=1)] = 1
    subject: Subject = "township"
    window_days: Annotated[int, Field(ge=30, le=730)]
    coverage_minimum: Share
    red_line: Points
    black_line: Points
    red_places_at_most: Share
    ties: Annotated[Ties, Field(description="whether all or none of equals enter that exceed the red places left")] = (
        "none"
    )
    evidence_villages: Annotated[
        int,
        Field(
            ge=0,
            le=20,
            description="so many drawn villages must have been asked about a matter in the window (or all of a "
            "township with fewer), else the absence of reports about it earns nothing",
        ),
    ] = 2
    publication_interval_months: Annotated[int, Field(ge=0, le=60)] = 6
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1, max_length=60)]
    bonus: Annotated[tuple[Bonus, ...], Field(max_length=5)] = ()
    vetoes: Annotated[tuple[Veto, ...], Field(max_length=10)] = ()

    @classmethod
    def saved(cls, body: Mapping[str, Any]) -> "SchemeDocument":
        """A document as it was saved. One from before there were draws asked for none: its boards do not change."""
        return cls.model_validate({"evidence_villages": 0, **body})
