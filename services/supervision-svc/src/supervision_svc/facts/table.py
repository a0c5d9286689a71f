"""Event type → facts, as data. A figure is a sum over facts; indicators and overviews are made of figures.

Gauges are +1/-1 facts. A fact that depends on a deadline lies on the day the deadline has passed, never before the
event itself, so that a board of any past date can be computed again.
"""

from contracts import (
    arrangement_ends,
    catalogue_additions,
    certificate,
    checklist,
    complaints,
    contested_findings,
    faults,
    form_amendments,
    form_suspensions,
    groups,
    guidance,
    imposed_tasks,
    letter_steps,
    offplan_demands,
    offplan_visits,
    passes,
    plans,
    questions,
    report,
    supervision,
)
from contracts import demand_charges as charges
from contracts.catalogue import all_events
from contracts.envelope import Audience, Event, topic_of

from supervision_svc.facts.boards import BOARDS
from supervision_svc.facts.fact import Fact, On
from supervision_svc.facts.repairs import REPAIRS
from supervision_svc.facts.tasks import TASKS
from supervision_svc.facts.visits import VISITS


def _cleaned() -> tuple[Fact, ...]:
    """A group is gone. One that was registered after the survey is told apart: it counts for no completion."""
    return (
        Fact("groups_cleaned"),
        Fact("groups_cleaned_late", needs="after_baseline"),
        Fact("groups_retained", -1, when=("was_retained", True)),
        Fact("groups_retained_late", -1, when=("was_retained", True), needs="after_baseline"),
    )


def _arranged(delta: int, day: str) -> tuple[Fact, ...]:
    """A period weighs as many filings as it asks of villages, on its due day; some had fair notice, some had none."""
    return (
        Fact("filings_due", delta, each="periods", counts="villages", day=On(day)),
        *(
            Fact(figure, delta, each="periods", counts="villages", when=("fair_notice", fair), given="fair_notice",
                 day=On(day))
            for figure, fair in (("filings_fair", True), ("filings_rushed", False))
        ),
    )  # fmt: skip


_RECEIPT_TAKEN_BACK = Fact(
    "letters_received_work", -1, when=("actions", "work"), needs="received_on", day=On("received_on")
)

