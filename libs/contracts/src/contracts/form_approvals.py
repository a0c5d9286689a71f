"""Facts of report-svc about who approves a form beside the county office."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.words import Code, Day


class FormSurveyApproved(Event):
    """The approval of a county survey by the statistics office was put on record (FRM-02)."""

    type: ClassVar[str] = "report.form.survey_approved.v1"
    title_zh: ClassVar[str] = "登记统计机构审批"
    collection: ClassVar[str] = "forms"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    approved_on: Day
