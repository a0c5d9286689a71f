"""The service's own table registry, and the table of files; each aggregate's tables live in its own room."""

from servicekit.attachments.models import AttachmentRow
from servicekit.tables import new_registry
from sqlmodel import Field, SQLModel


class Base(SQLModel, registry=new_registry()):
    """Tables of this service only."""


class Attachment(AttachmentRow, Base, table=True):
    """A file on a record of this service; `kind` is what a picture of a board shows."""

    __tablename__ = "attachment"

    kind: str | None = Field(default=None, max_length=20)
