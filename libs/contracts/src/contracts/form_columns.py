"""Facts of report-svc about the columns of forms."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.words import Code, Count


class FormColumnsBound(Event):
    """People said which data elements a form's columns ask for: `bound` of its `columns`."""

    type: ClassVar[str] = "report.form.columns_bound.v1"
    title_zh: ClassVar[str] = "报表栏目对应数据元"
    collection: ClassVar[str] = "forms"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    bound: Count
    columns: Count
