"""The road of a plaque: its states, and the steps between them."""

from typing import Any

from contracts.envelope import Event
from contracts.plaque_entries import PlaqueAbsent
from contracts.signage import (
    Disposal,
    PlaqueDisposalOrdered,
    PlaqueFlagged,
    PlaqueMerged,
    PlaqueNameConfirmed,
    PlaqueReboundAnswered,
    PlaqueRemoved,
    PlaqueReopened,
    PlaqueReplaced,
    PlaqueRetained,
    PlaqueVerified,
)
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.neutrality import neutral
from countykit.objections import REVIEWERS
from servicekit.workflow import Step, Workflow

from signage_svc.plaques.errors import BodyCannotVerify, DoerCannotVerify
from signage_svc.plaques.marks import not_the_judge, not_the_marker, objected, unflagged, upheld


class State(TitledEnum, name="plaque_state", title_zh="牌子状态"):
    """What has become of a plaque."""

    REGISTERED = "registered", "已登记"
    FLAGGED = "flagged", "不规范"
    DISPOSAL_ORDERED = "disposal_ordered", "待处置"
    DONE = "done", "待核验"
    VERIFIED = "verified", "已核验"
    REOPENED = "reopened", "须重新处置"
    GONE = "gone", "已不在挂"


TOWNSHIP = frozenset({Role.TOWNSHIP})
_CHECKERS = frozenset({Role.TOWNSHIP, Role.INSPECTOR, Role.COUNTY_OFFICE})
_ORDERERS = frozenset({Role.TOWNSHIP, Role.COUNTY_OFFICE})
_COUNTY = frozenset({Role.INSPECTOR, Role.COUNTY_OFFICE})
"""Not the township: taking a mark back raises its own completion."""


def another_person(plaque: Any, caller: Caller) -> DoerCannotVerify | None:
    """Nobody verifies what they did."""
    return DoerCannotVerify() if caller.is_any_of(plaque.done_by) else None


def of_another_body(plaque: Any, caller: Caller) -> BodyCannotVerify | None:
    """What a township did or is asked about is looked at by another body ."""
    own = caller.is_of_a_township or caller.has_served(plaque.region)
    return BodyCannotVerify() if own else None


def disposed(plaque: Any, _: State) -> Event:
    """The event of a disposal that was done."""
    if plaque.disposal is Disposal.MERGE_INTO:
        return PlaqueMerged(into_spec=plaque.into_spec or "")
    return PlaqueReplaced() if plaque.disposal is Disposal.REPLACE else PlaqueRemoved()


WORKFLOW = Workflow({
    "flag": Step(
        {State.REGISTERED, State.VERIFIED}, State.FLAGGED, _CHECKERS, "标记", when=lambda plaque: plaque.hangs,
        fact=lambda plaque, _: PlaqueFlagged(
            reason=plaque.flag_reason.value, after_baseline=plaque.after_baseline, title=plaque.name[:200]
        ),
    ),
    "unflagging": Step(
        {State.FLAGGED}, State.REGISTERED, _COUNTY, "撤销标记", rules=(not_the_marker,), fact=unflagged,
        when=lambda plaque: not plaque.contested,
    ),
    # A mark counts against the township, which may contest it once, before it says what becomes of the board.
    "objection": Step(
        {State.FLAGGED}, None, TOWNSHIP, "对标记提出申诉", when=lambda plaque: plaque.objection is None, fact=objected,
    ),
    "review": Step(
        {State.FLAGGED}, {"upheld": State.FLAGGED, "overturned": State.REGISTERED}, REVIEWERS, "复核标记",
        when=lambda plaque: plaque.contested, rules=(not_the_judge, neutral),
        fact={"upheld": upheld, "overturned": unflagged},
    ),
    "confirmation": Step(
        {State.REGISTERED, State.VERIFIED}, None, _CHECKERS, "确认名称",
        when=lambda plaque: plaque.hangs and (plaque.doubt is not None or plaque.confirmed_by is not None),
        fact=lambda plaque, _: PlaqueNameConfirmed(spec=plaque.spec),
    ),
    "correction": Step(
        {State.REGISTERED, State.VERIFIED}, None, _CHECKERS, "更正登记", when=lambda plaque: plaque.hangs,
    ),
    # The calendar only asks whether a board has lapsed; who finds that it has marks it.
    "retention": Step(
        {State.REGISTERED, State.VERIFIED}, None, _CHECKERS, "确认仍有效", when=lambda plaque: plaque.lapse is not None,
        fact=lambda *_: PlaqueRetained(),
    ),
    # The ledger only asks: a name that means the same is no charge before somebody outside of the township has looked.
    "identity": Step(
        {State.REGISTERED, State.VERIFIED}, None, _COUNTY, "核实疑似回潮", rules=(of_another_body,),
        when=lambda plaque: plaque.hangs and plaque.suspected is not None,
        fact=lambda plaque, _: PlaqueReboundAnswered(rebound=plaque.rebound_of is not None),
    ),
    "disposal": Step(
        {State.FLAGGED, State.REOPENED}, State.DISPOSAL_ORDERED, _ORDERERS, "下达处置",
        when=lambda plaque: not plaque.contested,
        fact=lambda plaque, _: PlaqueDisposalOrdered(
            disposal=plaque.disposal.value, due_on=plaque.disposal_due_on
        ),
    ),
    "completion": Step({State.DISPOSAL_ORDERED}, State.DONE, TOWNSHIP, "报告完成", fact=disposed),
    "verification": Step(
        {State.DONE}, {"accepted": State.VERIFIED, "returned": State.REOPENED}, _COUNTY, "核验",
        rules=(another_person, of_another_body),
        fact={
            "accepted": lambda plaque, _: PlaqueVerified(
                disposal=plaque.disposal.value, after_baseline=plaque.after_baseline
            ),
            "returned": lambda plaque, _: PlaqueReopened(rebound=False, after_baseline=plaque.after_baseline),
        },
    ),
    # Nobody may ask for it: a new ledger entry causes it.
    "rebound": Step(
        {State.DONE, State.VERIFIED}, State.REOPENED,
        fact=lambda plaque, _: PlaqueReopened(rebound=True, after_baseline=plaque.after_baseline),
    ),
    # Nor for this: a survey round found that what nobody had marked hangs no more.
    "absence": Step(
        {State.REGISTERED, State.VERIFIED}, State.GONE, when=lambda plaque: plaque.hangs,
        fact=lambda *_: PlaqueAbsent(),
    ),
    # Nor for this: the mark of the board that was taken for it fell.
    "settlement": Step({State.REOPENED}, {"done": State.DONE, "verified": State.VERIFIED}),
})  # fmt: skip