_TABLE: dict[type[Event], tuple[Fact, ...]] = {
    checklist.EditionPublished: tuple(
        Fact(f"list_{kind}", counts=kind, day=On("effective_from"))
        for kind in ("duty", "assist", "assist_categories", "negative")
    ),
    checklist.AdmissionSubmitted: (Fact("admissions_submitted"),),
    checklist.AdmissionReviewed: (Fact("admissions_reviewed"),),
    checklist.AdmissionReturned: (Fact("admissions_returned"),),
    checklist.AdmissionGranted: (Fact("admissions_granted"),),
    checklist.AdmissionRejected: (Fact("admissions_rejected"),),
    checklist.AdmissionExpired: (Fact("admissions_expired"),),
    checklist.AdmissionWithdrawn: (Fact("admissions_withdrawn"),),
    **TASKS,
    imposed_tasks.TaskImposed: (Fact("tasks_reported"),),
    # Several reports of one matter are one.
    imposed_tasks.TaskImpositionJoined: (Fact("tasks_reported", -1),),
    imposed_tasks.TaskImpositionParted: (Fact("tasks_reported"),),
    imposed_tasks.TaskImpositionConfirmed: (
        Fact("imposed_tasks", charged=True),
        # A veto asks for the day of the act. A verdict of before it was told lies on its own day.
        Fact("imposed_acts", charged=True, unless="occurred_on"),
        Fact("imposed_acts", charged=True, needs="occurred_on", day=On("occurred_on")),
    ),
    imposed_tasks.TaskImpositionObjected: (Fact("objections_filed", charged=True),),
    imposed_tasks.TaskImpositionUpheld: (Fact("objections_upheld", charged=True),),
    imposed_tasks.TaskImpositionRetracted: (
        Fact("imposed_tasks", -1, charged=True, day=On("counted_on")), Fact("verdicts_retracted", charged=True),
        Fact("imposed_acts", -1, charged=True, unless="occurred_on", day=On("counted_on")),
        Fact("imposed_acts", -1, charged=True, needs="occurred_on", day=On("occurred_on")),
    ),
    checklist.TaskRefused: (Fact("tasks_refused", charged=True),),
    imposed_tasks.TaskImpositionDismissed: (Fact("tasks_dismissed"),),
    checklist.GroupRegistered: (Fact("groups_registered"), Fact("groups_registered_late", needs="after_baseline")),
    checklist.GroupRetained: (Fact("groups_retained"), Fact("groups_retained_late", needs="after_baseline")),
    checklist.GroupMerged: _cleaned(),
    checklist.GroupDissolved: _cleaned(),
    groups.GroupVerified: (Fact("groups_verified"),),
    # It was not gone: what was counted on the day of its closing falls.
    groups.GroupReopened: (
        Fact("groups_cleaned", -1, day=On("closed_on")),
        Fact("groups_cleaned_late", -1, needs="after_baseline", day=On("closed_on")),
    ),
    groups.GroupReboundDetected: (Fact("group_rebounds", charged=True),),
    groups.GroupReboundObjected: (Fact("objections_filed", charged=True),),
    groups.GroupReboundUpheld: (Fact("objections_upheld", charged=True),),
    groups.GroupReboundRetracted: (
        Fact("group_rebounds", -1, charged=True, day=On("counted_on")), Fact("verdicts_retracted", charged=True),
    ),
    **BOARDS,
    **VISITS,
    report.FormProposed: (Fact("forms_proposed"),),
    report.FormReturned: (Fact("forms_returned"),),
    report.FormWithdrawn: (Fact("forms_withdrawn"),),
    report.FormApproved: (Fact("forms_approved"),),
    # A form that was amended is still one.
    form_amendments.FormSuperseded: (Fact("forms_approved", -1),),
    report.FormStopped: (Fact("forms_stopped"),),
    report.FormExpired: (Fact("forms_expired"),),
    report.CataloguePublished: (Fact("catalogue_forms", counts="forms"), Fact("catalogue_proposed", counts="proposed")),
    catalogue_additions.CatalogueExtended: (
        Fact("catalogue_forms", counts="forms"), Fact("catalogue_proposed", counts="proposed"),
    ),
    report.ArrangementIssued: (
        Fact("periods_fair", each="periods", when=("fair_notice", True)),
        Fact("periods_rushed", each="periods", when=("fair_notice", False)),
        *_arranged(1, "due_on"),
    ),
    report.ArrangementRescheduled: (*_arranged(-1, "previous"), *_arranged(1, "due_on")),
    # What is asked for no more is due no more; the notice that it once had is taken back with it.
    arrangement_ends.ArrangementShortened: _arranged(-1, "due_on"),
    arrangement_ends.ArrangementCancelled: _arranged(-1, "due_on"),
    form_suspensions.ArrangementSuspended: _arranged(-1, "due_on"),
    form_suspensions.ArrangementResumed: _arranged(1, "due_on"),
    report.FilingSubmitted: (
        Fact("filings_on_time", when=("on_time", True)), Fact("filings_late", when=("on_time", False)),
    ),
    report.FilingCorrected: (Fact("filings_corrected"),),
    report.OffplanReported: (Fact("offplan_reported"),),
    offplan_demands.OffplanJoined: (Fact("offplan_reported", -1),),
    offplan_demands.OffplanParted: (Fact("offplan_reported"),),
    report.OffplanConfirmed: (Fact("offplan_forms", charged=True),),
    report.OffplanDismissed: (Fact("offplan_dismissed"),),
    report.OffplanObjected: (Fact("objections_filed", charged=True),),
    report.OffplanUpheld: (Fact("objections_upheld", charged=True),),
    report.OffplanRetracted: (
        Fact("offplan_forms", -1, charged=True, day=On("counted_on")), Fact("verdicts_retracted", charged=True),
    ),
    certificate.ItemAdmitted: (Fact("certificate_items_admitted"),),
    certificate.ItemForbidden: (Fact("certificate_items_forbidden"),),
    certificate.ApplicationReceived: (Fact("applications_received"),),
    certificate.ExceptionRequested: (Fact("exceptions_requested"),),
    certificate.ExceptionDecided: (
        Fact("exceptions_approved", when=("approved", True)), Fact("exceptions_denied", when=("approved", False)),
    ),
    certificate.CertificateSuspended: (Fact("certificates_suspended"),),
    certificate.CertificateReinstated: (Fact("certificates_suspended", -1),),
    certificate.CertificateSuperseded: (Fact("certificates_superseded"),),
    certificate.CertificateIssued: (Fact("certificates_issued"),),
    certificate.CertificateRevoked: (
        Fact("certificates_revoked"),
        Fact("certificates_faulty", when=("fault", True)),
        Fact("certificates_forbidden", when=("forbidden", True)),
    ),
    faults.CertificateFaultObjected: (Fact("objections_filed"),),
    faults.CertificateFaultUpheld: (Fact("objections_upheld"),),
    faults.CertificateFaultStruck: (
        Fact("certificates_faulty", -1, when=("fault", True), day=On("counted_on")),
        Fact("certificates_forbidden", -1, when=("forbidden", True), day=On("counted_on")),
    ),
    certificate.ApplicationRefused: (
        Fact("refusals_forbidden", when=("forbidden", True)), Fact("refusals_other", when=("forbidden", False)),
    ),
    # What was recorded before there were charges counted at once, and stays so.
    certificate.UnlistedApplicationRefused: (Fact("refusals_other"),),
    certificate.DemandRecorded: (Fact("demands_recorded"), Fact("forbidden_demands", charged=True, unless="apart")),
    certificate.UnlistedDemandRecorded: (Fact("demands_unlisted"),),
    charges.DemandChargeReported: (Fact("demand_charges_reported"),),
    charges.DemandChargeJoined: (Fact("demand_charges_reported", -1),),
    charges.DemandChargeParted: (Fact("demand_charges_reported"),),
    charges.DemandChargeConfirmed: (Fact("forbidden_demands", charged=True),),
    charges.DemandChargeDismissed: (Fact("demand_charges_dismissed"),),
    charges.DemandChargeObjected: (Fact("objections_filed", charged=True),),
    charges.DemandChargeUpheld: (Fact("objections_upheld", charged=True),),
    charges.DemandChargeRetracted: (
        Fact("forbidden_demands", -1, charged=True, day=On("counted_on")), Fact("verdicts_retracted", charged=True),
    ),
    certificate.TrainingHeld: (Fact("trainings"),),
    plans.PlanEntryFiled: (Fact("plan_entries_filed"),),
    plans.PlanEntryReviewed: (Fact("plan_entries_reviewed"),),
    plans.PlanEntryReturned: (Fact("plan_entries_returned"),),
    plans.PlanEntryMerged: (Fact("plan_entries_merged"),),
    plans.PlanEntryJoined: (Fact("plan_entries_joined"),),
    plans.PlanEntryApproved: (Fact("plan_entries_approved"),),
    plans.PlanEntryPublished: (Fact("plan_entries_published"),),
    plans.PlanEntryCancelled: (Fact("plan_entries_cancelled"),),
    plans.PlanEntrySuperseded: (Fact("plan_entries_superseded"),),
    passes.VisitPassIssued: (Fact("passes_issued"),),
    passes.VisitPassUsed: (Fact("passes_used"),),
    passes.VisitPassVoided: (Fact("passes_voided"),),
    passes.PassChecked: (
        Fact("passes_checked"), *(Fact(f"passes_{answer}", when=("answer", answer)) for answer in passes.PassAnswer),
    ),
    passes.VisitRefused: (Fact("visits_refused"),),
    plans.YearlyPlanPublished: (Fact("yearly_plans_published"),),
    complaints.ComplaintReceived: (Fact("complaints_received"),),
    complaints.ComplaintConfirmed: (Fact("complaints_confirmed", charged=True),),
    complaints.ComplaintDismissed: (Fact("complaints_dismissed"),),
    complaints.ComplaintRated: (
        Fact("complaint_answers_helped", when=("satisfied", True)),
        Fact("complaint_answers_failed", when=("satisfied", False)),
    ),
    complaints.ComplaintObjected: (Fact("objections_filed", charged=True),),
    complaints.ComplaintUpheld: (Fact("objections_upheld", charged=True),),
    complaints.ComplaintRetracted: (
        Fact("complaints_confirmed", -1, charged=True, day=On("counted_on")), Fact("verdicts_retracted", charged=True),
    ),
    supervision.VisitOffplanReported: (Fact("offplan_visits_reported"),),
    offplan_visits.VisitOffplanJoined: (Fact("offplan_visits_reported", -1),),
    offplan_visits.VisitOffplanParted: (Fact("offplan_visits_reported"),),
    supervision.VisitOffplanDismissed: (Fact("offplan_visits_dismissed"),),
    supervision.VisitOffplanDetected: (Fact("offplan_visits", charged=True),),
    supervision.VisitOffplanObjected: (Fact("objections_filed", charged=True),),
    supervision.VisitOffplanUpheld: (Fact("objections_upheld", charged=True),),
    supervision.VisitOffplanRetracted: (
        Fact("offplan_visits", -1, charged=True, day=On("counted_on")), Fact("verdicts_retracted", charged=True),
    ),
    supervision.PracticeRecorded: (Fact("practices_recorded"),),
    supervision.PracticeVerified: (Fact("good_practices"),),
    supervision.LetterSent: (Fact("letters"),),
    supervision.LetterReceived: (Fact("letters_received"), Fact("letters_received_work", when=("actions", "work"))),
    letter_steps.LetterRecalled: (Fact("letters_recalled"), _RECEIPT_TAKEN_BACK),
    letter_steps.LetterProblemFell: (_RECEIPT_TAKEN_BACK,),
    letter_steps.LetterWrittenProblemFell: (_RECEIPT_TAKEN_BACK,),
    supervision.GuidanceHeld: (Fact("guidance_visits"),),
    guidance.GuidanceGiven: (Fact("guidance_visits"),),
    **REPAIRS,
}  # fmt: skip

