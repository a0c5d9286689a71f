"""Wires the service; run with `uvicorn --factory supervision_svc.main:create_app`."""

from fastapi import FastAPI
from servicekit.app import create_service
from servicekit.identity import KeySource
from servicekit.settings import load

from supervision_svc.settings import Settings


def create_app(settings: Settings | None = None, keys: KeySource | None = None) -> FastAPI:
    """The application; settings come from the environment unless given."""
    return create_service(
        "supervision", package="supervision_svc", settings=settings or load(Settings), routers=[], keys=keys
    )
