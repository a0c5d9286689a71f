"""Wires the service; run with `python -m servicekit.serve report_svc.main:create_app --port …`."""

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

from report_svc import attachments
from report_svc.additions import models as additions_models
from report_svc.additions.routes import router as additions
from report_svc.amendments import models as amendments_models
from report_svc.amendments.routes import router as amendments
from report_svc.arrangements import models as arrangements_models
from report_svc.arrangements.rescheduling import CALENDAR
from report_svc.arrangements.routes import router as arrangements
from report_svc.catalogues.routes import router as catalogues
from report_svc.closings import models as closings_models
from report_svc.closings.routes import closures, exceptions
from report_svc.consolidation.routes import router as consolidations
from report_svc.consumers import consumers
from report_svc.efforts.routes import rates
from report_svc.efforts.routes import router as efforts
from report_svc.elements import models as elements_models
from report_svc.elements.routes import router as elements
from report_svc.endings.routes import router as endings
from report_svc.filings import models as filings_models
from report_svc.filings.routes import router as filings
from report_svc.forms import models as forms_models
from report_svc.forms.routes import router as forms
from report_svc.forms.service import EXPIRY
from report_svc.intake.routes import router as intake
from report_svc.integrity.routes import router as integrity
from report_svc.judgements.routes import router as judgements
from report_svc.offplan import models as offplan_models
from report_svc.offplan.routes import router as offplan
from report_svc.offplan.service import LAST_DAYS as VERDICTS
from report_svc.questions import TODOS as HEARINGS
from report_svc.questions import router as questions
from report_svc.reductions.routes import router as reductions
from report_svc.refusals.routes import router as form_refusals
from report_svc.register.routes import router as register
from report_svc.search import SEARCH
from report_svc.settings import Settings
from report_svc.suspensions.routes import router as suspensions
from report_svc.tables.routes import router as tables

TODOS = todo_list(
    elements_models.TODOS,
    forms_models.TODOS,
    additions_models.TODOS,
    amendments_models.TODOS,
    arrangements_models.TODOS,
    filings_models.TODOS,
    closings_models.TODOS,
    offplan_models.TODOS,
    HEARINGS,
)


def create_app(settings: Settings | None = None, keys: KeySource | None = None) -> FastAPI:
    """The application; settings come from the environment unless given."""
    settings = settings or load(Settings)
    store = Store(settings, "report")
    app = create_service(
        "report", package="report_svc", settings=settings, consumers=consumers, keys=keys,
        routers=[
            *attachments.ROUTERS, elements, forms, consolidations, intake, register, catalogues, additions, amendments,
            arrangements, endings, suspensions, tables, filings, efforts, rates, closures, exceptions, offplan,
            questions, form_refusals, integrity, reductions, judgements, security_log, TODOS, SEARCH,
        ],
        ticks=[CALENDAR, Tick("verdict-days", 5, VERDICTS.follow_the_calendar)],
        jobs=[EXPIRY, VERDICTS.job, *attachment_jobs(settings, store, attachments.Attachment)],
    )  # fmt: skip
    app.state.information = {"words": versions}
    app.state.attachments = store
    return app
