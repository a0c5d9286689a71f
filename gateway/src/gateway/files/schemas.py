"""Bodies of the file routes."""

from datetime import datetime
from uuid import UUID

from countykit.directory import RegionCode
from pydantic import AwareDatetime, Field
from servicekit.bodies import Body, ResourceView, View

from gateway.files.models import Kind, Outcome, Receipt, SealedFile

REGION = r"^\d{12}$"


class ExportOrder(Body):
    """A range of the log to be sealed once more; a verifier names the positions that it misses."""

    region: str = Field(pattern=REGION, examples=["990101000000"])
    first_position: int = Field(ge=1, lt=2**63, examples=[1201])
    last_position: int = Field(ge=1, lt=2**63, examples=[1800])


class ReceiptImport(Body):
    """What a receiver found, as the verifier writes it."""

    receiver: str = Field(min_length=1, max_length=200, examples=["省级数据中心"])
    received_at: AwareDatetime = Field(examples=["2026-03-02T02:00:00Z"])
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="of the content that arrived")


class ReceiptView(View):
    """A receipt."""

    id: UUID
    receiver: str
    received_at: datetime
    sha256: str
    outcome: Outcome
    imported_by: str
    imported_at: datetime


class FileView(ResourceView):
    """A sealed file as it is listed."""

    table_title = "导出文件"

    kind: Kind = Field(title="种类")
    region: RegionCode = Field(title="行政区划")
    number: int | None = Field(title="序号", description="in the chain of its region; none for an export")
    name: str = Field(title="文件名")
    first_position: int = Field(title="起始位置")
    last_position: int = Field(title="终止位置", description="before the first position when there were no events")
    until: datetime = Field(title="截至时间")
    events: int = Field(title="事件数")
    size_bytes: int = Field(title="字节数")
    sha256: str | None = Field(title="SHA-256 校验值")
    ordered_by: str = Field(title="申请人")
    created_at: datetime = Field(title="生成时间")


class FileDetailView(FileView):
    """A sealed file with its counts and what its receivers said."""

    types: dict[str, int]
    receipts: list[ReceiptView]

    @classmethod
    def whole(cls, file: SealedFile, receipts: list[Receipt]) -> "FileDetailView":
        """The view of one file."""
        shown = FileView.model_validate(file).model_dump()
        return cls(**shown, types=file.types, receipts=[ReceiptView.model_validate(one) for one in receipts])


class PublicKeyView(View):
    """The key that manifests are verified with."""

    algorithm: str = "Ed25519"
    public_key: str = Field(description="32 bytes in base64, as the verifier takes them")
    previous: list[str] = Field(default=[], description="keys that signed before; manifests of their time stay genuine")
