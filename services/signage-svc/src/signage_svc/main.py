"""Wires the service; run with `python -m servicekit.serve signage_svc.main:create_app --port …`."""

from datetime import timedelta
from functools import partial

from countykit.app import create_service
from countykit.security_log import router as security_log
from countykit.todo_list import todo_list
from fastapi import FastAPI
from servicekit.attachments.housekeeping import jobs as attachment_jobs
from servicekit.attachments.store import Store
from servicekit.due import repeated
from servicekit.identity import KeySource
from servicekit.settings import load
from servicekit.ticks import Tick
from wording.tables import versions

from signage_svc import attachments
from signage_svc.board_reports import models as board_reports_models
from signage_svc.board_reports.routes import public as reports_of_anybody
from signage_svc.board_reports.routes import router as board_reports
from signage_svc.consumers import consumers
from signage_svc.disposal_samples import models as disposal_samples_models
from signage_svc.disposal_samples.routes import router as disposal_samples
from signage_svc.documents import ROUTERS as DOCUMENTS
from signage_svc.hall_checks import models as hall_checks_models
from signage_svc.hall_checks.routes import router as hall_checks
from signage_svc.halls.routes import places
from signage_svc.halls.routes import router as halls
from signage_svc.hanging_charges import models as hanging_charges_models
from signage_svc.hanging_charges.routes import router as hanging_charges
from signage_svc.hanging_charges.service import LAST_DAYS as VERDICTS
from signage_svc.hangings import models as hangings_models
from signage_svc.hangings.routes import router as hangings
from signage_svc.judgements.routes import router as judgements
from signage_svc.labels.routes import router as labels
from signage_svc.matters.routes import guides
from signage_svc.matters.routes import router as matters
from signage_svc.models import Attachment
from signage_svc.plaques.corrections import suspect_lapsed
from signage_svc.plaques.rejudging import rejudge
from signage_svc.plaques.routes import ledgers
from signage_svc.plaques.routes import router as plaques
from signage_svc.plaques.todos import TODOS as PLAQUES
from signage_svc.questions import TODOS as HEARINGS
from signage_svc.questions import router as questions
from signage_svc.search import SEARCH
from signage_svc.settings import Settings
from signage_svc.specs.routes import router as specs
from signage_svc.specs.service import REJUDGING, publish_shipped, ready_with_table
from signage_svc.specs.shipped_codes import SPECS
from signage_svc.surveys import models as surveys_models
from signage_svc.surveys.routes import order_router as survey_orders
from signage_svc.surveys.routes import router as surveys

TODOS = todo_list(
    PLAQUES,
    disposal_samples_models.TODOS,
    surveys_models.TODOS,
    hall_checks_models.TODOS,
    hangings_models.TODOS,
    hanging_charges_models.TODOS,
    HEARINGS,
    board_reports_models.TODOS,
)


def create_app(settings: Settings | None = None, keys: KeySource | None = None) -> FastAPI:
    """The application; settings come from the environment unless given."""
    settings = settings or load(Settings)
    store = Store(settings, "signage")
    ticks = [
        Tick("publish_spec_table", 3600, publish_shipped), Tick("verdict-days", 5, VERDICTS.follow_the_calendar),
    ]  # fmt: skip
    jobs = [
        VERDICTS.job,
        *attachment_jobs(settings, store, Attachment),
        # At once when a table is published; by and by for what another start has other settings for.
        repeated(REJUDGING, timedelta(seconds=30), partial(rejudge, settings=settings)),
        repeated("suspect_lapsed_boards", timedelta(days=1), partial(suspect_lapsed, settings=settings)),
    ]
    app = create_service(
        "signage", package="signage_svc", settings=settings,
        routers=[
            *attachments.ROUTERS, *DOCUMENTS, specs, plaques, ledgers, disposal_samples, surveys, survey_orders,
            halls, hall_checks, matters, places, guides, hangings, hanging_charges, questions, labels,
            reports_of_anybody, board_reports, judgements, security_log, TODOS, SEARCH,
        ],
        consumers=consumers, ticks=ticks, jobs=jobs, lifespans=[ready_with_table], keys=keys,
    )  # fmt: skip
    app.state.information = {"words": versions}
    app.state.shipped_codes = [SPECS]
    app.state.attachments = store
    return app
