"""What can be done with applications and admissions."""

from datetime import timedelta
from uuid import UUID

from countykit import directory, workdays
from countykit.calendar import Deadline, WorkCalendar, calendar_of, calendars_now
from countykit.identity import EVERYTHING, Caller
from countykit.objections import DAYS as OBJECTION_DAYS
from servicekit.drafts import DraftSubmitted
from servicekit.due import Job
from servicekit.errors import Forbidden
from servicekit.transaction import Transaction
from servicekit.workflow import Taken

from checklist_svc.admissions import emergencies, lateness, numbers, plans, repository, screening
from checklist_svc.admissions.assignments import service as assignments
from checklist_svc.admissions.errors import (
    ApprovalNumberMissing,
    NothingToObjectTo,
    ObjectionLate,
    PointsMissing,
    SecondPersonMissing,
    ValidityInvalid,
)
from checklist_svc.admissions.evaluations import service as evaluations
from checklist_svc.admissions.models import WORKFLOW, Admission
from checklist_svc.admissions.reviews import service as reviews
from checklist_svc.admissions.schemas import (
    Application,
    ApplicationPatch,
    Decision,
    Endorsement,
    Submission,
)
from checklist_svc.admissions.states import Excess, Outcome, State
from checklist_svc.admissions.timings import service as timings
from checklist_svc.repeals.watch import require_in_force
from checklist_svc.settings import Settings

_AUTOMATIC = "清单自动比对：属于负面事项"
_BATCH = 200
"""INS-14: within thirty days of the notice."""


async def draft(tx: Transaction, caller: Caller, application: Application) -> Admission:
    """Draft an application of the caller's own department; raises Forbidden, FollowsInvalid, ScopeOutside."""
    if caller.department is None or len(caller.region) < 6:
        raise Forbidden("只有县、乡两级党政群机构的账号可以提出准入申请")
    await directory.department(tx, caller.department)
    region = caller.region.ljust(12, "0")
    admission = Admission(region=region, department=caller.department, **application.model_dump())
    await screening.require_followed(tx, admission)
    await screening.require_places(tx, admission)
    await timings.reckon(tx, admission)
    return tx.add(admission)


async def amend(tx: Transaction, caller: Caller, admission_id: UUID, patch: ApplicationPatch) -> Admission:
    """Change an application before it is submitted; raises Forbidden, DraftSubmitted."""
    admission = await tx.locked(Admission, admission_id, caller.scope)
    if not admission.owner_is(caller):
        raise Forbidden
    if not WORKFLOW.step("amendment").fits(admission):
        raise DraftSubmitted
    amended = patch.onto(admission.model_dump()).model_dump()
    emergencies.require_fixed(admission, amended)
    admission.sqlmodel_update(amended)
    await timings.reckon(tx, admission)
    admission.version += 1  # a draft is nobody's fact yet
    return admission


def _record(tx: Transaction, admission: Admission, taken: Taken[State]) -> None:
    tx.record(taken.event(admission), about=admission, department=admission.department)


async def submit(
    tx: Transaction, caller: Caller, admission_id: UUID, submission: Submission, settings: Settings
) -> Admission:
    """Hand an application in. The negative list refuses it at once, and that refusal is a fact that stays.

    Raises NoticeTooShort, FundingMissing, OverBudget and the like: mistakes that the applicant can mend.
    """
    admission = await tx.locked(Admission, admission_id, caller.scope)
    taken = WORKFLOW.take(admission, "submission", caller)
    if submission.application is not None:
        amended = submission.application.model_dump()
        emergencies.require_fixed(admission, amended)
        admission.sqlmodel_update(amended)
    await timings.reckon(tx, admission)
    emergencies.filed(tx, admission)
    calendar = await calendar_of(tx, admission.region)
    decide_by = Deadline.of(calendar, workdays.today(tx.now), workdays=settings.decision_workdays)
    admission.submit(tx.now, decide_by)
    admission.took_part(caller)
    await screening.require_followed(tx, admission)
    await screening.require_places(tx, admission)
    _record(tx, admission, taken)
    judgement = await screening.judged(tx, admission)
    admission.advice = judgement.model_dump(mode="json")
    rejection = screening.rejection_of(judgement)
    # Once objected, people decide: the list does not refuse the same application a second time.
    if rejection is not None and admission.objection is None:
        admission.rejection = rejection.model_dump()
        admission.reason, admission.decided_at = _AUTOMATIC, tx.now
        await emergencies.refused(tx, admission)
        _record(tx, admission, WORKFLOW.take(admission, "automatic_rejection"))
        return admission
    await _check(tx, admission, calendar, settings)
    await reviews.request_opinions(tx, admission, settings)
    lateness.LAST_DAYS.schedule(tx, admission)
    return admission


