"""What only this service needs to know."""

from typing import Annotated

from countykit.baseline import BaselineSettings
from pydantic import Field
from servicekit.attachments.settings import AttachmentSettings
from servicekit.http import CONFIGURED
from servicekit.printing.settings import PrintSettings


class Settings(PrintSettings, AttachmentSettings, BaselineSettings):
    """The service's own settings come on top of the kit's."""

    plaque_size_tolerance_mm: int = Field(20, ge=0, le=1000, description="how far a board may be off its spec's size")
    plaque_idle_days: int = Field(
        365, ge=30, le=3650, description="days without activity after which people are asked whether a board has lapsed"
    )
    plaque_import_rows: int = Field(20_000, ge=1, le=100_000, description="most rows of one ledger import")


Configured = Annotated[Settings, CONFIGURED]
"""The settings, for a route."""
