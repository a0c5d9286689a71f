"""SQL about reports by code."""

import sqlalchemy as sa
from countykit.filters import Subtree
from servicekit.filters import AnyOf
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from signage_svc.board_reports.models import BoardReport

REPORTS = Records(BoardReport, region=Subtree(), state=AnyOf(), kind=AnyOf())


async def by_receipt(tx: Transaction, digest: str) -> BoardReport | None:
    """The report with this receipt."""
    return (
        await tx.session.execute(sa.select(BoardReport).where(col(BoardReport.receipt) == digest))
    ).scalar_one_or_none()
