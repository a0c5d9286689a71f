"""SQL of the overview: sums of figures over a region and over time."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from servicekit.transaction import Transaction

from supervision_svc.board.repository import span
from supervision_svc.facts.table import INHERITED

_TOTALS = sa.text("""
    SELECT figure, sum(total)::bigint AS total FROM daily
    WHERE ((region >= :first AND region <= :last) OR (region = ANY(:above) AND figure = ANY(:inherited)))
      AND day <= :as_of AND recorded_on <= :as_of AND day > :start AND figure = ANY(:figures)
    GROUP BY figure
""")
# Each publication replaces the one before it; what a region above has published holds below as well.
_LATEST = sa.text("""
    SELECT DISTINCT ON (figure) figure, delta FROM evidence
    WHERE figure = ANY(:figures) AND recorded_on <= :as_of
      AND (region = ANY(:above) OR (region >= :first AND region <= :last))
    ORDER BY figure, day DESC, time DESC, event_id DESC
""")
_SERIES = sa.text("""
    SELECT CASE WHEN :ten_day THEN date_trunc('month', day)::date
                     + LEAST((extract(day FROM day)::integer - 1) / 10, 2) * 10
                ELSE date_trunc('month', day)::date END AS period,
           figure, sum(total)::bigint AS total
    FROM daily
    WHERE region >= :first AND region <= :last AND day >= :from_day AND recorded_on <= :as_of AND figure = ANY(:figures)
    GROUP BY 1, 2 ORDER BY 1
""")


async def totals(
    tx: Transaction, prefix: str, figures: Sequence[str], as_of: date, start: date = date.min
) -> dict[str, int]:
    """The sums of figures over a region, after `start` and up to a day."""
    first, last = span(prefix)
    wanted = {
        "first": first, "last": last, "above": _above(prefix), "inherited": list(INHERITED), "as_of": as_of,
        "start": start, "figures": list(figures),
    }  # fmt: skip
    return {row.figure: row.total for row in await tx.session.execute(_TOTALS, wanted)}


def _above(prefix: str) -> list[str]:
    return [prefix[:length].ljust(12, "0") for length in (0, 2, 4, 6)]


async def latest(tx: Transaction, prefix: str, figures: Sequence[str], as_of: date) -> dict[str, int]:
    """The newest value of figures that each publication sets anew."""
    first, last = span(prefix)
    wanted = {"first": first, "last": last, "above": _above(prefix), "as_of": as_of, "figures": list(figures)}
    return {row.figure: row.delta for row in await tx.session.execute(_LATEST, wanted)}


async def series(
    tx: Transaction, prefix: str, figures: Sequence[str], from_day: date, as_of: date, *, ten_day: bool
) -> list[tuple[date, str, int]]:
    """Sums per period (a month, or a 旬 of ten days) that begins on the day given."""
    first, last = span(prefix)
    wanted = {
        "first": first, "last": last, "from_day": from_day, "as_of": as_of, "figures": list(figures),
        "ten_day": ten_day,
    }  # fmt: skip
    return [(row.period, row.figure, row.total) for row in await tx.session.execute(_SERIES, wanted)]
