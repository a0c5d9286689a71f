"""Suggestions: the table, and the steps between its states."""

from countykit.identity import Role
from countykit.tables import Aggregate
from countykit.todos import Todo
from servicekit.tables import enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from example_svc.events import SuggestionChanged, SuggestionState
from example_svc.models import Base


class Suggestion(Aggregate, Base, table=True):
    """One suggestion. `region` is the township that made it."""

    __tablename__ = "suggestion"

    title: str = Field(max_length=100)
    state: SuggestionState = enumerated(SuggestionState, default=SuggestionState.OPEN)
    reason: str | None = Field(default=None, max_length=500)


def changed(suggestion: Suggestion, _: SuggestionState | None = None) -> SuggestionChanged:
    """The event that tells in which state a suggestion is now."""
    return SuggestionChanged(state=suggestion.state)


_OPEN, _OFFICE = {SuggestionState.OPEN}, frozenset({Role.COUNTY_OFFICE})
WORKFLOW = Workflow(
    {
        "adoption": Step(_OPEN, SuggestionState.ADOPTED, _OFFICE, "采纳", fact=changed),
        "refusal": Step(_OPEN, SuggestionState.DECLINED, _OFFICE, "不予采纳", fact=changed),
    }
)
TODOS = (
    Todo(
        "example_suggestion_decision",
        "处理建议",
        Suggestion,
        WORKFLOW,
        "adoption",
        record="read_suggestion",
        subject="title",
    ),
)
