"""The service's own table registry; each aggregate's tables live in its own room."""

from servicekit.attachments.models import AttachmentRow
from servicekit.tables import new_registry
from sqlmodel import SQLModel


class Base(SQLModel, registry=new_registry()):
    """Tables of this service only."""


class Attachment(AttachmentRow, Base, table=True):
    """A file on a record of this service: of several rooms, so it lives in none."""

    __tablename__ = "attachment"
