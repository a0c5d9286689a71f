"""Where the routes about endpoints live, and who may use them."""

from typing import Annotated

from countykit.identity import Caller, Role, allow
from fastapi import Depends, Request

from gateway.webhooks.settings import WebhookSettings

PREFIX = "/api/integration/v1/endpoints"
Owner = Annotated[Caller, allow(Role.OPERATOR, Role.INTEGRATOR)]


def _settings(request: Request) -> WebhookSettings:
    settings: WebhookSettings = request.app.state.settings
    return settings


Settings = Annotated[WebhookSettings, Depends(_settings)]
