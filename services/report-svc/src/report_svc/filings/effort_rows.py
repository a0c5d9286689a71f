"""Efforts: one row for every sending of a filing, written with its event and never changed."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from servicekit.tables import moment
from servicekit.transaction import Transaction
from sqlmodel import Field

from report_svc.filings.effort import Effort
from report_svc.filings.models import Filing
from report_svc.models import Base


class FilingEffort(Base, table=True):
    """What one sending cost. `region` is the village; `version` that of the filing, which is its event's sequence."""

    __tablename__ = "filing_effort"
    __table_args__ = (sa.Index("filing_effort_when_idx", "region", "sent_at"),)

    filing_id: UUID = Field(primary_key=True, foreign_key="filing.id")
    version: int = Field(primary_key=True)
    region: str = Field(max_length=12)
    department: str = Field(max_length=60)
    form: str = Field(max_length=60)
    sent_at: datetime = moment()
    sent: int
    opened: int
    source: int
    confirmed: int
    corrected: int
    typed: int
    refused: int


async def keep(tx: Transaction, filing: Filing, effort: Effort) -> None:
    """Keep what a sending cost, under the version of the filing that it made."""
    # The effort refers to the filing, and the session does not know the order of tables without a relationship.
    await tx.session.flush()
    tx.add(
        FilingEffort(
            filing_id=filing.id, version=filing.version, region=filing.region, department=filing.department,
            form=filing.form, sent_at=tx.now, **asdict(effort),
        )
    )  # fmt: skip
