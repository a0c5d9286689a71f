"""HTTP about the notice of personal data."""

from fastapi import Request
from fastapi.responses import PlainTextResponse
from servicekit.http import Router

from certificate_svc.retention.wording import privacy_notice

router = Router(prefix="/v1", tags=["public"])


@router.get("/privacy-notice", response_class=PlainTextResponse)
async def read_privacy_notice(request: Request) -> PlainTextResponse:
    """The notice of personal data (PIPL art. 17) with the limits that are set, for anybody."""
    return PlainTextResponse(privacy_notice(request.app.state.settings))
