"""Sessions, their refresh tokens, and failed logins."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from contracts.envelope import new_id
from servicekit.tables import moment
from sqlmodel import Field

from gateway.models import Base


@dataclass(frozen=True, slots=True)
class Entrance:
    """How somebody came in who did not show a password here: by which provider, in which session of it.

    `second_factor` says that the provider proved one.
    """

    issuer: str
    sid: str | None
    second_factor: bool


class Session(Base, table=True):
    """One login on one device: the family of all refresh tokens that grew out of it."""

    __tablename__ = "session"
    __reconciled__ = False
    __table_args__ = (
        sa.Index("ix_session_revoked_at", "revoked_at", postgresql_where=sa.text("revoked_at IS NOT NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    username: str = Field(max_length=60, index=True)
    post_id: UUID | None = Field(default=None, foreign_key="post.id")
    created_at: datetime = moment()
    expires_at: datetime = moment()
    revoked_at: datetime | None = moment(default=None)
    outside_issuer: str | None = Field(default=None, max_length=200)
    outside_sid: str | None = Field(default=None, max_length=255)
    outside_second_factor: bool = False

    def is_open(self, now: datetime) -> bool:
        """Whether its refresh tokens may still be used."""
        return self.revoked_at is None and now < self.expires_at


class RefreshToken(Base, table=True):
    """One refresh token, known by its hash only."""

    __tablename__ = "refresh_token"
    __reconciled__ = False

    hash: bytes = Field(primary_key=True, sa_type=sa.LargeBinary)
    session_id: UUID = Field(foreign_key="session.id", index=True, ondelete="CASCADE")
    expires_at: datetime = moment()
    used_at: datetime | None = moment(default=None)


class LoginFailure(Base, table=True):
    """Failed logins under a name from a network, whether or not an account of that name exists.

    Both look the same from outside. A stranger elsewhere locks nobody out: their failures lock their own network.
    """

    __tablename__ = "login_failure"
    __reconciled__ = False

    name_hash: bytes = Field(primary_key=True, sa_type=sa.LargeBinary)
    network: str = Field(default="", primary_key=True, sa_column_kwargs={"server_default": ""})
    failures: int = 0
    failed_at: datetime = moment()
    locked_until: datetime | None = moment(default=None)
