"""Run with `python -m gateway.webhooks`; as many processes as help."""

import uvloop
from servicekit import logs, tracing
from servicekit.settings import load

from gateway.settings import Settings
from gateway.webhooks.process import NAME, serve
from gateway.webhooks.settings import WebhookSettings


def main() -> None:
    """Read the settings and deliver."""
    settings = load(WebhookSettings, also=Settings.model_fields)
    logs.configure(NAME, level=settings.log_level, format=settings.log_format)
    tracing.configure(NAME, settings.otlp_endpoint)
    try:
        uvloop.run(serve(settings))
    finally:
        tracing.close()


main()
