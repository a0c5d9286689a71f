"""What only this service needs to know."""

from decimal import Decimal

from fastapi import Request
from pydantic import Field
from servicekit.settings import ServiceSettings


class Settings(ServiceSettings):
    """The service's own settings come on top of the kit's."""

    filing_notice_workdays: int = Field(3, ge=0, description="working days before a due day; less is 突击报送 (FRM-05)")
    overlap_share: Decimal = Field(
        Decimal("0.3"),
        ge=0,
        le=1,
        description="share of equal fields from which two forms are shown to overlap (FRM-03)",
    )


def knobs(request: Request) -> Settings:
    """The settings of the running service, as a dependency of its routes."""
    settings: Settings = request.app.state.settings
    return settings
