"""Logins of persons who have several."""

from datetime import datetime
from uuid import UUID

from servicekit.tables import moment
from sqlmodel import Field

from gateway.models import Base


class PersonLogin(Base, table=True):
    """One login of a person who has several. An account without a row here is the only login of its person."""

    __tablename__ = "person_login"

    username: str = Field(primary_key=True, max_length=60, foreign_key="account.username")
    person: UUID = Field(index=True)
    stated_by: str = Field(max_length=60)
    stated_at: datetime = moment()
