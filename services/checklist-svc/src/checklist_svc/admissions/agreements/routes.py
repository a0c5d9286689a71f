"""HTTP about agreements and payments."""

from typing import Annotated
from uuid import UUID

from countykit.directory import DEPARTMENT_REFUSALS, REGION_REFUSALS
from countykit.errors import DateInFuture
from countykit.identity import Anyone, Caller, Role, allow
from servicekit.errors import Forbidden, NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from checklist_svc.admissions.agreements import errors, service
from checklist_svc.admissions.agreements.models import PAYMENTS as STEPS
from checklist_svc.admissions.agreements.models import WORKFLOW
from checklist_svc.admissions.agreements.repository import AGREEMENTS, PAYMENTS
from checklist_svc.admissions.agreements.schemas import (
    Acceptance,
    AgreementSigning,
    AgreementView,
    Dues,
    PaymentEntry,
    PaymentView,
    Reason,
)

router = Router(prefix="/v1", tags=["agreements"])
Department = Annotated[Caller, allow(Role.DEPARTMENT)]
_ONE, _PAYMENT = "/agreements/{agreement_id}", "/payments/{payment_id}"


@router.post(
    "/agreements",
    status_code=201,
    responses=refusals(
        NotFound, Forbidden, errors.AgreementUnadmitted, errors.AgreementExists, errors.InstalmentsUnequal,
        errors.OverFunding, DateInFuture, *REGION_REFUSALS, *DEPARTMENT_REFUSALS,
    ),
)  # fmt: skip
async def sign_agreement(signing: AgreementSigning, tx: Tx, caller: Department) -> AgreementView:
    """Put on the record who in a village does entrusted work, at which price, paid when (LST-05)."""
    return AgreementView.of(await service.sign(tx, caller, signing), caller)


@router.get("/agreements")
async def list_agreements(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, AGREEMENTS.filters]
) -> Page[AgreementView]:
    """The agreements on work in the caller's region; departments see their own."""
    return await AGREEMENTS.page(tx, caller.scope, wanted, paging, lambda row: AgreementView.of(row, caller))


@router.get(_ONE, responses=refusals(NotFound))
async def read_agreement(agreement_id: UUID, tx: Tx, caller: Anyone) -> AgreementView:
    """One agreement; its instalments are listed by `agreement_id`."""
    return AgreementView.of(await AGREEMENTS.get(tx, caller.scope, agreement_id), caller)


@router.step(WORKFLOW, "acceptance", of=_ONE, refused=(DateInFuture,))
async def accept_agreement(agreement_id: UUID, body: Acceptance, tx: Tx, caller: Anyone) -> AgreementView:
    """Accept the work that was done, as the department that entrusted it."""
    return AgreementView.of(await service.accept(tx, caller, agreement_id, body), caller)


@router.step(WORKFLOW, "confirmation", "dispute", of=_ONE)
async def step_acceptance(agreement_id: UUID, action: str, body: Reason, tx: Tx, caller: Anyone) -> AgreementView:
    """Confirm or dispute an acceptance, as the receiver's township."""
    return AgreementView.of(await service.answer(tx, caller, agreement_id, action, body.reason), caller)


@router.step(WORKFLOW, "termination", of=_ONE)
async def terminate_agreement(agreement_id: UUID, body: Reason, tx: Tx, caller: Anyone) -> AgreementView:
    """End an agreement early; what has fallen due is still owed."""
    return AgreementView.of(await service.terminate(tx, caller, agreement_id, body.reason), caller)


@router.get("/payments")
async def list_payments(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, PAYMENTS.filters]
) -> Page[PaymentView]:
    """Instalments; a village sees what is paid and owed to it (`state=overdue`), departments see their own."""
    return await PAYMENTS.page(tx, caller.scope, wanted, paging, lambda row: PaymentView.of(row, caller))


@router.get(_PAYMENT, responses=refusals(NotFound))
async def read_payment(payment_id: UUID, tx: Tx, caller: Anyone) -> PaymentView:
    """One instalment."""
    return PaymentView.of(await PAYMENTS.get(tx, caller.scope, payment_id), caller)


@router.step(STEPS, "payment", of=_PAYMENT, refused=(errors.PaymentDiffers, DateInFuture))
async def pay_instalment(payment_id: UUID, body: PaymentEntry, tx: Tx, caller: Anyone) -> PaymentView:
    """Record that an instalment was paid, with its voucher."""
    return PaymentView.of(await service.pay(tx, caller, payment_id, body), caller)


@router.step(STEPS, "receipt", of=_PAYMENT)
async def confirm_payment(payment_id: UUID, tx: Tx, caller: Anyone) -> PaymentView:
    """Confirm that an instalment has arrived, as the receiver's township."""
    return PaymentView.of(await service.receive(tx, caller, payment_id, None), caller)


@router.step(STEPS, "dispute", of=_PAYMENT)
async def dispute_payment(payment_id: UUID, body: Reason, tx: Tx, caller: Anyone) -> PaymentView:
    """Say that a recorded payment has not arrived; past its day it is owed again."""
    return PaymentView.of(await service.receive(tx, caller, payment_id, body.reason), caller)


@router.get("/dues")
async def read_dues(tx: Tx, caller: Anyone) -> Dues:
    """What bodies owe the villages of the caller's region, by body: agreed, due, paid, confirmed, unpaid, in yuan."""
    return await service.dues(tx, caller)
