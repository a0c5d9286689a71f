"""Event type → facts, as data. A figure is a sum over facts; indicators and overviews are made of figures.

Gauges are +1/-1 facts. A fact that depends on a deadline lies on the day the deadline has passed, never before the
event itself, so that a board of any past date can be computed again.
"""

from dataclasses import dataclass
from enum import Enum

from contracts import certificate, checklist, gateway, rectifications, report, signage, supervision
from contracts.envelope import Event, topic_of


@dataclass(frozen=True, slots=True)
class Passed:
    """The day on which the deadline in a field has passed by so many working days; not before the event."""

    field: str
    workdays: int = 0
    known: str | None = None
    """The field in which newer events bring the last of these working days."""


@dataclass(frozen=True, slots=True)
class On:
    """The day in a field."""

    field: str


class Submission(Enum):
    """How a submission stands to the day of a fact.

    One that came by then keeps the day from passing until its recheck; what has passed ends with acceptance only, so
    that a submission which is rejected earns nothing. Events that do not say when it came are all of the first kind.
    """

    BEFORE = True
    AFTER = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One contribution of an event to a figure."""

    figure: str
    delta: int = 1
    counts: str | None = None
    """A field that multiplies the delta: of the element with `each`, where it has one, else of the event."""
    when: tuple[str, object] | None = None
    """Only if the field has this value, or holds it when it is a list."""
    needs: str | None = None
    """Only if the field holds something: what was added to an event type later."""
    unless: str | None = None
    """Not if the field holds true: nothing is late by a deadline that a holiday notice may still move."""
    submission: Submission | None = None
    """Only if the submission of `submitted_on` stands so to `day`, which is then a deadline."""
    each: str | None = None
    """One fact per element of this list; `when` and `day` then look at the element."""
    day: Passed | On | None = None
    """None is the event's own day in China."""
    charged: bool = False
    """Counts against the region of `charged_home`: a township's own unit, or the county for its departments."""


def _due(delta: int, *, previous: bool = False, needs: str | None = None) -> Fact:
    """A deadline that will pass is one (+1) to be kept, unless it is taken back (-1)."""
    deadline, provisional = ("previous", "previous_provisional") if previous else ("deadline", "provisional")
    return Fact("rectifications_due", delta, needs=needs, unless=provisional, day=Passed(deadline))


