"""What can be done with applications and admissions."""

from uuid import UUID

from contracts.checklist import AdmissionReviewed
from countykit import directory, workdays
from countykit.calendar import Deadline, WorkCalendar, calendar_of, calendars_now
from countykit.identity import EVERYTHING, Caller
from servicekit.drafts import DraftSubmitted
from servicekit.due import Job
from servicekit.errors import Forbidden
from servicekit.transaction import Transaction
from servicekit.workflow import Taken

from checklist_svc.admissions import numbers, repository, screening
from checklist_svc.admissions.errors import (
    NotAReviewBody,
    NothingToObjectTo,
    ReviewRepeated,
    ReviewsIncomplete,
    ValidityInvalid,
)
from checklist_svc.admissions.models import DRAFTS, WORKFLOW, Admission, Review, State, Verdict
from checklist_svc.admissions.schemas import (
    Application,
    ApplicationPatch,
    BudgetYear,
    Decision,
    Outcome,
    PublicCheck,
    ReviewBody,
    Submission,
)
from checklist_svc.settings import Settings
from checklist_svc.wording import sameness

_AUTOMATIC = "清单自动比对：属于负面事项"
_BATCH = 200


async def draft(tx: Transaction, caller: Caller, application: Application) -> Admission:
    """Draft an application of the caller's own department; raises Forbidden, DepartmentUnknown."""
    if caller.department is None or len(caller.region) < 6:
        raise Forbidden("只有县、乡两级党政群机构的账号可以提出准入申请")
    await directory.department(tx, caller.department)
    region = caller.region.ljust(12, "0")
    return tx.add(Admission(region=region, department=caller.department, **application.model_dump()))


async def amend(tx: Transaction, caller: Caller, admission_id: UUID, patch: ApplicationPatch) -> Admission:
    """Change an application before it is submitted; raises Forbidden, DraftSubmitted."""
    admission = await tx.locked(Admission, admission_id, caller.scope)
    if not admission.owner_is(caller):
        raise Forbidden
    if admission.state not in DRAFTS:
        raise DraftSubmitted
    admission.sqlmodel_update(patch.onto(admission.model_dump()).model_dump())
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
        admission.sqlmodel_update(submission.application.model_dump())
    calendar = await calendar_of(tx, admission.region)
    decide_by = Deadline.of(calendar, workdays.today(tx.now), workdays=settings.decision_workdays)
    admission.submit(tx.now, decide_by)
    _record(tx, admission, taken)
    judgement = await screening.judged(tx, admission)
    admission.advice = judgement.model_dump(mode="json")
    rejection = screening.rejection_of(judgement)
    if rejection is not None:
        admission.rejection = rejection.model_dump()
        _decide(tx, admission, "reject", _AUTOMATIC)
        return admission
    await _check(tx, admission, calendar, settings)
    return admission


async def object_to_rejection(
    tx: Transaction, caller: Caller, admission_id: UUID, reason: str, settings: Settings
) -> Admission:
    """Bring an application that the negative list refused before a person, once; raises NothingToObjectTo."""
    admission = await tx.locked(Admission, admission_id, caller.scope)
    if not admission.may_object:
        raise NothingToObjectTo
    taken = WORKFLOW.take(admission, "objection", caller)
    calendar = await calendar_of(tx, admission.region)
    decide_by = Deadline.of(calendar, workdays.today(tx.now), workdays=settings.decision_workdays)
    admission.submit(tx.now, decide_by)
    admission.objection = reason
    _record(tx, admission, taken)
    await _check(tx, admission, calendar, settings)
    return admission


async def _check(tx: Transaction, admission: Admission, calendar: WorkCalendar, settings: Settings) -> None:
    """What the applicant can mend: notice, funds, budget; and the duplicates that a person looks at."""
    screening.require_notice(admission, tx, calendar, settings)
    screening.require_funds(admission)
    admission.budget = screening.plain(await screening.budget_of(tx, admission, settings))
    admission.duplicates = screening.plain(await screening.duplicates_of(tx, admission, settings))


def _decide(tx: Transaction, admission: Admission, outcome: str, reason: str) -> None:
    taken = WORKFLOW.take(admission, "decision", outcome=outcome)
    admission.reason, admission.decided_at = reason, tx.now
    _record(tx, admission, taken)


async def review(
    tx: Transaction, caller: Caller, admission_id: UUID, opinion: ReviewBody, settings: Settings
) -> tuple[Admission, list[Review]]:
    """Add what one of the reviewing bodies says; raises NotAReviewBody, ReviewRepeated, IllegalTransition."""
    if opinion.body not in settings.review_bodies:
        raise NotAReviewBody(bodies=settings.review_bodies)
    admission = await tx.locked(Admission, admission_id, caller.scope)
    WORKFLOW.take(admission, "reviews", caller)
    before = await repository.reviews_of(tx, admission.id)
    if any(other.round == admission.round and other.body == opinion.body for other in before):
        raise ReviewRepeated
    added = Review(
        admission_id=admission.id, round=admission.round, reviewer=caller.sub, reviewed_at=tx.now,
        **opinion.model_dump(),
    )  # fmt: skip
    tx.add(added)
    fact = AdmissionReviewed(body=added.body, agreed=added.verdict == Verdict.AGREE)
    tx.record(fact, about=admission, department=admission.department)
    return admission, [*before, added]


