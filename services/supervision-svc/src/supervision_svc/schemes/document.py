"""The scheme document: what is scored and how. Shape only; what the law says about it is in `guard`."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from contracts.words import Action
from pydantic import Field
from servicekit.bodies import Body

Code = Annotated[str, Field(min_length=2, max_length=60, pattern=r"^[a-z][a-z0-9_]*$")]
Name = Annotated[str, Field(min_length=2, max_length=100)]
Share = Annotated[Decimal, Field(ge=0, le=1, decimal_places=4)]
Points = Annotated[Decimal, Field(ge=0, le=1000, decimal_places=4)]
Value = Annotated[Decimal, Field(ge=-100_000, le=100_000, decimal_places=6)]


class Indicator(Body):
    """One indicator: its score is clamp((value - worst) / (target - worst))."""

    code: Code
    action: Action
    kind: Annotated[str, Field(max_length=40, description="burden or outcome; other kinds are refused with their law")]
    name: Name
    subject: Literal["township", "village", "department"] = "township"
    numerator: Annotated[str, Field(max_length=300)] = ""
    per: Annotated[str, Field(max_length=200)] = ""
    direction: Literal["lower", "higher"]
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

    code: Literal["letter_overdue", "imposed_after_letter", "false_report", "no_good_practice"]
    name: Name
    when: Annotated[str, Field(max_length=300)] = ""
    black: bool


class SchemeDocument(Body):
    """A whole scheme."""

    name: Name
    version: Annotated[int, Field(ge=1)] = 1
    subject: Literal["township", "village", "department"] = "township"
    window_days: Annotated[int, Field(ge=30, le=730)]
    coverage_minimum: Share
    red_line: Points
    black_line: Points
    red_places_at_most: Share
    ties: Annotated[
        Literal["all", "none"], Field(description="whether all or none of equals enter that exceed the red places left")
    ] = "none"
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
