"""Wires the service; run with `python -m servicekit.serve checklist_svc.main:create_app --port …`."""

from functools import partial

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

from checklist_svc import attachments, documents
from checklist_svc.admissions import todos as admissions_todos
from checklist_svc.admissions.agreements import models as agreements_models
from checklist_svc.admissions.agreements.routes import router as agreements
from checklist_svc.admissions.agreements.service import DUE
from checklist_svc.admissions.assignments.routes import router as assignments
from checklist_svc.admissions.assignments.service import ENDING
from checklist_svc.admissions.burdens.routes import router as burdens
from checklist_svc.admissions.evaluations import models as evaluations_models
from checklist_svc.admissions.evaluations.routes import router as evaluations
from checklist_svc.admissions.evaluations.service import OPENING
from checklist_svc.admissions.given_back.routes import router as given_back
from checklist_svc.admissions.lateness import LAST_DAYS as DECISIONS
from checklist_svc.admissions.public import router as public
from checklist_svc.admissions.reviewing_bodies import models as reviewing_bodies_models
from checklist_svc.admissions.reviewing_bodies.routes import router as reviewing_bodies
from checklist_svc.admissions.reviews import models as reviews_models
from checklist_svc.admissions.reviews.routes import router as reviews
from checklist_svc.admissions.reviews.service import LAST_DAYS, request_missing
from checklist_svc.admissions.routes import router as admissions
from checklist_svc.admissions.service import EXPIRY, follow_the_calendar
from checklist_svc.admissions.timings.routes import router as timings
from checklist_svc.admissions.village_minutes.routes import router as village_minutes
from checklist_svc.consumers import consumers
from checklist_svc.editions import models as editions_models
from checklist_svc.editions.catalogue import first_edition
from checklist_svc.editions.public import router as public_lists
from checklist_svc.editions.routes import router as editions
from checklist_svc.editions.shipped_codes import ITEMS
from checklist_svc.groups import models as groups_models
from checklist_svc.groups.rebounds import models as rebounds_models
from checklist_svc.groups.rebounds.routes import router as rebounds
from checklist_svc.groups.routes import counts as group_counts
from checklist_svc.groups.routes import router as groups
from checklist_svc.imposed_tasks import models as imposed_tasks_models
from checklist_svc.imposed_tasks.lapses import LAPSE
from checklist_svc.imposed_tasks.routes import router as imposed_tasks
from checklist_svc.imposed_tasks.service import LAST_DAYS as VERDICTS
from checklist_svc.judgements.routes import router as judgements
from checklist_svc.law_changes import models as law_changes_models
from checklist_svc.law_changes.routes import router as law_changes
from checklist_svc.law_changes.service import open_ended
from checklist_svc.number_rules import models as number_rules_models
from checklist_svc.number_rules.routes import router as number_rules
from checklist_svc.questions import TODOS as HEARINGS
from checklist_svc.questions import router as questions
from checklist_svc.refusals import models as refusals_models
from checklist_svc.refusals.routes import router as refusals
from checklist_svc.search import SEARCH
from checklist_svc.settings import Settings

TODOS = todo_list(admissions_todos.TODOS, reviews_models.TODOS, agreements_models.TODOS, evaluations_models.TODOS,
                  editions_models.TODOS, groups_models.TODOS, rebounds_models.TODOS, imposed_tasks_models.TODOS,
                  law_changes_models.TODOS, number_rules_models.TODOS, reviewing_bodies_models.TODOS,
                  refusals_models.TODOS, HEARINGS)  # fmt: skip


def create_app(settings: Settings | None = None, keys: KeySource | None = None) -> FastAPI:
    """The application; settings come from the environment unless given."""
    settings = settings or load(Settings)
    store = Store(settings, "checklist")
    app = create_service(
        "checklist", package="checklist_svc", settings=settings, consumers=consumers, keys=keys,
        routers=[
            *attachments.ROUTERS, *documents.ROUTERS,
            editions, admissions, timings, burdens, given_back, village_minutes, reviews, reviewing_bodies,
            assignments, agreements, evaluations, public, public_lists, imposed_tasks, questions, refusals, groups,
            group_counts, rebounds,
            law_changes, number_rules, judgements, security_log, TODOS, SEARCH,
        ],
        ticks=[
            first_edition(settings), Tick("decision-days", 5, follow_the_calendar),
            Tick("review-days", 5, LAST_DAYS.follow_the_calendar),
            Tick("verdict-days", 5, VERDICTS.follow_the_calendar),
            Tick("missing-reviews", 3600, partial(request_missing, settings)), Tick("ended-laws", 3600, open_ended),
        ],
        jobs=[
            EXPIRY, ENDING, OPENING, DUE, LAPSE, LAST_DAYS.job, DECISIONS.job, VERDICTS.job,
            *attachment_jobs(settings, store, attachments.Attachment),
        ],
    )  # fmt: skip
    app.state.information = {"words": versions}
    app.state.shipped_codes = [ITEMS]
    app.state.attachments = store
    return app
