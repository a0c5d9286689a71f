"""The table of attachments, one in each service: `class Attachment(AttachmentRow, Base, table=True)`.

Where some of its records tell what a picture shows, the service's table has a column `kind` besides.
"""

from uuid import UUID

from sqlmodel import Field

from servicekit.tables import Aggregate

MOST_OF_A_RECORD = 50


class AttachmentRow(Aggregate):
    """One file on one record. `uploaded_by` is nobody where the report that it belongs to is anonymous."""

    record_kind: str = Field(max_length=40)
    record_id: UUID = Field(index=True)
    sha256: str = Field(max_length=64, index=True)
    media_type: str = Field(max_length=100)
    size: int
    name: str | None = Field(default=None, max_length=120)
    uploaded_by: str | None = Field(default=None, max_length=200)
