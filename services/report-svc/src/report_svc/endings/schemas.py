"""Bodies of the routes of ends."""

from datetime import date
from typing import Annotated

from pydantic import Field
from servicekit.bodies import Body

from report_svc.forms.models import EARLIEST, LATEST

Reason = Annotated[str, Field(min_length=2, max_length=500, title="变更原因", description="villages read it")]


class Shortening(Body):
    """Until when villages are still asked, and why no longer."""

    until: date = Field(ge=EARLIEST, le=LATEST, title="新的结束日期", description="a day in the last period that stays")
    reason: Reason


class Cancellation(Body):
    """Why villages are asked no more."""

    reason: Reason
