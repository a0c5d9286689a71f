"""Wires the service; run with `uvicorn --factory checklist_svc.main:create_app`."""

from fastapi import FastAPI
from servicekit.app import create_service
from servicekit.identity import KeySource
from servicekit.settings import load

from checklist_svc.consumers import consumers
from checklist_svc.groups.routes import router as groups
from checklist_svc.settings import Settings


def create_app(settings: Settings | None = None, keys: KeySource | None = None) -> FastAPI:
    """The application; settings come from the environment unless given."""
    return create_service(
        "checklist", package="checklist_svc", settings=settings or load(Settings), routers=[groups],
        consumers=consumers, keys=keys,
    )  # fmt: skip
