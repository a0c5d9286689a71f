"""Facts of report-svc about forms of a published catalogue that are asked for no more for a time."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.arrangement_ends import Lifted, LiftedPeriod
from contracts.catalogue_additions import Edition, Year
from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import Code, Day


class RevisionKind(TitledEnum, name="catalogue_revision_kind", title_zh="目录变动"):
    """What a new edition of a published catalogue changes."""

    ADDED = "added", "增列"
    SUSPENDED = "suspended", "暂停"
    RESUMED = "resumed", "恢复"
    AMENDED = "amended", "修订"


class FormSuspended(Event):
    """A form is asked of nobody from a day on, until it is resumed."""

    type: ClassVar[str] = "report.form.suspended.v1"
    title_zh: ClassVar[str] = "暂停报表"
    collection: ClassVar[str] = "forms"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    starts_on: Day


class FormResumed(Event):
    """A suspended form may be asked for again from a day on."""

    type: ClassVar[str] = "report.form.resumed.v1"
    title_zh: ClassVar[str] = "恢复报表"
    collection: ClassVar[str] = "forms"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    starts_on: Annotated[Day, Field(description="the first day of the suspension")]
    resumes_on: Day


class ArrangementSuspended(Event):
    """The form of an arrangement was suspended: these periods are due no more. Region is the township."""

    type: ClassVar[str] = "report.arrangement.suspended.v1"
    title_zh: ClassVar[str] = "填报安排随报表暂停"
    collection: ClassVar[str] = "arrangements"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    starts_on: Day
    periods: Lifted


class ArrangementResumed(Event):
    """The form of an arrangement was resumed: these periods are due again. Region is the township."""

    type: ClassVar[str] = "report.arrangement.resumed.v1"
    title_zh: ClassVar[str] = "填报安排随报表恢复"
    collection: ClassVar[str] = "arrangements"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    resumes_on: Day
    periods: Annotated[list[LiftedPeriod], Field(max_length=60, description="as they are told now")]


class CatalogueRevised(Event):
    """A published catalogue has a new edition that changes one of its forms. Region is the county."""

    type: ClassVar[str] = "report.catalogue.revised.v1"
    title_zh: ClassVar[str] = "报表目录变动"
    collection: ClassVar[str] = "catalogues"
    audience: ClassVar[Audience] = Audience.READERS

    year: Year
    form: Code
    edition: Edition
    change: RevisionKind
    effective_on: Day


STEPS: tuple[type[Event], ...] = (FormSuspended, FormResumed, CatalogueRevised)
"""What is told of the form and the catalogue; what the board counts are the filings that are due."""
