"""Facts of supervision-svc about addresses under which a calendar program follows the plan."""

from typing import ClassVar

from contracts.envelope import Audience, Event


class _SubscriptionFact(Event):
    """Region is that of who subscribed. Neither the address nor who has it."""

    collection: ClassVar[str] = "calendar-subscriptions"


class CalendarSubscribed(_SubscriptionFact):
    """An address was given out that shows the announced plan of a post without a login."""

    type: ClassVar[str] = "supervision.calendar_subscription.opened.v1"
    title_zh: ClassVar[str] = "开通日历订阅"
    audience: ClassVar[Audience] = Audience.OPERATORS


class CalendarSubscriptionEnded(_SubscriptionFact):
    """The address shows nothing any more."""

    type: ClassVar[str] = "supervision.calendar_subscription.ended.v1"
    title_zh: ClassVar[str] = "停用日历订阅"
    audience: ClassVar[Audience] = Audience.OPERATORS


EVENTS = (CalendarSubscribed, CalendarSubscriptionEnded)
"""They count nothing."""
