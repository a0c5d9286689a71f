"""Refusals about trainings."""

from servicekit.errors import Invalid


class TrainingAhead(Invalid):
    """A training that has been held cannot lie in the future."""

    code = "date_in_future"
    detail = "培训日期不能晚于今天"
