"""Facts of signage-svc about survey rounds (摸底) and their work orders."""

from datetime import date
from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import Count


class LedgerKind(TitledEnum, name="survey_ledger", title_zh="摸底台账"):
    """The two ledgers of a round: neither is typed by a village."""

    SITE = "site", "村级台账(现场清点)"
    FILE = "file", "乡级台账(备案登记)"


class Outcome(TitledEnum, name="survey_outcome", title_zh="台账比对结果"):
    """How a board stands in the two ledgers."""

    MATCHED = "matched", "一致"
    MISSING = "missing", "备案有、现场无"
    UNEXPECTED = "unexpected", "现场有、备案无"
    MISPLACED = "misplaced", "位置不符"
    OFF_SPEC = "off_spec", "规格不符"


class SurveyOpened(Event):
    """A survey round (摸底) was opened in a township."""

    type: ClassVar[str] = "signage.survey.opened.v1"
    title_zh: ClassVar[str] = "部署摸底"
    collection: ClassVar[str] = "surveys"
    audience: ClassVar[Audience] = Audience.READERS

    number: Count
    villages: Count


class SurveyLedgerEntered(Event):
    """Villages were entered in one of the two ledgers of a round; so many are in it now."""

    type: ClassVar[str] = "signage.survey.ledger_entered.v1"
    title_zh: ClassVar[str] = "录入摸底台账"
    collection: ClassVar[str] = "surveys"
    audience: ClassVar[Audience] = Audience.READERS

    ledger: LedgerKind
    villages_entered: Count
    villages: Count


class SurveyReconciled(Event):
    """The two ledgers of a round were compared; each difference has its work order."""

    type: ClassVar[str] = "signage.survey.reconciled.v1"
    title_zh: ClassVar[str] = "比对两级台账"
    collection: ClassVar[str] = "surveys"
    audience: ClassVar[Audience] = Audience.READERS

    number: Count
    surveyed: Count
    matched: Count
    orders: Count


class SurveyClosed(Event):
    """A round ended: what hangs is in the ledger. `matched` is as found at the comparison, before any repair."""

    type: ClassVar[str] = "signage.survey.closed.v1"
    title_zh: ClassVar[str] = "关闭摸底"
    collection: ClassVar[str] = "surveys"
    audience: ClassVar[Audience] = Audience.READERS

    number: Count
    surveyed: Count
    matched: Count
    orders: Count
    rebounds: Count


class SurveyCancelled(Event):
    """A round was given up before anything was compared."""

    type: ClassVar[str] = "signage.survey.cancelled.v1"
    title_zh: ClassVar[str] = "作废摸底"
    collection: ClassVar[str] = "surveys"
    audience: ClassVar[Audience] = Audience.READERS

    number: Count


class SurveyOrderIssued(Event):
    """A difference between the two ledgers, or a suspected rebound, is to be set right."""

    type: ClassVar[str] = "signage.survey_order.issued.v1"
    title_zh: ClassVar[str] = "下达差异工单"
    collection: ClassVar[str] = "survey-orders"
    audience: ClassVar[Audience] = Audience.READERS

    outcome: Outcome
    due_on: date
    suspected: bool


class SurveyReboundAnswered(Event):
    """A person said whether a board is one that was removed."""

    type: ClassVar[str] = "signage.survey_order.answered.v1"
    title_zh: ClassVar[str] = "确认是否回潮"
    collection: ClassVar[str] = "survey-orders"
    audience: ClassVar[Audience] = Audience.READERS

    rebound: bool


class SurveyOrderReassigned(Event):
    """A work order of a round went to another person or another day."""

    type: ClassVar[str] = "signage.survey_order.reassigned.v1"
    title_zh: ClassVar[str] = "改派差异工单"
    collection: ClassVar[str] = "survey-orders"
    audience: ClassVar[Audience] = Audience.READERS

    due_on: date


class SurveyOrderObjected(Event):
    """A village objected to a difference that was found in it."""

    type: ClassVar[str] = "signage.survey_order.objected.v1"
    title_zh: ClassVar[str] = "村对差异工单提出异议"
    collection: ClassVar[str] = "survey-orders"
    audience: ClassVar[Audience] = Audience.READERS

    outcome: Outcome


class SurveyOrderObjectionAnswered(Event):
    """A village's objection to a difference was answered; what is accepted is no fault, and marks no board."""

    type: ClassVar[str] = "signage.survey_order.objection_answered.v1"
    title_zh: ClassVar[str] = "答复村的异议"
    collection: ClassVar[str] = "survey-orders"
    audience: ClassVar[Audience] = Audience.READERS

    accepted: bool


class SurveyOrderDone(Event):
    """A difference was reported as set right; not yet verified."""

    type: ClassVar[str] = "signage.survey_order.done.v1"
    title_zh: ClassVar[str] = "办结差异工单"
    collection: ClassVar[str] = "survey-orders"
    audience: ClassVar[Audience] = Audience.READERS

    outcome: Outcome


class SurveyOrderVerified(Event):
    """Somebody other than the doer verified that a difference is set right."""

    type: ClassVar[str] = "signage.survey_order.verified.v1"
    title_zh: ClassVar[str] = "核验差异工单"
    collection: ClassVar[str] = "survey-orders"
    audience: ClassVar[Audience] = Audience.READERS

    outcome: Outcome


class SurveyOrderReturned(Event):
    """A difference was found not to be set right."""

    type: ClassVar[str] = "signage.survey_order.returned.v1"
    title_zh: ClassVar[str] = "退回差异工单"
    collection: ClassVar[str] = "survey-orders"
    audience: ClassVar[Audience] = Audience.READERS

    outcome: Outcome
