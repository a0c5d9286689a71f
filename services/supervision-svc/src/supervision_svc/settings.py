"""What only this service needs to know."""

from pydantic import Field
from servicekit.attachments.settings import AttachmentSettings
from servicekit.printing.settings import PrintSettings


class Settings(PrintSettings, AttachmentSettings):
    """The service's own settings come on top of the kit's."""

    letter_prefix: str = Field("减负函", max_length=20, description="the word before 〔year〕serial in letter numbers")
    letter_office: str = Field(
        "为基层减负工作办公室", max_length=100, description="who signs reminder letters, behind the county's name"
    )
    stream_seconds: float = Field(600, gt=0, description="how long an event stream stays open before it comes back")
