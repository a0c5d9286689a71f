"""Subjects of outside providers that are bound to accounts, and arrivals from there."""

from datetime import datetime

import sqlalchemy as sa
from servicekit.tables import moment
from sqlmodel import Field

from gateway.identity.sessions.models import Entrance
from gateway.models import Base


class OutsideLogin(Base, table=True):
    """Who a person is at an outside provider: the subject, which never goes to another one; not a name or address."""

    __tablename__ = "outside_login"
    __table_args__ = (sa.UniqueConstraint("issuer", "username"),)

    issuer: str = Field(primary_key=True, max_length=200)
    subject: str = Field(primary_key=True, max_length=255)
    username: str = Field(max_length=60, foreign_key="account.username", index=True)
    bound_by: str = Field(max_length=60)
    bound_at: datetime = moment()


class OutsideArrival(Base, table=True):
    """One trip to the provider that came back, known by the hash of its ticket: none is good twice.

    It waits here for the one-time code of an account that has a second factor.
    """

    __tablename__ = "outside_arrival"
    __reconciled__ = False

    hash: bytes = Field(primary_key=True, sa_type=sa.LargeBinary)
    username: str = Field(max_length=60)
    issuer: str = Field(max_length=200)
    sid: str | None = Field(default=None, max_length=255)
    second_factor: bool = False
    expires_at: datetime = moment()
    done: bool = False

    @property
    def entrance(self) -> Entrance:
        """How its person came in."""
        return Entrance(self.issuer, self.sid, self.second_factor)