async def object_to_rejection(
    tx: Transaction, caller: Caller, admission_id: UUID, reason: str, settings: Settings
) -> Admission:
    """Bring a rejected application before other people, once; raises NothingToObjectTo, ObjectionLate."""
    admission = await tx.locked(Admission, admission_id, caller.scope)
    if not admission.may_object:
        raise NothingToObjectTo
    if admission.decided_at is not None and tx.now > admission.decided_at + timedelta(days=OBJECTION_DAYS):
        raise ObjectionLate
    taken = WORKFLOW.take(admission, "objection", caller)
    calendar = await calendar_of(tx, admission.region)
    decide_by = Deadline.of(calendar, workdays.today(tx.now), workdays=settings.decision_workdays)
    admission.submit(tx.now, decide_by)
    admission.took_part(caller)
    admission.objection = reason
    _record(tx, admission, taken)
    await _check(tx, admission, calendar, settings)
    await reviews.request_opinions(tx, admission, settings)
    lateness.LAST_DAYS.schedule(tx, admission)
    return admission


async def endorse(tx: Transaction, caller: Caller, admission_id: UUID, endorsement: Endorsement) -> Admission:
    """A second person looks at an objection before it is decided; raises DeciderTookPart, IllegalTransition."""
    admission = await tx.locked(Admission, admission_id, caller.scope)
    taken = WORKFLOW.take(admission, "endorsement", caller)
    admission.endorsed_outcome, admission.endorsement = endorsement.decision, endorsement.reason
    admission.took_part(caller)
    _record(tx, admission, taken)
    return admission


async def decide_excess(tx: Transaction, caller: Caller, admission_id: UUID, outcome: Excess, reason: str) -> Admission:
    """Let a task go beyond its body's budget, or not; raises DeciderTookPart, ServedThere, IllegalTransition."""
    admission = await tx.locked(Admission, admission_id, caller.scope)
    taken = WORKFLOW.take(admission, "excess", caller)
    admission.excess_outcome, admission.excess_note = outcome, reason
    admission.took_part(caller)
    _record(tx, admission, taken)
    return admission


async def _check(tx: Transaction, admission: Admission, calendar: WorkCalendar, settings: Settings) -> None:
    """What the applicant can mend: notice, basis, funds, budget; and the duplicates that a person looks at."""
    screening.require_notice(admission, tx, calendar, settings)
    bases = {"admission": admission.legal_basis}
    await require_in_force(tx, admission.region, bases, max(admission.starts_on, workdays.today(tx.now)))
    screening.require_funds(admission)
    await screening.require_matter(tx, admission)
    await plans.require_planned(tx, admission)
    await screening.keep_budget(tx, admission, settings)
    admission.duplicates = screening.plain(await screening.duplicates_of(tx, admission, settings))


async def decide(
    tx: Transaction, caller: Caller, admission_id: UUID, decision: Decision, settings: Settings
) -> Admission:
    """Grant, reject or return an application, by somebody who had no part in it.

    Raises DeciderTookPart, ReviewsIncomplete, SecondPersonMissing, ApprovalNumberMissing, PointsMissing, OverBudget,
    ValidityInvalid.
    """
    admission = await tx.locked(Admission, admission_id, caller.scope)
    taken = WORKFLOW.take(admission, "decision", caller, outcome=decision.decision)
    await _require_ripe(tx, admission, decision)
    if decision.decision is Outcome.GRANT:
        await _grant(tx, admission, decision, settings)
    if decision.decision is Outcome.REJECT:
        admission.took_part(caller)  # an objection comes before somebody else
        await emergencies.refused(tx, admission)
    if decision.decision is Outcome.RETURN:
        await emergencies.returned(tx, admission, settings)
    admission.points = list(decision.points)
    admission.reason, admission.decided_at = decision.reason, tx.now
    _record(tx, admission, taken)
    await reviews.close(tx, admission)
    if decision.decision is Outcome.GRANT:
        tx.schedule(EXPIRY.name, admission.id, admission.expires_at)
    return admission


