"""Bodies of the routes of suspensions."""

from datetime import date

from pydantic import Field
from servicekit.bodies import Body

from report_svc.forms.models import EARLIEST, LATEST


class FormSuspension(Body):
    """From when on a form is asked of nobody, and why; villages read it."""

    starts_on: date = Field(ge=EARLIEST, le=LATEST, title="暂停起始日")
    reason: str = Field(min_length=2, max_length=500, title="暂停原因", examples=["上级正在修订表式"])


class FormResumption(Body):
    """From when on a form is asked for again, and why."""

    resumes_on: date = Field(
        ge=EARLIEST, le=LATEST, title="恢复日期", description="what ended before this day stays unasked for"
    )
    reason: str = Field(min_length=2, max_length=500, title="恢复原因", examples=["新表式已下发"])
