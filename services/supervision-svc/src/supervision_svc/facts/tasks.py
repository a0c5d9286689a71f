"""The facts of admitted tasks on their way through villages: emergencies, dispatch, evaluation, agreements, money."""

from contracts import assignments, emergencies, purchases
from contracts.envelope import Event

from supervision_svc.facts.fact import Fact, On

TASKS: dict[type[Event], tuple[Fact, ...]] = {
    assignments.TaskAssigned: (Fact("tasks_assigned"),),
    assignments.AssignmentEnded: (Fact("assignments_ended"),),
    # Answers at drawn visits alone say how satisfied villagers are; a township's grade says something of the task.
    assignments.VillagersAnswered: (
        Fact("villagers_answered", counts="respondents", day=On("visited_on")),
        Fact("villagers_satisfied", counts="satisfied", day=On("visited_on")),
    ),
    assignments.TaskEvaluated: (
        Fact("tasks_evaluated"), Fact("tasks_evaluated_poor", when=("grade", "poor")),
        # Of the same answers, told once a task has ended and five or more were asked: these may be shown and rated.
        Fact("evaluated_respondents", counts="respondents", needs="respondents"),
        Fact("evaluated_satisfied", counts="satisfied", needs="satisfied"),
    ),
    purchases.AgreementSigned: (Fact("agreements_signed"), Fact("agreed_fen", counts="price")),
    purchases.AcceptanceConfirmed: (Fact("agreements_accepted"),),
    # What a body owes villages, as a stock: it falls due, and ends with a payment that the township does not dispute.
    purchases.PaymentOverdue: (
        Fact("payments_owed", charged=True), Fact("payments_owed_fen", counts="amount", charged=True),
    ),
    purchases.PaymentRecorded: (
        Fact("payments_owed", -1, when=("was_overdue", True), charged=True),
        Fact("payments_owed_fen", -1, counts="amount", when=("was_overdue", True), charged=True),
    ),
    purchases.PaymentDisputed: (
        Fact("payments_owed", when=("overdue", True), charged=True),
        Fact("payments_owed_fen", counts="amount", when=("overdue", True), charged=True),
    ),
    purchases.PaymentConfirmed: (Fact("payments_confirmed"), Fact("payments_confirmed_fen", counts="amount")),
    emergencies.EmergencyStarted: (Fact("emergencies_started"),),
    emergencies.EmergencyLapsed: (Fact("emergencies_lapsed"),),
}  # fmt: skip
TASK_STEPS = frozenset(
    event.type for event in (purchases.AgreementAccepted, purchases.AcceptanceDisputed, purchases.AgreementTerminated)
)
"""What is followed by something that counts."""
