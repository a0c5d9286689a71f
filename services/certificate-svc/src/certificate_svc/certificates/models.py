"""Certificates: the tables, and the rules about one row."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from contracts.certificate import CertificateReinstated, CertificateSuspended
from contracts.titles import TitledEnum
from countykit.identity import Role
from servicekit.tables import enumerated
from servicekit.workflow import Step, Taken, Workflow
from sqlmodel import Field

from certificate_svc.models import Base
from certificate_svc.personal import PersonalRow


class State(TitledEnum, name="certificate_state", title_zh="证明状态"):
    """Whether a certificate can be relied on."""

    VALID = "valid", "有效"
    SUSPENDED = "suspended", "已中止"
    REVOKED = "revoked", "已撤销"
    SUPERSEDED = "superseded", "已换发"


_ABOVE = frozenset({Role.TOWNSHIP, Role.COUNTY_OFFICE})
_VILLAGE = frozenset({Role.VILLAGE})
_STANDING = {State.VALID, State.SUSPENDED}
WORKFLOW = Workflow({
    "suspension": Step(
        {State.VALID}, State.SUSPENDED, _ABOVE, "暂停使用", fact=lambda row, _: CertificateSuspended(item=row.item_code)
    ),
    "reinstatement": Step(
        {State.SUSPENDED}, State.VALID, _ABOVE, "恢复有效",
        fact=lambda row, _: CertificateReinstated(item=row.item_code),
    ),
    # What the fact says of these two is in the request: whose fault it was, and the new certificate.
    "revocation": Step(_STANDING, State.REVOKED, _ABOVE, "撤销"),
    "replacement": Step({State.VALID}, State.SUPERSEDED, _VILLAGE, "更正换发"),
    "reissue": Step({State.VALID}, State.SUPERSEDED, _VILLAGE, "补发"),
})  # fmt: skip


class Certificate(PersonalRow, Base, table=True):
    """An issued certificate: holder and content are sealed, the number and the item are not."""

    __tablename__ = "certificate"
    __table_args__ = (sa.UniqueConstraint("region", "year", "serial"),)

    number: str = Field(max_length=60, unique=True)
    year: int
    serial: int
    application_id: UUID = Field(foreign_key="application.id", index=True)
    item_code: str = Field(max_length=60, index=True)
    item_name: str = Field(max_length=200)
    department: str | None = Field(default=None, max_length=60)
    demander: str | None = Field(default=None, max_length=200)
    issued_on: date
    valid_until: date | None = None
    """The last day of its use; certificates from before it was printed have none."""
    verification_code: str = Field(max_length=32, unique=True)
    state: State = enumerated(State, default=State.VALID)
    reason: str | None = Field(default=None, max_length=500)
    replaced_by: str | None = Field(default=None, max_length=60)
    replaces: str | None = Field(default=None, max_length=60)
    """The number of the certificate in whose place this one came."""

    def apply(self, action: str, reason: str) -> Taken[State]:
        """Take one step of the workflow; the reason is shown publicly."""
        taken = WORKFLOW.take(self, action)
        self.reason = reason
        return taken


class NumberCounter(Base, table=True):
    """The last serial number of a village in a year; its row lock makes the numbers gap-free."""

    __tablename__ = "number_counter"
    __reconciled__ = False

    region: str = Field(max_length=12, primary_key=True)
    year: int = Field(primary_key=True)
    last: int


class LookupCount(Base, table=True):
    """How often a certificate was checked publicly on a day; nothing is kept about who asked."""

    __tablename__ = "lookup_count"
    __reconciled__ = False

    certificate_id: UUID = Field(foreign_key="certificate.id", primary_key=True)
    day: date = Field(primary_key=True)
    lookups: int
