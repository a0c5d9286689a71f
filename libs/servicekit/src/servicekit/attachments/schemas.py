"""What is shown of attachments."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from servicekit.bodies import View


class AttachmentView(View):
    """An attachment as it is shown; the file itself is at `href`."""

    table_title = "附件"

    id: UUID = Field(title="附件编号")
    name: str | None = Field(title="名称")
    kind: str | None = Field(None, title="照片类别", description="what the picture shows, where its record tells that")
    media_type: str = Field(title="类型", description="by content, as it is stored")
    size: int = Field(title="大小", description="bytes, as it is stored")
    sha256: str = Field(title="内容摘要", description="SHA-256 of the stored content, in hexadecimal")
    uploaded_by: str | None = Field(title="上传人", description="nobody where the report is anonymous")
    created_at: datetime = Field(title="上传时间")
    href: str = Field(title="地址", description="path of the file at the gateway")


class Attachments(View):
    """The attachments of one record, oldest first."""

    items: list[AttachmentView]
