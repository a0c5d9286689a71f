"""What a filing costs who sends it: counted cells and taps, and the minutes that follow by one formula.

The seconds are assumptions, the same for every form and place, so that differences come from counts alone;
docs/minutes.md says what they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from report_svc.filings.models import How
from report_svc.forms.effort import OPENED, TAP, TYPED

SECONDS = {"opened": OPENED, "typed": TYPED, "corrected": 15, "confirmed": 1, "refused": 20, "taps": TAP}
"""Seconds for opening a form that needs an answer, for one cell of each kind, and for one tap."""


@dataclass(frozen=True, slots=True)
class Effort:
    """Counts of one filing, or sums of many. Cells that a source filled cost nothing."""

    sent: int = 0
    opened: int = 0
    source: int = 0
    confirmed: int = 0
    corrected: int = 0
    typed: int = 0
    refused: int = 0

    @property
    def taps(self) -> int:
        """One for sending, and one for every refused column."""
        return self.sent + self.refused

    @property
    def seconds(self) -> int:
        """What the counts take by the formula."""
        return sum(weight * getattr(self, name) for name, weight in SECONDS.items())

    @property
    def minutes(self) -> Decimal:
        """The same in minutes, to a tenth."""
        return (Decimal(self.seconds) / 60).quantize(Decimal("0.1"), ROUND_HALF_UP)


def effort_of(entries: Iterable[dict[str, Any]]) -> Effort:
    """What came in with one sending: how each cell came into it."""
    counts = dict.fromkeys((how.value for how in How), 0)
    for entry in entries:
        for how, cells in entry.get("cells", {entry["how"]: 1}).items():
            counts[how] += cells
    answered = sum(counts.values()) - counts[How.SOURCE.value]
    return Effort(sent=1, opened=1 if answered else 0, **counts)
