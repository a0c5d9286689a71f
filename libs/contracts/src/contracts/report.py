"""Facts of report-svc: forms, the yearly catalogue, arrangements, filings, off-plan demands."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import ChargedHome, Code, Count, Day, Number, SecondsAYear, Title


class Frequency(TitledEnum, name="form_frequency", title_zh="报表频次"):
    """How often a form may be asked for."""

    ONCE = "once", "一次性"
    DAILY = "daily", "每日"
    WEEKLY = "weekly", "每周"
    TEN_DAY = "ten_day", "每旬"
    HALF_MONTH = "half_month", "每半月"
    MONTHLY = "monthly", "每月"
    TWO_MONTHS = "two_months", "每两月"
    QUARTERLY = "quarterly", "每季度"
    HALF_YEAR = "half_year", "每半年"
    YEARLY = "yearly", "每年"
    SCHOOL_YEAR = "school_year", "每学年"
    ON_EVENT = "on_event", "随事件"
    CENSUS = "census", "普查"


Period = Annotated[str, Field(max_length=20, examples=["2026-03"])]


class FormProposed(Event):
    """A department proposed a form with its four statutory marks (FRM-01)."""

    type: ClassVar[str] = "report.form.proposed.v1"
    title_zh: ClassVar[str] = "申报报表"
    collection: ClassVar[str] = "forms"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    title: Title


class FormApproved(Event):
    """A form was approved for the yearly catalogue."""

    type: ClassVar[str] = "report.form.approved.v1"
    title_zh: ClassVar[str] = "批准报表"
    collection: ClassVar[str] = "forms"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    frequency: Frequency
    title: Title | None = None
    valid_until: Day | None = None
    legal_basis: Annotated[str | None, Field(max_length=500, examples=["防洪法第38条"])] = None
    admission: Number | None = None
    seconds_a_year: SecondsAYear = None
    fields: Annotated[int | None, Field(ge=0, examples=[12], description="columns that a village fills")] = None
    filings_a_year: Annotated[int | None, Field(ge=0, examples=[12], description="of a village; on event 0")] = None


class FormReturned(Event):
    """A form went back to its department for mending."""

    type: ClassVar[str] = "report.form.returned.v1"
    title_zh: ClassVar[str] = "退回报表"
    collection: ClassVar[str] = "forms"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code


class FormStopped(Event):
    """A form was stopped: nobody may ask villages for it any more."""

    type: ClassVar[str] = "report.form.stopped.v1"
    title_zh: ClassVar[str] = "停用报表"
    collection: ClassVar[str] = "forms"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code


class FormWithdrawn(Event):
    """A department took its form back."""

    type: ClassVar[str] = "report.form.withdrawn.v1"
    title_zh: ClassVar[str] = "撤回报表"
    collection: ClassVar[str] = "forms"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code


class FormExpired(Event):
    """A form's approval ran out (统计法 art. 17)."""

    type: ClassVar[str] = "report.form.expired.v1"
    title_zh: ClassVar[str] = "报表到期"
    collection: ClassVar[str] = "forms"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code


class CataloguePublished(Event):
    """The catalogue of approved forms of one year came into force; `proposed` is how many had been asked for."""

    type: ClassVar[str] = "report.catalogue.published.v1"
    title_zh: ClassVar[str] = "报表目录发布"
    collection: ClassVar[str] = "catalogues"
    audience: ClassVar[Audience] = Audience.READERS

    year: Annotated[int, Field(examples=[2026])]
    forms: Count
    proposed: Count


class ArrangedPeriod(BaseModel):
    """One period that villages are asked to file for."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    period: Period
    due_on: Day
    fair_notice: bool = Field(description="at least three working days between the arrangement and the due date")
    provisional: bool = Field(default=False, description="the due date depends on a holiday notice that is not out yet")
    villages: Annotated[
        int | None, Field(ge=0, examples=[1], description="how many are asked in this period, where it differs")
    ] = None


class ArrangementIssued(Event):
    """A township arranged a catalogued form: who files in which periods. Region is the township."""

    type: ClassVar[str] = "report.arrangement.issued.v1"
    title_zh: ClassVar[str] = "下达填报安排"
    collection: ClassVar[str] = "arrangements"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    frequency: Frequency
    villages: Count
    periods: Annotated[list[ArrangedPeriod], Field(max_length=60)]


class RescheduledPeriod(BaseModel):
    """One period of an arrangement with its due date before and after."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    period: Period
    previous: Day
    due_on: Day
    provisional: bool
    villages: Annotated[int | None, Field(ge=0, examples=[1])] = None
    fair_notice: Annotated[
        bool | None, Field(examples=[True], description="as it was arranged, whatever a holiday notice moves")
    ] = None


