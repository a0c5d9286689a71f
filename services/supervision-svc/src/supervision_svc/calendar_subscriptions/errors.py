"""Refusals about calendar subscriptions."""

from servicekit.errors import Conflict, NotFound


class CalendarUnknown(NotFound):
    """The address is not of ours, was ended, or its body or place is no more."""

    code = "calendar_unknown"
    detail = "订阅地址无效或者已停用，请重新开通"


class CalendarSubscribed(Conflict):
    """A post has one address at a time, so that ending it ends all that was passed on."""

    code = "calendar_subscribed"
    detail = "本岗位已开通日历订阅，先停用再重新开通"
