"""Wires the service; run with `python -m servicekit.serve certificate_svc.main:create_app --port …`."""

from countykit.app import create_service
from countykit.security_log import router as security_log
from countykit.todo_list import todo_list
from fastapi import FastAPI
from servicekit.attachments.housekeeping import jobs as attachment_jobs
from servicekit.attachments.store import Store
from servicekit.identity import KeySource
from servicekit.settings import load
from servicekit.ticks import Tick
from wording.tables import versions

from certificate_svc import attachments, documents, resealing
from certificate_svc.applications import models as applications_models
from certificate_svc.applications.process import CALENDAR, ESCALATION, LATENESS
from certificate_svc.applications.routes import router as applications
from certificate_svc.certificates import models as certificates_models
from certificate_svc.certificates.public import router as public
from certificate_svc.certificates.routes import router as certificates
from certificate_svc.charges import models as charges_models
from certificate_svc.charges.routes import router as demand_charges
from certificate_svc.charges.service import LAST_DAYS as VERDICTS
from certificate_svc.consumers import consumers
from certificate_svc.demands import models as demands_models
from certificate_svc.demands.routes import public as demand_outcomes
from certificate_svc.demands.routes import router as demands
from certificate_svc.items.routes import router as items
from certificate_svc.items.shipped import ship_items
from certificate_svc.items.shipped_codes import ITEMS
from certificate_svc.judgements.routes import router as judgements
from certificate_svc.keys import Keys
from certificate_svc.law_reviews import models as law_reviews_models
from certificate_svc.law_reviews.routes import router as law_reviews
from certificate_svc.letter_writing.routes import router as letter_writing
from certificate_svc.letters import models as letters_models
from certificate_svc.letters import service as letters_service
from certificate_svc.letters.routes import router as demand_letters
from certificate_svc.models import Attachment
from certificate_svc.proceedings.routes import router as proceedings
from certificate_svc.proposals import models as proposals_models
from certificate_svc.proposals.reviews import models as reviews_models
from certificate_svc.proposals.reviews import service as reviews_service
from certificate_svc.proposals.reviews.routes import router as list_reviews
from certificate_svc.proposals.routes import public as public_list
from certificate_svc.proposals.routes import router as list_proposals
from certificate_svc.questions import TODOS as HEARINGS
from certificate_svc.questions import router as questions
from certificate_svc.retention.routes import router as privacy
from certificate_svc.retention.service import jobs
from certificate_svc.search import SEARCH
from certificate_svc.settings import Settings
from certificate_svc.statistics.publishing import PUBLICATION
from certificate_svc.statistics.routes import router as statistics
from certificate_svc.training_questions import models as questions_models
from certificate_svc.training_questions.routes import router as training_questions
from certificate_svc.trainings.routes import router as trainings

TODOS = todo_list(
    applications_models.TODOS,
    certificates_models.TODOS,
    charges_models.TODOS,
    demands_models.TODOS,
    HEARINGS,
    proposals_models.TODOS,
    reviews_models.TODOS,
    letters_models.TODOS,
    law_reviews_models.TODOS,
    questions_models.TODOS,
)


def create_app(settings: Settings | None = None, keys: KeySource | None = None) -> FastAPI:
    """The application; settings come from the environment unless given."""
    settings = settings or load(Settings)
    store = Store(settings, "certificate")
    keys_in_use = Keys.of(settings)
    app = create_service(
        "certificate", package="certificate_svc", settings=settings, consumers=consumers, lifespans=[ship_items],
        routers=[
            *attachments.ROUTERS, *documents.ROUTERS,
            items, list_proposals, list_reviews, public_list, law_reviews,
            applications, proceedings, certificates, public, demands, demand_outcomes, demand_letters, letter_writing,
            demand_charges, questions, trainings, training_questions, judgements, privacy, statistics, security_log,
            TODOS, SEARCH,
        ],
        ticks=[
            CALENDAR, reviews_service.CALENDAR, letters_service.CALENDAR,
            Tick("verdict-days", 5, VERDICTS.follow_the_calendar),
        ],
        keys=keys,
        jobs=[
            LATENESS, ESCALATION, VERDICTS.job, reviews_service.LAST_DAYS.job, letters_service.LAST_DAYS.job,
            PUBLICATION, *jobs(settings, keys_in_use.vault), *resealing.jobs(keys_in_use.vault),
            *attachment_jobs(settings, store, Attachment),
        ],
    )  # fmt: skip
    app.state.information = {"words": versions}
    app.state.shipped_codes = [ITEMS]
    app.state.secrets = keys_in_use
    app.state.attachments = store
    return app
