"""Certificates: the tables, and the rules about one row."""

from datetime import date
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.certificate import CertificateReinstated, CertificateSuspended
from contracts.faults import CertificateStatementMade
from contracts.titles import TitledEnum
from countykit.identity import Role
from countykit.marks import Marked, mark_review
from countykit.neutrality import neutral
from countykit.objections import REVIEWERS
from countykit.todos import Todo
from servicekit.tables import enumerated
from servicekit.workflow import Step, Taken, Workflow
from sqlmodel import Field, col

from certificate_svc.certificates.faults import not_the_judge, objected, struck, upheld
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
_TOWNSHIP = frozenset({Role.TOWNSHIP})
_STANDING = {State.VALID, State.SUSPENDED}
WORKFLOW = Workflow({
    "suspension": Step(
        {State.VALID}, State.SUSPENDED, _ABOVE, "暂停使用", fact=lambda row, _: CertificateSuspended(item=row.item_code)
    ),
    "reinstatement": Step(
        {State.SUSPENDED}, State.VALID, _ABOVE, "恢复有效",
        fact=lambda row, _: CertificateReinstated(item=row.item_code),
    ),
    # The county hears the township before it finds a fault: a suspended paper misleads nobody meanwhile.
    "statement": Step(
        {State.SUSPENDED}, None, _TOWNSHIP, "陈述意见",
        when=lambda row: row.statement_due_on is not None and row.statement is None,
        fact=lambda row, _: CertificateStatementMade(item=row.item_code),
    ),
    # What the fact says of these two is in the request: whose fault it was, and the new certificate.
    "revocation": Step(_STANDING, State.REVOKED, _ABOVE, "撤销"),
    "replacement": Step({State.VALID}, State.SUPERSEDED, _VILLAGE, "更正换发"),
    "reissue": Step({State.VALID}, State.SUPERSEDED, _VILLAGE, "补发"),
    # A fault counts against the township, which contests it once; the paper stays revoked either way.
    "objection": Step(
        {State.REVOKED}, None, _TOWNSHIP, "对过错认定提出申诉", fact=objected,
        when=lambda row: row.charged and row.objection is None,
    ),
    "review": Step(
        {State.REVOKED}, {"upheld": State.REVOKED, "overturned": State.REVOKED}, REVIEWERS, "复核过错认定",
        when=lambda row: row.charged and row.contested, rules=(not_the_judge, neutral),
        fact={"upheld": upheld, "overturned": struck},
    ),
    "withdrawal": Step(
        {State.REVOKED}, None, REVIEWERS, "自行纠正过错认定", when=lambda row: row.charged and not row.contested,
        rules=(not_the_judge, neutral), fact=struck,
    ),
})  # fmt: skip


class Certificate(Marked, PersonalRow, Base, table=True):
    """An issued certificate: holder and content are sealed, the number and the item are not."""

    __tablename__ = "certificate"
    reason_columns: ClassVar[tuple[str, ...]] = ("reason", "review", "objection", "statement")
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
    suspended_by: str | None = Field(default=None, max_length=200)
    suspended_on: date | None = None
    statement: str | None = Field(default=None, max_length=2000)
    """What the township holds of the doubt for which the county suspended it."""
    statement_due_on: date | None = None
    """The last day of the hearing; None where the township itself suspended it."""
    revoked_on: date | None = None
    """The county's day of the revocation: what it costs counts on it."""
    revoked_by: str | None = Field(default=None, max_length=200)
    fault: bool = False
    """Whether it was revoked because it was issued wrongly, and that stands."""
    forbidden: bool = False
    """Whether it was revoked because a forbidden item covers it, and that stands."""

    @property
    def charged(self) -> bool:
        """Whether its revocation counts against the township; not known of those from before this was kept."""
        return self.revoked_on is not None and (self.fault or self.forbidden)

    def apply(self, action: str, reason: str) -> Taken[State]:
        """Take one step of the workflow; the reason is shown publicly."""
        taken = WORKFLOW.take(self, action)
        self.reason = reason
        return taken


TODOS = (
    Todo(
        "certificate_statement", "对存疑证明陈述意见", Certificate, WORKFLOW, "statement", record="read_certificate",
        subject="number", due="statement_due_on",
        among=lambda _: sa.and_(col(Certificate.statement_due_on).is_not(None), col(Certificate.statement).is_(None)),
    ),
    mark_review(
        "certificate_fault_review", "复核证明过错认定申诉", Certificate, WORKFLOW, record="read_certificate",
        subject="number", party="revoked_by",
    ),
)  # fmt: skip


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
