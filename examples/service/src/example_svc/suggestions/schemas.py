"""Bodies of the suggestion routes."""

from datetime import datetime

from pydantic import Field
from servicekit.bodies import Body, ResourceView

from example_svc.events import SuggestionState
from example_svc.suggestions.models import WORKFLOW


class SuggestionRegistration(Body):
    """A suggestion to put on the record."""

    region: str = Field(pattern=r"^\d{9}000$", description="the township's 12-digit code", examples=["990101001000"])
    title: str = Field(min_length=2, max_length=100)


class SuggestionDecision(Body):
    """Why a suggestion is adopted or declined."""

    reason: str = Field(min_length=2, max_length=500)


class SuggestionView(ResourceView):
    """A suggestion as it is shown."""

    table_title = "建议"
    workflow = WORKFLOW

    region: str = Field(title="乡镇")
    title: str = Field(title="名称")
    state: SuggestionState = Field(title="状态")
    reason: str | None = Field(title="理由")
    created_at: datetime = Field(title="登记时间")
