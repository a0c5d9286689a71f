"""Facts of report-svc about forms that enter a published catalogue during the year (FRM-06)."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.words import Code, Count

Year = Annotated[int, Field(examples=[2026])]
Edition = Annotated[int, Field(ge=1, examples=[2], description="of the catalogue: 1 is what was published")]


class CatalogueAdditionFiled(Event):
    """A body filed one form for the published catalogue. Region is the county."""

    type: ClassVar[str] = "report.catalogue_addition.filed.v1"
    title_zh: ClassVar[str] = "申请年中新增报表"
    collection: ClassVar[str] = "catalogue-additions"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    year: Year


class CatalogueAdditionApproved(Event):
    """The head approved the addition; the catalogue's new edition has the form."""

    type: ClassVar[str] = "report.catalogue_addition.approved.v1"
    title_zh: ClassVar[str] = "批准年中新增报表"
    collection: ClassVar[str] = "catalogue-additions"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    year: Year
    edition: Edition


class CatalogueAdditionRefused(Event):
    """The head refused the addition."""

    type: ClassVar[str] = "report.catalogue_addition.refused.v1"
    title_zh: ClassVar[str] = "不予年中新增报表"
    collection: ClassVar[str] = "catalogue-additions"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    year: Year


class CatalogueAdditionWithdrawn(Event):
    """The body took its addition back."""

    type: ClassVar[str] = "report.catalogue_addition.withdrawn.v1"
    title_zh: ClassVar[str] = "撤回年中新增报表"
    collection: ClassVar[str] = "catalogue-additions"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    year: Year


class CatalogueExtended(Event):
    """The catalogue of a year has one form more from this moment on. Region is the county."""

    type: ClassVar[str] = "report.catalogue.extended.v1"
    title_zh: ClassVar[str] = "报表目录增列"
    collection: ClassVar[str] = "catalogues"
    audience: ClassVar[Audience] = Audience.READERS

    year: Year
    form: Code
    edition: Edition
    forms: Annotated[Count, Field(description="in the catalogue now")]
    proposed: Annotated[Count, Field(description="asked for until now")]


STEPS: tuple[type[Event], ...] = (
    CatalogueAdditionFiled, CatalogueAdditionApproved, CatalogueAdditionRefused, CatalogueAdditionWithdrawn,
)  # fmt: skip
"""What happens to an addition itself; what the board counts is the catalogue."""
