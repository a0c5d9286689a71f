"""What printing needs to know of an installation."""

from pydantic import DirectoryPath, Field

from servicekit.settings import ServiceSettings


class PrintSettings(ServiceSettings):
    """Where people reach the installation, and its own fonts."""

    public_url: str | None = Field(
        None,
        pattern=r"^https?://[^/\s?#]+$",
        description="https://host of the installation, where QR codes lead",
    )
    fonts_dir: DirectoryPath | None = Field(
        None, description="folder of fonts with a licence of one's own, such as FangSong_GB2312; they come first"
    )