async def _require_ripe(tx: Transaction, admission: Admission, decision: Decision) -> None:
    """A return says what to mend; anything else comes after the opinions, and after the second person's."""
    if decision.decision is Outcome.RETURN:
        if not decision.points:
            raise PointsMissing
        return
    if decision.decision is Outcome.GRANT and decision.approval_number is None:
        raise ApprovalNumberMissing
    await reviews.require_complete(tx, admission, agreed=decision.decision is Outcome.GRANT)
    if admission.objection is not None and admission.endorsed_outcome != decision.decision:
        raise SecondPersonMissing


async def _grant(tx: Transaction, admission: Admission, decision: Decision, settings: Settings) -> None:
    """What a grant needs and brings: room in the budget, a signed number, and the admission it replaces."""
    valid_until = decision.valid_until or admission.ends_on
    if not admission.starts_on <= valid_until <= admission.ends_on:
        raise ValidityInvalid
    await evaluations.require_not_poor(tx, admission, settings, decision.despite)
    admission.despite = decision.despite
    # The serial is drawn before the budget is added up: it lets the grants of a county follow one another.
    await numbers.draw(tx, admission)
    admission.ended_on, admission.valid_until = None, valid_until
    await screening.keep_budget(tx, admission, settings)
    screening.require_allowed(admission)
    admission.approval_number = decision.approval_number
    admission.signature = numbers.sign(admission, settings.signer)
    await assignments.follow_admission(tx, admission)
    leaving = await screening.dropped(tx, admission)
    if leaving is not None:
        replaced = await tx.locked(Admission, leaving.id, EVERYTHING)
        await _end(tx, replaced, WORKFLOW.take(replaced, "replacement"), f"一进一出，由{admission.number}替换")


async def withdraw(tx: Transaction, caller: Caller, admission_id: UUID, reason: str) -> Admission:
    """The department gives its application or admission back; raises IllegalTransition."""
    admission = await tx.locked(Admission, admission_id, caller.scope)
    await _end(tx, admission, WORKFLOW.take(admission, "withdrawal", caller), reason)
    await reviews.close(tx, admission)
    return admission


async def revoke(tx: Transaction, caller: Caller, admission_id: UUID, reason: str) -> Admission:
    """The county takes an admission back; raises IllegalTransition."""
    admission = await tx.locked(Admission, admission_id, caller.scope)
    await _end(tx, admission, WORKFLOW.take(admission, "revocation", caller), reason)
    return admission


async def _end(tx: Transaction, admission: Admission, taken: Taken[State], reason: str) -> None:
    admission.reason, admission.ended_on = reason, workdays.today(tx.now)
    await assignments.follow_admission(tx, admission)
    tx.schedule(EXPIRY.name, admission.id, None)
    tx.schedule(emergencies.LAPSE, admission.id, None)
    _record(tx, admission, taken)


async def expire(tx: Transaction, key: str) -> None:
    """The last day of an admission has passed."""
    admission = await tx.locked(Admission, UUID(key), EVERYTHING)
    if admission.expires_at is None or admission.expires_at > tx.now:
        tx.schedule(EXPIRY.name, admission.id, admission.expires_at)
        return
    _record(tx, admission, WORKFLOW.take(admission, "expiry"))


EXPIRY = Job("admission-expiry", expire, repository.EXPIRING)


async def follow_the_calendar(tx: Transaction) -> None:
    """Compute the last days of undecided applications again after a holiday notice; the later day holds (LST-03)."""
    calendars = await calendars_now(tx)
    for admission in await repository.of_older_calendar(tx, calendars.version, _BATCH):
        if admission.due is not None:
            before = admission.due
            admission.set_deadline(before.again(calendars.of(admission.region)))
            admission.version += (
                getattr(admission, admission.day_column) != before.day or admission.provisional != before.provisional
            )
            lateness.LAST_DAYS.schedule(tx, admission)
            if admission.state != State.SUBMITTED:
                tx.schedule(emergencies.LAPSE, admission.id, admission.lapses_at)