def _waiting(delta: int, *, previous: bool = False, submission: Submission | None = None) -> tuple[Fact, ...]:
    """A rectification begins (+1) or stops (-1) to run into its deadline and, ten working days later, long overdue."""
    prefix = "previous_" if previous else ""
    deadline, provisional = ("previous" if previous else "deadline"), f"{prefix}provisional"
    long = Passed(deadline, workdays=10, known=f"{prefix}long_overdue_on")
    return (
        Fact(
            "rectifications_overdue_open", delta, unless=provisional, day=Passed(deadline), submission=submission
        ),
        Fact(
            "rectifications_long_overdue", delta, unless=f"{prefix}long_overdue_provisional", day=long,
            submission=submission,
        ),
    )  # fmt: skip


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
    checklist.TaskImposed: (Fact("tasks_reported"),),
    checklist.TaskImpositionConfirmed: (Fact("imposed_tasks", charged=True),),
    checklist.TaskRefused: (Fact("tasks_refused", charged=True),),
    checklist.TaskImpositionDismissed: (Fact("tasks_dismissed"),),
    checklist.GroupRegistered: (Fact("groups_registered"),),
    checklist.GroupRetained: (Fact("groups_retained"),),
    checklist.GroupMerged: (Fact("groups_cleaned"), Fact("groups_retained", -1, when=("was_retained", True))),
    checklist.GroupDissolved: (Fact("groups_cleaned"), Fact("groups_retained", -1, when=("was_retained", True))),
    signage.SpecTablePublished: (Fact("specs", counts="rows"),),
    signage.PlaqueRegistered: (
        Fact("plaques_conforming", when=("conforms", True)), Fact("plaques_off_spec", when=("conforms", False)),
    ),
    signage.PlaqueFlagged: (Fact("plaques_flagged"),),
    signage.PlaqueDisposalOrdered: (Fact("disposals_ordered"),),
    signage.PlaqueRemoved: (Fact("plaques_removed"),),
    signage.PlaqueReplaced: (Fact("plaques_replaced"),),
    signage.PlaqueMerged: (Fact("plaques_merged"),),
    signage.PlaqueVerified: (Fact("disposals_verified"),),
    signage.PlaqueReopened: (
        Fact("plaques_reopened_undone", -1, when=("rebound", False)),
        Fact("plaques_reopened_rebound", -1, when=("rebound", True)),
    ),
    signage.ReboundDetected: (Fact("plaque_rebounds"),),
    report.FormProposed: (Fact("forms_proposed"),),
    report.FormReturned: (Fact("forms_returned"),),
    report.FormWithdrawn: (Fact("forms_withdrawn"),),
    report.FormApproved: (Fact("forms_approved"),),
    report.FormStopped: (Fact("forms_stopped"),),
    report.FormExpired: (Fact("forms_expired"),),
    report.CataloguePublished: (Fact("catalogue_forms", counts="forms"), Fact("catalogue_proposed", counts="proposed")),
    report.ArrangementIssued: (
        Fact("periods_fair", each="periods", when=("fair_notice", True)),
        Fact("periods_rushed", each="periods", when=("fair_notice", False)),
        Fact("filings_due", each="periods", counts="villages", day=On("due_on")),
    ),
    report.ArrangementRescheduled: (
        Fact("filings_due", -1, each="periods", counts="villages", day=On("previous")),
        Fact("filings_due", each="periods", counts="villages", day=On("due_on")),
    ),
    report.FilingSubmitted: (
        Fact("filings_on_time", when=("on_time", True)), Fact("filings_late", when=("on_time", False)),
    ),
    report.FilingCorrected: (Fact("filings_corrected"),),
    report.OffplanReported: (Fact("offplan_reported"),),
    report.OffplanConfirmed: (Fact("offplan_forms", charged=True),),
    report.OffplanDismissed: (Fact("offplan_dismissed"),),
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
    certificate.ApplicationRefused: (
        Fact("refusals_forbidden", when=("forbidden", True)), Fact("refusals_other", when=("forbidden", False)),
    ),
    certificate.DemandRecorded: (Fact("forbidden_demands", charged=True),),
    certificate.TrainingHeld: (Fact("trainings"),),
    supervision.VisitCompleted: (
        Fact("visits_unannounced", when=("unannounced", True)), Fact("visits_announced", when=("unannounced", False)),
    ),
    supervision.VisitOffplanReported: (Fact("offplan_visits_reported"),),
    supervision.VisitOffplanDismissed: (Fact("offplan_visits_dismissed"),),
    supervision.VisitOffplanDetected: (Fact("offplan_visits", charged=True),),
    supervision.FindingRaised: (Fact("findings"),),
    supervision.FindingClosed: (Fact("findings_closed"),),
    supervision.FindingReopened: (Fact("findings_reopened"),),
    supervision.PracticeRecorded: (Fact("practices_recorded"),),
    supervision.PracticeVerified: (Fact("good_practices"),),
    supervision.LetterSent: (Fact("letters"),),
    supervision.LetterReceived: (Fact("letters_received"), Fact("letters_received_work", when=("actions", "work"))),
    supervision.GuidanceHeld: (Fact("guidance_visits"),),
    rectifications.RectificationOpened: (
        Fact("rectifications"), _due(1), *_waiting(1),
    ),
    rectifications.RectificationStarted: (Fact("rectifications_started"),),
    rectifications.RectificationExtended: (
        Fact("rectifications_extended"),
        _due(-1, previous=True), _due(1), *_waiting(-1, previous=True), *_waiting(1),
    ),
    rectifications.RectificationRescheduled: (
        Fact("rectifications_rescheduled"),
        _due(-1, previous=True), _due(1), *_waiting(-1, previous=True), *_waiting(1),
    ),
    rectifications.RectificationSubmitted: (
        Fact("rectifications_submitted"), *_waiting(-1, submission=Submission.BEFORE),
    ),
    rectifications.RectificationAccepted: (
        Fact("rectifications_accepted"),
        Fact("rectified_in_time", when=("in_time", True), day=Passed("deadline")),
        # What was closed before its deadline was certain is not computed again.
        Fact("rectifications_due", needs="provisional", day=Passed("deadline")),
        *_waiting(-1, submission=Submission.AFTER),
    ),
    rectifications.RectificationReopened: (
        Fact("rectifications_reopened"), Fact("false_reports", when=("false_evidence", True)),
        # A recheck moves no deadline; it did so in events that name the one before.
        _due(-1, previous=True, needs="previous"), _due(1, needs="previous"),
        *_waiting(1, submission=Submission.BEFORE),
    ),
    rectifications.LateExtensionRequested: (Fact("late_extensions_requested"),),
    rectifications.LateExtensionGranted: (Fact("late_extensions"),),
    rectifications.RectificationOverdue: (Fact("rectifications_gone_overdue"),),
}  # fmt: skip

