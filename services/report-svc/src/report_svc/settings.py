"""What only this service needs to know."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field
from servicekit.attachments.settings import AttachmentSettings
from servicekit.http import CONFIGURED


class Settings(AttachmentSettings):
    """The service's own settings come on top of the kit's."""

    filing_notice_workdays: int = Field(3, ge=0, description="working days before a due day; less is 突击报送 (FRM-05)")
    overlap_share: Decimal = Field(
        Decimal("0.3"),
        ge=0,
        le=1,
        description="share of equal fields from which two forms are shown to overlap (FRM-03)",
    )
    unused_form_days: int = Field(
        180, ge=30, le=3660, description="days without any use of its table after which a form is proposed for ending"
    )


Configured = Annotated[Settings, CONFIGURED]
"""The settings, for a route."""
