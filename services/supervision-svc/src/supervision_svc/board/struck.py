"""Lines that were struck: what counted once and was taken back, when, and by what."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa
from contracts.envelope import source_of
from countykit.directory import DepartmentCode
from pydantic import Field
from servicekit.bodies import View
from servicekit.transaction import Transaction

from supervision_svc.facts.table import RETRACTIONS

MOST = 50
"""So many struck lines are shown, the newest first."""
_TEXTS = {"overturned": "经申诉复核撤销", "withdrawn": "认定机关自行纠正", "objected": "申诉中，尚未决定"}

# A retraction repeats the day of what it takes back. It came of an objection if one was filed and not turned down.
_STRUCK = sa.text("""
    SELECT e.figure, e.event_id::text, e.type, e.time, e.day, e.recorded_on, e.subject, e.department,
           undone.event_id::text AS struck_by, undone.time AS struck_at, undone.recorded_on AS struck_on,
           EXISTS (
             SELECT 1 FROM evidence AS filed WHERE filed.figure = 'objections_filed' AND filed.region = e.region
               AND filed.subject = e.subject AND filed.recorded_on <= :known_at
           ) AS contested, EXISTS (
             SELECT 1 FROM evidence AS upheld WHERE upheld.figure = 'objections_upheld' AND upheld.region = e.region
               AND upheld.subject = e.subject AND upheld.recorded_on <= :known_at
           ) AS upheld
    FROM evidence AS e LEFT JOIN LATERAL (
        SELECT event_id, time, recorded_on FROM evidence AS back
        WHERE back.figure = e.figure AND back.region = e.region AND back.day = e.day AND back.subject = e.subject
          AND back.delta < 0 AND back.sequence > e.sequence AND back.recorded_on <= :known_at
          AND back.type = ANY(:retractions)
        ORDER BY back.sequence LIMIT 1
    ) AS undone ON true
    WHERE e.figure = ANY(:figures) AND e.region = :region AND e.day <= :as_of AND e.recorded_on <= :known_at
      AND (e.day > :start OR e.figure = ANY(:stocks)) AND e.delta > 0
      AND (undone.event_id IS NOT NULL OR EXISTS (
        SELECT 1 FROM evidence AS filed WHERE filed.figure = 'objections_filed' AND filed.region = e.region
          AND filed.subject = e.subject AND filed.recorded_on <= :known_at
      ))
    ORDER BY coalesce(undone.time, e.time) DESC, e.event_id LIMIT :limit
""")


class StruckView(View):
    """A record that counted once and counts no more, or that is under objection and still counts."""

    figure: str
    type: str
    event_id: str
    time: datetime
    day: date = Field(description="the day that it counted on")
    recorded_on: date = Field(description="the day on which it became known")
    subject: str
    href: str = Field(description="the source record at the gateway; it says by whom and why")
    department: DepartmentCode | None
    struck: bool = Field(description="false: under objection, it counts until that is decided")
    struck_on: date | None = Field(description="the day from which it counts no more")
    struck_at: datetime | None
    struck_by: str | None = Field(description="the event that took it back")
    cause: Literal["overturned", "withdrawn", "objected"]
    text: str = Field(description="for people")


async def struck(
    tx: Transaction, region: str, figures: Sequence[str], stocks: Sequence[str],
    *, start: date, as_of: date, known_at: date,
) -> tuple[list[StruckView], bool]:  # fmt: skip
    """What of a township was taken back or is under objection, the newest first, and whether there is more."""
    wanted = {
        "region": region, "figures": list(figures), "stocks": list(stocks), "start": start, "as_of": as_of,
        "known_at": known_at, "retractions": sorted(RETRACTIONS), "limit": MOST + 1,
    }  # fmt: skip
    rows = (await tx.session.execute(_STRUCK, wanted)).mappings().all()
    found = [view for row in rows if (view := _view(row)) is not None]
    return found[:MOST], len(rows) > MOST


def _view(row: Any) -> StruckView | None:
    fields = dict(row)
    contested, upheld = fields.pop("contested"), fields.pop("upheld")
    gone = fields["struck_by"] is not None
    if not gone and upheld:
        return None  # the objection was turned down: the line counts as any other
    cause = ("overturned" if contested and not upheld else "withdrawn") if gone else "objected"
    service = source_of(fields["type"]).removeprefix("/").removesuffix("-svc")
    when = f"{fields['struck_on']}" if gone else ""
    return StruckView.model_validate({
        **fields, "department": fields["department"] or None, "href": f"/api/{service}/v1/{fields['subject']}",
        "struck": gone, "cause": cause, "text": f"{when}{_TEXTS[cause]}",
    })  # fmt: skip
