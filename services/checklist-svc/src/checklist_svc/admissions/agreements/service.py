"""What departments and villages agree on, and how it is accepted and paid."""

from datetime import date
from typing import Any
from uuid import UUID

from contracts.purchases import AgreementSigned
from countykit import directory, lineage
from countykit.errors import require_past
from countykit.identity import EVERYTHING, Caller
from countykit.workdays import end_of_day, today
from servicekit.due import Job
from servicekit.errors import Forbidden
from servicekit.transaction import Transaction
from servicekit.workflow import Taken

from checklist_svc.admissions.agreements import repository
from checklist_svc.admissions.agreements.errors import (
    AgreementExists,
    AgreementUnadmitted,
    InstalmentsUnequal,
    OverFunding,
    PaymentDiffers,
)
from checklist_svc.admissions.agreements.models import PAYMENTS, WORKFLOW, Agreement, Payment
from checklist_svc.admissions.agreements.schemas import Acceptance, AgreementSigning, BodyDues, Dues, PaymentEntry
from checklist_svc.admissions.models import Admission


async def sign(tx: Transaction, caller: Caller, signing: AgreementSigning) -> Agreement:
    """Put an agreement with its instalments on the record.

    Raises AgreementUnadmitted, AgreementExists, InstalmentsUnequal, OverFunding, DateInFuture, RegionUnknown.
    """
    admission = await tx.locked(Admission, signing.admission_id, caller.scope)
    tx.target = None  # the answer is about the agreement
    if not admission.owner_is(caller):
        raise Forbidden
    require_past(signing.signed_on, today(tx.now), "签订日期不能晚于今天")
    await directory.region(tx, signing.region, "village")
    codes = await lineage.family(tx, signing.region)
    if not (admission.number and admission.still_runs(today(tx.now)) and admission.covers(codes)):
        raise AgreementUnadmitted
    if sum(each.amount_yuan for each in signing.instalments) != signing.price_yuan:
        raise InstalmentsUnequal
    if codes & set(await repository.agreed_in(tx, admission.id)):
        raise AgreementExists
    promised = await repository.promised(tx, admission.id)
    if admission.funding_yuan is not None and promised + signing.price_yuan > admission.funding_yuan:
        raise OverFunding(funding_yuan=str(admission.funding_yuan), promised_yuan=str(promised))
    home = (await directory.answering(tx, admission.department)).home
    agreement = tx.add(
        Agreement(
            department=admission.department, charged_home=home, title=admission.title, number=admission.number,
            **signing.model_dump(exclude={"instalments"}),
        )
    )  # fmt: skip
    fact = AgreementSigned(
        title=agreement.title, admission=admission.id, receiver=agreement.receiver,
        price=int(agreement.price_yuan * 100), instalments=len(signing.instalments),
    )  # fmt: skip
    tx.record(fact, about=agreement, department=agreement.department)
    await tx.session.flush()  # an instalment names its agreement
    for each in signing.instalments:
        payment = tx.add(
            Payment(
                region=agreement.region, agreement_id=agreement.id, department=agreement.department,
                charged_home=home, title=agreement.title, receiver_name=agreement.receiver_name, **each.model_dump(),
            )
        )  # fmt: skip
        tx.schedule(DUE.name, payment.id, payment.overdue_at)
    return agreement


def _record(tx: Transaction, row: Agreement | Payment, taken: Taken[Any]) -> None:
    tx.record(taken.event(row), about=row, department=row.department)


async def accept(tx: Transaction, caller: Caller, agreement_id: UUID, acceptance: Acceptance) -> Agreement:
    """The department accepts the work; raises IllegalTransition, DateInFuture."""
    agreement = await tx.locked(Agreement, agreement_id, caller.scope)
    taken = WORKFLOW.take(agreement, "acceptance", caller)
    require_past(acceptance.accepted_on, today(tx.now), "验收日期不能晚于今天")
    agreement.accepted_on, agreement.reason = acceptance.accepted_on, acceptance.reason
    _record(tx, agreement, taken)
    return agreement


async def answer(tx: Transaction, caller: Caller, agreement_id: UUID, action: str, reason: str) -> Agreement:
    """The receiver's township confirms or disputes the acceptance; raises IllegalTransition."""
    agreement = await tx.locked(Agreement, agreement_id, caller.scope)
    taken = WORKFLOW.take(agreement, action, caller)
    agreement.reason = reason
    _record(tx, agreement, taken)
    return agreement


async def terminate(tx: Transaction, caller: Caller, agreement_id: UUID, reason: str) -> Agreement:
    """End an agreement early: what has fallen due is still owed, the rest is not; raises IllegalTransition."""
    agreement = await tx.locked(Agreement, agreement_id, caller.scope)
    taken = WORKFLOW.take(agreement, "termination", caller)
    agreement.reason = reason
    for payment in await repository.pending_of(tx, agreement.id):
        if payment.due_on >= today(tx.now):
            PAYMENTS.take(payment, "cancellation")
            payment.version += 1  # the fact is told of the agreement
            tx.schedule(DUE.name, payment.id, None)
    _record(tx, agreement, taken)
    return agreement


async def pay(tx: Transaction, caller: Caller, payment_id: UUID, entry: PaymentEntry) -> Payment:
    """The department records that it paid; raises PaymentDiffers, DateInFuture, IllegalTransition."""
    payment = await tx.locked(Payment, payment_id, caller.scope)
    taken = PAYMENTS.take(payment, "payment", caller)
    require_past(entry.paid_on, today(tx.now), "支付日期不能晚于今天")
    if entry.amount_yuan != payment.amount_yuan:
        raise PaymentDiffers(amount_yuan=str(payment.amount_yuan))
    payment.paid_on, payment.voucher, payment.reason = entry.paid_on, entry.voucher, None
    tx.schedule(DUE.name, payment.id, None)
    _record(tx, payment, taken)
    return payment


async def receive(tx: Transaction, caller: Caller, payment_id: UUID, reason: str | None) -> Payment:
    """The receiver's township confirms that the money came, or with a reason that it did not."""
    payment = await tx.locked(Payment, payment_id, caller.scope)
    if reason is None:
        taken = PAYMENTS.take(payment, "receipt", caller)
    else:
        outcome = "overdue" if tx.now >= end_of_day(payment.due_on) else "pending"
        taken = PAYMENTS.take(payment, "dispute", caller, outcome=outcome)
        tx.schedule(DUE.name, payment.id, payment.overdue_at)
    payment.reason = reason
    _record(tx, payment, taken)
    return payment


async def fall_due(tx: Transaction, key: str) -> None:
    """The day of an instalment has passed without payment: it is owed."""
    payment = await tx.locked(Payment, UUID(key), EVERYTHING)
    if payment.overdue_at is None or payment.overdue_at > tx.now:
        tx.schedule(DUE.name, payment.id, payment.overdue_at)
        return
    _record(tx, payment, PAYMENTS.take(payment, "lateness"))


DUE = Job("payment-due", fall_due, repository.FALLING_DUE)


async def dues(tx: Transaction, caller: Caller) -> Dues:
    """What bodies owe the villages of the caller's region; a department sees its own debt."""
    day: date = today(tx.now)
    rows = await repository.dues(tx, caller.scope, day)
    return Dues(as_of=day, bodies=[BodyDues.model_validate(row) for row in rows])