async def decide(
    tx: Transaction, caller: Caller, admission_id: UUID, decision: Decision, settings: Settings
) -> Admission:
    """Grant, reject or return an application; raises ReviewsIncomplete, OverBudget, ValidityInvalid."""
    admission = await tx.locked(Admission, admission_id, caller.scope)
    WORKFLOW.after(admission.state, "decision", decision.outcome)
    if decision.outcome is Outcome.GRANT:
        await _grant(tx, admission, decision, settings)
    _decide(tx, admission, decision.outcome, decision.reason)
    if decision.outcome is Outcome.GRANT:
        tx.schedule(EXPIRY.name, admission.id, admission.expires_at)
    return admission


async def _grant(tx: Transaction, admission: Admission, decision: Decision, settings: Settings) -> None:
    """What a grant needs and brings: reviews, room in the budget, a signed number, and the admission it replaces."""
    await _require_reviews(tx, admission, settings)
    valid_until = decision.valid_until or admission.ends_on
    if not admission.starts_on <= valid_until <= admission.ends_on:
        raise ValidityInvalid
    # The serial is drawn before the budget is added up: it lets the grants of a county follow one another.
    year = workdays.today(tx.now).year
    serial = await repository.next_serial(tx, admission.region[:6], year)
    admission.budget = screening.plain(await screening.budget_of(tx, admission, settings))
    admission.number = numbers.compose(admission.region, year, serial)
    admission.valid_until = valid_until
    admission.signature = numbers.sign(admission, settings.signer)
    leaving = await screening.dropped(tx, admission)
    if leaving is not None:
        replaced = await tx.locked(Admission, leaving.id, EVERYTHING)
        _end(tx, replaced, WORKFLOW.take(replaced, "replacement"), f"一进一出，由{admission.number}替换")


async def _require_reviews(tx: Transaction, admission: Admission, settings: Settings) -> None:
    reviews = {review.body: review.verdict for review in await repository.reviews_of(tx, admission.id, admission.round)}
    missing = [body for body in settings.review_bodies if body not in reviews]
    objecting = [body for body in settings.review_bodies if reviews.get(body) == Verdict.OBJECT]
    if missing or objecting:
        raise ReviewsIncomplete(missing=missing, objecting=objecting)


async def withdraw(tx: Transaction, caller: Caller, admission_id: UUID, reason: str) -> Admission:
    """The department gives its application or admission back; raises IllegalTransition."""
    admission = await tx.locked(Admission, admission_id, caller.scope)
    _end(tx, admission, WORKFLOW.take(admission, "withdrawal", caller), reason)
    return admission


def _end(tx: Transaction, admission: Admission, taken: Taken[State], reason: str) -> None:
    admission.reason = reason
    tx.schedule(EXPIRY.name, admission.id, None)
    _record(tx, admission, taken)


async def expire(tx: Transaction, key: str) -> None:
    """The last day of an admission has passed."""
    admission = await tx.locked(Admission, UUID(key), EVERYTHING)
    if admission.expires_at is None or admission.expires_at > tx.now:
        tx.schedule(EXPIRY.name, admission.id, admission.expires_at)
        return
    _record(tx, admission, WORKFLOW.take(admission, "expiry"))


EXPIRY = Job("admission-expiry", expire, repository.EXPIRING)


async def check(tx: Transaction, number: str, signature: str | None, settings: Settings) -> PublicCheck:
    """What anyone may know about a number; unknown, mistyped and tampered ones are all called forged."""
    admission = await repository.by_number(tx, number) if numbers.well_formed(number) else None
    if admission is None or not numbers.genuine(admission, settings.public_keys, signature):
        return PublicCheck(number=number, status="forged")
    shown = admission.model_dump(include={"title", "department", "region", "starts_on", "valid_until", "signature"})
    if admission.state == State.WITHDRAWN:
        return PublicCheck(number=number, status="withdrawn", **shown)
    valid = admission.in_force(workdays.today(tx.now))
    return PublicCheck(number=number, status="valid" if valid else "expired", **shown)


async def admits(tx: Transaction, number: str, *, department: str, title: str, settings: Settings) -> bool:
    """Whether a number given with a demand really admits this demand of this department today."""
    admission = await repository.by_number(tx, number)
    return (
        admission is not None
        and admission.department == department
        and admission.in_force(workdays.today(tx.now))
        and numbers.genuine(admission, settings.public_keys)
        and sameness(admission.title, title) >= settings.same_matter_threshold
    )


async def burden(tx: Transaction, caller: Caller, department: str, year: int, settings: Settings) -> BudgetYear:
    """A department's burden budget in a year and what its running admissions take of it."""
    if caller.scope.department not in (None, department):
        raise Forbidden("只能查看本部门的负担预算")
    running = await repository.granted_to(tx, caller.region.ljust(12, "0"), department)
    committed = sum(admission.minutes_in(year) for admission in running)
    return BudgetYear(year=year, budget=settings.burden_budget_minutes, committed=committed, added=0)


async def follow_the_calendar(tx: Transaction) -> None:
    """Compute the last days of undecided applications again after a holiday notice; the later day holds (LST-03)."""
    calendars = await calendars_now(tx)
    for admission in await repository.of_older_calendar(tx, calendars.version, _BATCH):
        if admission.due is not None:
            before = admission.due
            admission.set_deadline(before.again(calendars.of(admission.region)))
            admission.version += admission.decide_by != before.day or admission.provisional != before.provisional