FACTS: dict[str, tuple[Fact, ...]] = {event.type: facts for event, facts in _TABLE.items()}
_BACK = (On("counted_on"), On("flagged_on"), On("taken_back_on"))
RETRACTIONS = frozenset(
    name for name, facts in FACTS.items()
    if any(fact.delta < 0 and fact.day in _BACK for fact in facts)
)  # fmt: skip
"""What takes a verdict back, on the day on which it was counted."""
BY_OBJECTION = frozenset({contested_findings.RectificationVoided.type})
"""What is taken back because a record that stands behind it was contested, and not itself."""
CONTESTED = {
    fact.figure: fact.charged
    for name in sorted(RETRACTIONS)
    for fact in FACTS[name]
    if fact.delta < 0 and fact.day in (On("counted_on"), On("flagged_on"))
}
"""The figures of verdicts → whether a body is charged, which then may object to one; else the township alone may."""
FOR_JUDGES = frozenset(event.type for event in _TABLE if event.audience is Audience.JUDGES)
"""Reports that nobody has judged, and what became of them: of these no township hears, not even by a figure."""
UNHEARD = frozenset(event.type for event in all_events() if event.audience is Audience.JUDGES) - frozenset(
    event.type for event in questions.EVENTS
)
"""Of these no open page of a township rings, whether they count or not; of a question to its own body it does."""
UNJUDGED = frozenset(fact.figure for name in FOR_JUDGES for fact in FACTS[name]) - frozenset(
    fact.figure for name, facts in FACTS.items() if name not in FOR_JUDGES for fact in facts
)
"""The figures that only such events make."""
FIGURES = frozenset(fact.figure for facts in FACTS.values() for fact in facts)
TOPICS = tuple(sorted({topic_of(name) for name in FACTS}))
LATEST = frozenset(
    # Each publication replaces the one before it: not summed, the newest counts.
    {"list_duty", "list_assist", "list_assist_categories", "list_negative", "specs", "catalogue_forms",
     "catalogue_proposed"}
)  # fmt: skip
INHERITED = frozenset({"certificate_items_forbidden"})
"""What is laid down for a region holds in every region below it: the forbidden items of the whole country."""
