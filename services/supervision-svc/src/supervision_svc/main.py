"""Wires the service; run with `python -m servicekit.serve supervision_svc.main:create_app --port …`."""

from countykit.app import create_service
from countykit.security_log import router as security_log
from countykit.todo_list import todo_list
from fastapi import FastAPI
from servicekit.attachments.housekeeping import jobs as attachment_jobs
from servicekit.attachments.store import Store
from servicekit.identity import KeySource
from servicekit.settings import load
from servicekit.ticks import Tick

from supervision_svc import attachments, documents
from supervision_svc.board.cache import caching
from supervision_svc.board.changes import listening
from supervision_svc.board.routes import router as board
from supervision_svc.briefs.routes import router as briefs
from supervision_svc.calendar_subscriptions.routes import public as calendars
from supervision_svc.calendar_subscriptions.routes import router as calendar_subscriptions
from supervision_svc.checklists.routes import router as checklists
from supervision_svc.complaints import models as complaints_models
from supervision_svc.complaints.routes import box as complaint_box
from supervision_svc.complaints.routes import counts as complaint_counts
from supervision_svc.complaints.routes import router as complaints
from supervision_svc.complaints.service import CALENDAR as COMPLAINTS
from supervision_svc.complaints.service import LAST_DAYS as UNANSWERED
from supervision_svc.consequences.routes import router as saving
from supervision_svc.consumers import batch_consumers, consumers
from supervision_svc.contested.routes import router as contested
from supervision_svc.coverage.routes import router as coverage
from supervision_svc.decisions import models as decisions_models
from supervision_svc.decisions.routes import router as meeting_decisions
from supervision_svc.decisions.service import OVERDUE as DECISIONS
from supervision_svc.draws import models as draws_models
from supervision_svc.draws.routes import public as draw_proofs
from supervision_svc.draws.routes import router as draws
from supervision_svc.extensions import models as extensions_models
from supervision_svc.extensions.routes import router as extensions
from supervision_svc.facts.housekeeping import HOUSEKEEPING
from supervision_svc.findings import models as findings_models
from supervision_svc.findings.routes import router as findings
from supervision_svc.grounds.routes import router as grounds
from supervision_svc.guidance import models as guidance_models
from supervision_svc.guidance.routes import router as guidance
from supervision_svc.letters import models as letters_models
from supervision_svc.letters.routes import router as letters
from supervision_svc.letters.service import CALENDAR as LETTERS
from supervision_svc.meetings.routes import router as meetings
from supervision_svc.overview.routes import router as overview
from supervision_svc.passes.public import router as public_passes
from supervision_svc.passes.routes import router as passes
from supervision_svc.plan import models as plan_models
from supervision_svc.plan.routes import router as plan
from supervision_svc.plan.routes import years as plan_years
from supervision_svc.plan_calendar.routes import router as plan_calendar
from supervision_svc.practices import models as practices_models
from supervision_svc.practices.routes import router as practices
from supervision_svc.programmes import models as programmes_models
from supervision_svc.programmes.routes import measures as programme_measures
from supervision_svc.programmes.routes import programmes
from supervision_svc.programmes.service import LOOKING as MEASURES
from supervision_svc.publications import models as publications_models
from supervision_svc.publications.routes import router as publications
from supervision_svc.publications.service import CALENDAR as HEARINGS
from supervision_svc.questions import TODOS as QUESTIONS
from supervision_svc.questions import router as questions
from supervision_svc.rectifications import todos as rectifications_todos
from supervision_svc.rectifications.routes import router as rectifications
from supervision_svc.rectifications.service import CALENDAR as REPAIRS
from supervision_svc.rectifications.service import OVERDUE
from supervision_svc.schemes.routes import router as schemes
from supervision_svc.schemes.service import first_start
from supervision_svc.schemes.shipped_codes import INDICATORS
from supervision_svc.search import SEARCH
from supervision_svc.settings import Settings
from supervision_svc.visit_teams.routes import router as visit_teams
from supervision_svc.visits import models as visits_models
from supervision_svc.visits.routes import router as visits
from supervision_svc.visits.service import LAST_DAYS as VERDICTS
from supervision_svc.work_groups.routes import router as work_groups
from supervision_svc.work_groups.service import EXPIRY

TODOS = todo_list(
    complaints_models.TODOS, decisions_models.TODOS, draws_models.TODOS, extensions_models.TODOS,
    findings_models.TODOS, guidance_models.TODOS, letters_models.TODOS,
    QUESTIONS, plan_models.TODOS, practices_models.TODOS, programmes_models.TODOS, publications_models.TODOS,
    rectifications_todos.TODOS, visits_models.TODOS,
)  # fmt: skip
ROUTERS = [
    *attachments.ROUTERS, *documents.ROUTERS, visits, questions, visit_teams, checklists, coverage, plan,
    plan_years, plan_calendar, calendar_subscriptions, calendars, passes, public_passes, draws, draw_proofs,
    findings, grounds, contested, practices, letters, rectifications, extensions, guidance, complaint_box,
    complaint_counts, complaints, programmes, programme_measures,
    work_groups, meetings, meeting_decisions, board, publications, briefs, schemes, saving,
    overview, security_log, TODOS, SEARCH,
]  # fmt: skip


def create_app(settings: Settings | None = None, keys: KeySource | None = None) -> FastAPI:
    """The application; settings come from the environment unless given."""
    settings = settings or load(Settings)
    store = Store(settings, "supervision")
    app = create_service(
        "supervision", package="supervision_svc", settings=settings, routers=ROUTERS,
        consumers=consumers, batch_consumers=batch_consumers,
        ticks=[
            REPAIRS, LETTERS, COMPLAINTS, HEARINGS, HOUSEKEEPING,
            Tick("verdict-days", 5, VERDICTS.follow_the_calendar),
        ],
        jobs=[
            OVERDUE, UNANSWERED.job, VERDICTS.job, MEASURES, DECISIONS, EXPIRY,
            *attachment_jobs(settings, store, attachments.Attachment),
        ],
        lifespans=[first_start, listening, caching], keys=keys,
    )  # fmt: skip
    app.state.shipped_codes = [INDICATORS]
    app.state.attachments = store
    return app
