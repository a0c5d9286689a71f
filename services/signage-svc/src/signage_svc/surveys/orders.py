"""What can be done with the work orders of a round."""

from uuid import UUID

from countykit.identity import EVERYTHING, Caller
from countykit.workdays import today
from servicekit.transaction import Transaction
from servicekit.workflow import Taken

from signage_svc.surveys import repository
from signage_svc.surveys.errors import DueInPast, OutsideOfSurvey
from signage_svc.surveys.models import ORDER_WORKFLOW, OrderState, SurveyOrder
from signage_svc.surveys.schemas import (
    OrderAnswer,
    OrderCompletion,
    OrderObjection,
    OrderReassignment,
    OrderReply,
    OrderVerification,
)


async def answer(tx: Transaction, caller: Caller, order_id: UUID, body: OrderAnswer) -> SurveyOrder:
    """A person says whether the board is the one that was removed."""
    order, taken = await _taken(tx, caller, order_id, "answer")
    order.is_rebound, order.note = body.rebound, body.note
    return await _recorded(tx, order, taken)


async def object_to(tx: Transaction, caller: Caller, order_id: UUID, body: OrderObjection) -> SurveyOrder:
    """A village says that a difference is none."""
    order, taken = await _taken(tx, caller, order_id, "objection")
    order.objection = body.grounds
    return await _recorded(tx, order, taken)


async def reply(tx: Transaction, caller: Caller, order_id: UUID, body: OrderReply) -> SurveyOrder:
    """Answer a village's objection; what is accepted marks no board."""
    order, taken = await _taken(tx, caller, order_id, "reply")
    order.objection_accepted, order.note = body.decision == "accepted", body.reason
    return await _recorded(tx, order, taken)


async def reassign(tx: Transaction, caller: Caller, order_id: UUID, body: OrderReassignment) -> SurveyOrder:
    """Another person or another day; raises DueInPast."""
    order, taken = await _taken(tx, caller, order_id, "reassignment")
    if body.due_on < today(tx.now):
        raise DueInPast
    order.responsible, order.due_on, order.note = body.responsible, body.due_on, body.note
    return await _recorded(tx, order, taken)


async def complete(tx: Transaction, caller: Caller, order_id: UUID, body: OrderCompletion) -> SurveyOrder:
    """Report that the difference is set right; raises ReboundUnanswered, OutsideOfSurvey."""
    order, taken = await _taken(tx, caller, order_id, "completion")
    if body.board is not None:
        survey = await repository.ROUNDS.get(tx, EVERYTHING, order.round_id)
        if body.board.region not in survey.frame:
            raise OutsideOfSurvey
    order.afterwards = body.board.model_dump(mode="json") if body.board else None
    order.still_hangs, order.note, order.done_by = body.still_hangs, body.note, caller.sub
    return await _recorded(tx, order, taken)


async def verify(tx: Transaction, caller: Caller, order_id: UUID, body: OrderVerification) -> SurveyOrder:
    """Confirm what somebody else set right, or send it back; raises SurveyorCannotVerify."""
    order, taken = await _taken(tx, caller, order_id, "verification", body.decision)
    order.note = body.reason
    return await _recorded(tx, order, taken)


async def _taken(
    tx: Transaction, caller: Caller, order_id: UUID, step: str, outcome: str | None = None
) -> tuple[SurveyOrder, Taken[OrderState]]:
    order = await repository.ORDERS.locked(tx, caller.scope, order_id)
    return order, ORDER_WORKFLOW.take(order, step, caller, outcome=outcome)


async def _recorded(tx: Transaction, order: SurveyOrder, taken: Taken[OrderState]) -> SurveyOrder:
    """Publish the step, and count the round's orders anew; its figures are shown with it."""
    tx.record(taken.event(order), about=order)
    survey = await repository.ROUNDS.locked(tx, EVERYTHING, order.round_id)
    await tx.session.flush()
    counts = await repository.count_open(tx, survey.id)
    if (survey.orders_open, survey.rebounds) != (counts["orders_open"], counts["rebounds"]):
        survey.orders_open, survey.rebounds = counts["orders_open"], counts["rebounds"]
    return order
