"""Refusals about the overview."""

from servicekit.errors import Invalid


class FigureUnknown(Invalid):
    """There is no such figure to chart."""

    code = "figure_unknown"
    detail = "没有这一统计项"
    known: list[str]
