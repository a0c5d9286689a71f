"""What a village is told: green, red with its article, or to ask the office. Pure; red needs certainty."""

from dataclasses import dataclass
from datetime import date

from contracts.passes import PassAnswer, PassReason
from countykit.never_refused import Claim, article_of
from countykit.workdays import CHINA

from supervision_svc.clauses import clause
from supervision_svc.passes.models import State, VisitPass

_RULES = {
    PassReason.FORGED: "INS-01", PassReason.OTHER_VILLAGE: "INS-12", PassReason.EARLY: "INS-12",
    PassReason.EXPIRED: "INS-12", PassReason.USED: "INS-01", PassReason.VOID: "INS-01", PassReason.NO_PASS: "INS-01",
}  # fmt: skip
_WORDS = {
    PassReason.GENUINE: "通行单有效，可以接待。按计划内容开展，不得另要材料、另行加项。",
    PassReason.FORGED: "二维码的签名不符，不是县里签发的通行单，可以谢绝。",
    PassReason.OTHER_VILLAGE: "这张通行单不是到本村的，可以谢绝。",
    PassReason.EARLY: "这张通行单在{day}才有效，可以谢绝。",
    PassReason.EXPIRED: "这张通行单只在{day}有效，已经过期，可以谢绝。",
    PassReason.USED: "这张通行单已于{used}在本村核验过，一单一次，再次到村可以谢绝；同一批人员不必重复核验。",
    PassReason.VOID: "这张通行单已作废，或者计划已取消、变更，可以谢绝。",
    PassReason.NO_PASS: "该单位没有到本村的计划，也没有通行单，所说事由不属于依法不得拒绝的事项，可以谢绝。",
    PassReason.UNKNOWN: "没有查到这个编号，可能抄错了，请核对后再试，或者询问县减负办。",
    PassReason.UNSURE: "不能确定，请对方出示通行单，或者询问县减负办后再答复。",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """The answer with its words and its law."""

    answer: PassAnswer
    reason: PassReason
    detail: str
    law: str | None = None


def of_pass(row: VisitPass | None, *, genuine: bool, in_force: bool, village: str, today: date) -> Advice:
    """What is told about a pass that was shown; `genuine` says that nothing in it contradicts our signature."""
    if not genuine:
        return _advice(PassAnswer.RED, PassReason.FORGED)
    if row is None:
        return _advice(PassAnswer.INQUIRE, PassReason.UNKNOWN)
    reason = _fault(row, in_force=in_force, village=village, today=today)
    if reason is None:
        return _advice(PassAnswer.GREEN, PassReason.GENUINE)
    used = "" if row.used_at is None else f"{row.used_at.astimezone(CHINA):%H:%M}"
    return _advice(PassAnswer.RED, reason, day=f"{row.visit_on:%Y年%m月%d日}", used=used)


def standing(row: VisitPass | None, *, in_force: bool, today: date) -> PassReason:
    """What anybody is told about a pass. One of an unannounced visit is unknown before its day."""
    if row is None or (today < row.visit_on and not row.announced):
        return PassReason.UNKNOWN
    return _fault(row, in_force=in_force, village=row.region, today=today) or PassReason.GENUINE


def _fault(row: VisitPass, *, in_force: bool, village: str, today: date) -> PassReason | None:
    """What a genuine pass lacks to be good here and now."""
    faults = (
        (row.region != village, PassReason.OTHER_VILLAGE),
        (row.state is State.VOID or (not in_force and row.state is State.ISSUED), PassReason.VOID),
        (today < row.visit_on, PassReason.EARLY),
        (today > row.visit_on, PassReason.EXPIRED),
        (row.state is State.USED, PassReason.USED),
    )
    return next((reason for lacks, reason in faults if lacks), None)


def without_pass(claim: Claim | None, *, planned: bool | None) -> Advice:
    """What is told about somebody who shows no pass.

    `planned` is whether the named body may have a plan that covers today; None when nobody is named. What the law lets
    nobody refuse is green whatever the plan says; red only when neither a law nor a plan can cover it.
    """
    matter = article_of(claim)
    if matter is not None:
        detail = f"{matter.claim.title_zh}依法不得拒绝。请对方出示{matter.shows}；不出示的，请询问县减负办。"
        return Advice(PassAnswer.GREEN, PassReason.LAWFUL, detail, f"{matter.law}：{matter.sentence}")
    if claim is Claim.OTHER and planned is False:
        return _advice(PassAnswer.RED, PassReason.NO_PASS)
    return _advice(PassAnswer.INQUIRE, PassReason.UNSURE)


def _advice(answer: PassAnswer, reason: PassReason, **words: str) -> Advice:
    rule = clause(_RULES[reason]) if reason in _RULES else None
    law = None if rule is None else f"{rule.public_source}：{rule.name}"
    return Advice(answer, reason, _WORDS[reason].format(**words), law)
