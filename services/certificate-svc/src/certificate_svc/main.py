"""Wires the service; run with `python -m servicekit.serve certificate_svc.main:create_app --port …`."""

from countykit.app import create_service
from countykit.security_log import router as security_log
from countykit.todo_list import todo_list
from fastapi import FastAPI
from servicekit.attachments.housekeeping import jobs as attachment_jobs
from servicekit.attachments.store import Store
from servicekit.identity import KeySource
from servicekit.settings import load
from wording.tables import versions

from certificate_svc import attachments, documents
from certificate_svc.applications import models as applications_models
from certificate_svc.applications.routes import router as applications
from certificate_svc.applications.service import CALENDAR
from certificate_svc.certificates.public import router as public
from certificate_svc.certificates.routes import router as certificates
from certificate_svc.consumers import consumers
from certificate_svc.demands.routes import router as demands
from certificate_svc.items.routes import router as items
from certificate_svc.items.shipped import ship_items
from certificate_svc.judgements.routes import router as judgements
from certificate_svc.keys import Keys
from certificate_svc.retention.routes import router as privacy
from certificate_svc.retention.service import jobs
from certificate_svc.settings import Settings
from certificate_svc.trainings.routes import router as trainings

TODOS = todo_list(applications_models.TODOS)


def create_app(settings: Settings | None = None, keys: KeySource | None = None) -> FastAPI:
    """The application; settings come from the environment unless given."""
    settings = settings or load(Settings)
    store = Store(settings, "certificate")
    keys_in_use = Keys.of(settings)
    app = create_service(
        "certificate", package="certificate_svc", settings=settings, consumers=consumers, lifespans=[ship_items],
        routers=[
            *attachments.ROUTERS, *documents.ROUTERS,
            items, applications, certificates, public, demands, trainings, judgements, privacy, security_log, TODOS,
        ],
        ticks=[CALENDAR], keys=keys,
        jobs=[*jobs(settings, keys_in_use.vault), *attachment_jobs(settings, store, attachments.Attachment)],
    )  # fmt: skip
    app.state.information = {"words": versions}
    app.state.secrets = keys_in_use
    app.state.attachments = store
    return app
