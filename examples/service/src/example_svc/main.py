"""Wires the service; run with `python -m servicekit.serve example_svc.main:create_app --port …`."""

from countykit.app import create_service
from countykit.security_log import router as security_log
from countykit.todo_list import todo_list
from fastapi import FastAPI
from servicekit.identity import KeySource
from servicekit.settings import load

from example_svc.consumers import consumers
from example_svc.settings import Settings
from example_svc.suggestions import models as suggestions_models
from example_svc.suggestions.routes import router as suggestions

TODOS = todo_list(suggestions_models.TODOS)
ROUTERS = [suggestions, security_log, TODOS]


def create_app(settings: Settings | None = None, keys: KeySource | None = None) -> FastAPI:
    """The application; settings come from the environment unless given."""
    return create_service(
        "example",
        package="example_svc",
        settings=settings or load(Settings),
        routers=ROUTERS,
        consumers=consumers,
        keys=keys,
    )
