"""The facts of findings and of their repairs: what is due, kept, missed, returned, and taken back."""

from contracts import contested_findings, rectifications, supervision
from contracts.contested_findings import RepairCount
from contracts.envelope import Event

from supervision_svc.facts.fact import Fact, On, Passed, Submission


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


def _back(kind: RepairCount, figure: str) -> Fact:
    """What a repair was counted as is taken back on its day."""
    return Fact(figure, -1, each="counts", when=("kind", kind.value), day=On("taken_back_on"))


_VOIDED = (
    Fact("rectifications_cancelled"),
    _back(RepairCount.DUE, "rectifications_due"),
    _back(RepairCount.IN_TIME, "rectified_in_time"),
    _back(RepairCount.ACCEPTED, "rectifications_accepted"),
    _back(RepairCount.RETURNED, "rectifications_reopened"),
    _back(RepairCount.FALSE_REPORT, "false_reports"),
    _back(RepairCount.GONE_OVERDUE, "rectifications_gone_overdue"),
    _back(RepairCount.OVERDUE_OPEN, "rectifications_overdue_open"),
    _back(RepairCount.LONG_OVERDUE, "rectifications_long_overdue"),
)
"""There was nothing to repair: all that it was counted as is taken back."""

REPAIRS: dict[type[Event], tuple[Fact, ...]] = {
    supervision.FindingRaised: (Fact("findings"),),
    supervision.FindingClosed: (Fact("findings_closed"),),
    supervision.FindingReopened: (Fact("findings_reopened"),),
    contested_findings.FindingObjected: (Fact("objections_filed"),),
    contested_findings.FindingUpheld: (Fact("objections_upheld"),),
    contested_findings.FindingOverturned: (
        Fact("findings", -1, day=On("counted_on")), Fact("findings_closed", -1, when=("closed", True)),
    ),
    rectifications.RectificationCancelled: (Fact("rectifications_cancelled"), _due(-1), *_waiting(-1)),
    rectifications.RectificationOpened: (Fact("rectifications"), _due(1), *_waiting(1)),
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
    contested_findings.RectificationObjected: (Fact("objections_filed"),),
    contested_findings.RectificationUpheld: (Fact("objections_upheld"),),
    contested_findings.RectificationVoided: _VOIDED,
    contested_findings.RectificationOverturned: _VOIDED,
}  # fmt: skip