class ArrangementRescheduled(Event):
    """A holiday notice came out and due dates were computed again. Names every period, also those that stay."""

    type: ClassVar[str] = "report.arrangement.rescheduled.v1"
    title_zh: ClassVar[str] = "填报截止日重算"
    collection: ClassVar[str] = "arrangements"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    villages: Count
    periods: Annotated[list[RescheduledPeriod], Field(max_length=60)]


HowMany = Annotated[int | None, Field(ge=0, examples=[3], description="columns that came in this way")]
Doubts = Annotated[int | None, Field(ge=0, examples=[1], description="contradictions that it stands with")]
Seconds = Annotated[int | None, Field(ge=0, examples=[52], description="estimated from counts: docs/minutes.md")]


class FilingSubmitted(Event):
    """A filing came in. Region is the village."""

    type: ClassVar[str] = "report.filing.submitted.v1"
    title_zh: ClassVar[str] = "报送报表"
    collection: ClassVar[str] = "filings"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    period: Period
    on_time: bool
    complete: bool
    source: HowMany = None
    confirmed: HowMany = None
    corrected: HowMany = None
    typed: HowMany = None
    refused: HowMany = None
    doubts: Doubts = None
    seconds: Seconds = None


class FilingCorrected(Event):
    """A filing was corrected."""

    type: ClassVar[str] = "report.filing.corrected.v1"
    title_zh: ClassVar[str] = "更正报表"
    collection: ClassVar[str] = "filings"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    period: Period
    complete: bool
    corrected: HowMany = None
    doubts: Doubts = None
    seconds: Seconds = None


class OffplanReported(Event):
    """Somebody reported a form demanded outside of the catalogue (FRM-06, FRM-08); not yet judged."""

    type: ClassVar[str] = "report.offplan.reported.v1"
    title_zh: ClassVar[str] = "反映目录外报表"
    collection: ClassVar[str] = "offplan-demands"
    audience: ClassVar[Audience] = Audience.JUDGES

    title: Title
    charged_home: ChargedHome


class Breach(TitledEnum, name="offplan_breach", title_zh="目录外要表情形"):
    """How a demand for a form broke the rules."""

    OFF_PLAN = "off_plan", "目录外报表"
    REVIVED = "revived", "已停报表换名再要"
    REPEATED = "repeated", "目录内报表平台外重复要"


class OffplanConfirmed(Event):
    """The county office confirmed an off-plan demand; it counts against the charged body."""

    type: ClassVar[str] = "report.offplan.confirmed.v1"
    title_zh: ClassVar[str] = "目录外报表属实"
    collection: ClassVar[str] = "offplan-demands"
    audience: ClassVar[Audience] = Audience.COUNTY

    title: Title
    charged_home: ChargedHome
    breach: Annotated[Breach | None, Field(examples=["revived"])] = None


class OffplanDismissed(Event):
    """The county office found that a reported demand was within the catalogue."""

    type: ClassVar[str] = "report.offplan.dismissed.v1"
    title_zh: ClassVar[str] = "目录外报表不属实"
    collection: ClassVar[str] = "offplan-demands"
    audience: ClassVar[Audience] = Audience.JUDGES

    title: Title


class OffplanObjected(Event):
    """The accused body objected to the verdict on an off-plan form; it counts until that is decided."""

    type: ClassVar[str] = "report.offplan.objected.v1"
    title_zh: ClassVar[str] = "目录外报表认定提出申诉"
    collection: ClassVar[str] = "offplan-demands"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome


class OffplanUpheld(Event):
    """People who had no part in the verdict on an off-plan form upheld it."""

    type: ClassVar[str] = "report.offplan.upheld.v1"
    title_zh: ClassVar[str] = "目录外报表认定维持"
    collection: ClassVar[str] = "offplan-demands"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome


class OffplanRetracted(Event):
    """The verdict on an off-plan form fell, by an objection or because the office found its error; it counts no more.

    What was counted on `counted_on` is taken back on that day, so that no period holds half of the pair.
    """

    type: ClassVar[str] = "report.offplan.retracted.v1"
    title_zh: ClassVar[str] = "目录外报表认定撤销"
    collection: ClassVar[str] = "offplan-demands"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome
    counted_on: Day
    by_objection: bool
