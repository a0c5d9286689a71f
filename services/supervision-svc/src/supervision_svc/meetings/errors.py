"""Refusals about meetings."""

from servicekit.errors import Invalid


class MeetingDayUnfit(Invalid):
    """A meeting lies between the day on which the group was formed and today."""

    code = "meeting_day_unfit"
    detail = "会议日期应在专班组建之后，且不晚于今天"
