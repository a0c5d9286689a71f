"""Facts of example-svc."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum


class SuggestionState(TitledEnum, name="example_suggestion_state", title_zh="建议状态"):
    """What has become of a suggestion."""

    OPEN = "open", "待处理"
    ADOPTED = "adopted", "已采纳"
    DECLINED = "declined", "未采纳"


class SuggestionChanged(Event):
    """A suggestion came into a state: it was put on the record, adopted or declined."""

    type: ClassVar[str] = "example.suggestion.changed.v1"
    title_zh: ClassVar[str] = "建议变更"
    collection: ClassVar[str] = "suggestions"
    audience: ClassVar[Audience] = Audience.READERS

    state: SuggestionState
