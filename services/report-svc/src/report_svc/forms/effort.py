"""What a form costs a village before anybody has filled it, by the weights of docs/minutes.md."""

from contracts.report import Frequency

from report_svc.forms.frequencies import filings

OPENED, TYPED, TAP = 30, 20, 2
"""Seconds for opening a form that needs an answer, for one cell that nobody had, and for one tap."""


def seconds_a_year(cells: int, frequency: Frequency) -> int:
    """The most that a form costs: every cell of every filing is typed. Filings on event are not foreseen: 0."""
    return filings(frequency) * (OPENED + TYPED * cells + TAP)