SUMS: dict[str, tuple[tuple[str, int], ...]] = {
    # Figures that are sums of others: an event is counted once, under its own kind.
    "groups_open": (("groups_registered", 1), ("groups_cleaned", -1)),
    "plaques_registered": (("plaques_conforming", 1), ("plaques_off_spec", 1)),
    "plaques_removed_or_replaced": (("plaques_removed", 1), ("plaques_replaced", 1)),
    "plaques_disposed": (
        ("plaques_removed", 1), ("plaques_replaced", 1), ("plaques_merged", 1),
        ("plaques_reopened_undone", 1), ("plaques_reopened_rebound", 1),
    ),
    "plaques_settled": (("disposals_verified", 1), ("plaques_reopened_rebound", 1)),
    "periods_arranged": (("periods_fair", 1), ("periods_rushed", 1)),
    "filings": (("filings_on_time", 1), ("filings_late", 1)),
    "refusals": (("refusals_forbidden", 1), ("refusals_other", 1)),
    "visits": (("visits_unannounced", 1), ("visits_announced", 1)),
    "findings_open": (("findings", 1), ("findings_closed", -1), ("findings_reopened", 1)),
    "rectifications_open": (("rectifications", 1), ("rectifications_accepted", -1)),
    "rechecks": (("rectifications_accepted", 1), ("rectifications_reopened", 1)),
}  # fmt: skip

FACTS: dict[str, tuple[Fact, ...]] = {event.type: facts for event, facts in _TABLE.items()}
FIGURES = frozenset(fact.figure for facts in FACTS.values() for fact in facts)
NO_FACTS = frozenset(
    event.type
    # The directory is followed, not counted; deliveries, saved schemes and a board's dates say nothing of a township.
    for event in (
        gateway.RegionRegistered, gateway.DepartmentRegistered, gateway.CalendarPublished, gateway.DeliveryExhausted,
        gateway.EndpointDisabled, gateway.EndpointFailing, gateway.EndpointRecovered, supervision.SchemeSaved,
        signage.PlaqueUpdated,
    )
)  # fmt: skip
TOPICS = tuple(sorted({topic_of(name) for name in FACTS}))
LATEST = frozenset(
    # Each publication replaces the one before it: not summed, the newest counts.
    {"list_duty", "list_assist", "list_assist_categories", "list_negative", "specs", "catalogue_forms",
     "catalogue_proposed"}
)  # fmt: skip
INHERITED = frozenset({"certificate_items_forbidden"})
"""What is laid down for a region holds in every region below it: the forbidden items of the whole country."""
