"""How often villages correct what was said of an element: it tells a source that its data are wrong."""

from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from countykit import lineage
from pydantic import Field
from servicekit.bodies import View
from servicekit.transaction import Transaction
from sqlmodel import col

from report_svc.elements import repository as elements
from report_svc.filings.models import Filing, How
from report_svc.filings.statistics import rate

MOST = 500
_KNOWN = tuple(how.value for how in (How.SOURCE, How.CONFIRMED, How.CORRECTED))


class CorrectionRate(View):
    """One element as one source said it: what villages left as it was shown, and what they corrected."""

    table_title = "数据元更正率"

    element: str = Field(title="数据元编码")
    name: str | None = Field(title="数据元")
    source: str = Field(title="来源")
    steward: str | None = Field(title="责任单位", description="code of the body that answers for the element")
    shown: int = Field(title="预填格数", description="cells that were filled when a village sent them")
    corrected: int = Field(title="更正格数")
    rate: Decimal | None = Field(title="更正率", description="corrected / shown, 0 to 1, four decimals")


class CorrectionRates(View):
    """The elements of a county in filings between two days, those that are corrected most often first."""

    items: list[CorrectionRate]
    more: bool = Field(description="whether there are more than these")


async def corrections(tx: Transaction, county: str, *, first: datetime, after: datetime) -> CorrectionRates:
    """The rates of a county's elements over the filings that came in `[first, after)`."""
    entries = sa.func.jsonb_each(col(Filing.provenance)).table_valued("key", "value").lateral("entries")
    said = {name: entries.c.value.op("->>")(name) for name in ("element", "source", "how")}
    corrected = sa.func.count().filter(said["how"] == How.CORRECTED.value)
    counties = [code[:6] for code in await lineage.continued(tx, [county])]
    statement = (
        sa.select(said["element"], said["source"], sa.func.count().label("shown"), corrected.label("corrected"))
        .select_from(Filing).join(entries, sa.true())
        .where(
            sa.func.left(col(Filing.region), 6).in_(counties),
            col(Filing.filed_at) >= first, col(Filing.filed_at) < after,
            said["element"].is_not(None), said["source"].is_not(None), said["how"].in_(_KNOWN),
        )
        .group_by(said["element"], said["source"])
        .order_by((corrected * 1.0 / sa.func.count()).desc(), said["element"], said["source"]).limit(MOST + 1)
    )  # fmt: skip
    rows = (await tx.session.execute(statement)).all()
    known = {each.code: each for each in await elements.of_county(tx, county)}
    items = [
        CorrectionRate(
            element=code, name=known[code].name if code in known else None, source=source,
            steward=known[code].steward if code in known else None, shown=shown, corrected=wrong,
            rate=rate(wrong, shown),
        )
        for code, source, shown, wrong in rows[:MOST]
    ]  # fmt: skip
    return CorrectionRates(items=items, more=len(rows) > MOST)
