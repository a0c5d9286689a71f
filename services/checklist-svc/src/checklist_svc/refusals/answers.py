"""What a village is told when it wants to know whether it may refuse: red needs certainty. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.demand_answers import DemandAnswer, DemandReason
from countykit.never_refused import named_in
from wording.answers import Verdict
from wording.demands import DemandJudgement
from wording.folding import fold

from checklist_svc.admissions.burdens.models import FormBurden
from checklist_svc.admissions.checks import Coverage
from checklist_svc.admissions.models import Admission
from checklist_svc.editions.models import Edition, Kind, ListItem
from checklist_svc.refusals.letter import OPINION, law_of
from checklist_svc.refusals.schemas import Demand
from checklist_svc.wording import sameness

_CERTAIN = 0.8
"""From this probability of a breach a letter may rest on the words; what is flagged below it a person looks at."""
_NEAR = 60
"""From this likeness to a duty's name or usual wording a person looks."""
_LAW = re.compile(r"条例|法(?=$|律|规|》|第|[（(])")
_VISIT = re.compile("(到|入|下|来|进|对|赴)(各)?村.{0,12}(检查|督查|督导|调研|考核|评估|核查|暗访|考察)")
_OPEN = "请问清这件事由哪个单位负责、依据什么、有没有准入编号。"


@dataclass(frozen=True, slots=True)
class Case:
    """A demand with everything that may cover it on its day."""

    demand: Demand
    day: date
    village: str
    edition: Edition
    items: Sequence[ListItem]
    judgement: DemandJudgement
    number: tuple[Coverage, Admission | None] | None
    """What a number that was shown proves."""
    known: tuple[Coverage, Admission] | tuple[None, None]
    """An admission of the same matter of which nobody showed the number."""
    running: Sequence[Admission]
    """What is dispatched to the village for the day, by whichever body."""
    forms: Sequence[FormBurden]
    threshold: int

    def same(self, name: str) -> bool:
        """Whether a name reads as the demanded matter itself."""
        return sameness(self.demand.title, name) >= self.threshold

    def law_of(self, item: ListItem) -> str | None:
        """What of an item's basis is law in this county."""
        return law_of(item.legal_basis, self.edition)

    def of(self, *kinds: Kind) -> Iterator[ListItem]:
        """The items of some lists."""
        return (item for item in self.items if item.kind in kinds)


@dataclass(frozen=True, slots=True)
class Advice:
    """The answer with its law, and what it is about: an item, an admission, a form."""

    answer: DemandAnswer
    reason: DemandReason
    detail: str
    law: str | None = None
    item: str | None = None
    name: str | None = None
    number: str | None = None
    question: str | None = None


def answer(case: Case) -> Advice:
    """The first rule that knows: what is owed, what is certainly not, what a person must look at, and the rest."""
    rules = (
        _admitted, _listed, _form, _literal, _lawful, _elsewhere, _near, _uncovered, _claimed, _running, _visit,
        _doubtful,
    )  # fmt: skip
    found = next(filter(None, (rule(case) for rule in rules)), None)
    return found or _advice(DemandReason.UNLISTED, law=OPINION)


def cited(case: Case) -> ListItem | None:
    """The item of the negative list that the demand is, or is like; none of what does not read as a breach."""
    negative = {item.code: item for item in case.of(Kind.NEGATIVE)}
    if _breach(case):
        return next((negative[found.code] for found in case.judgement.items if found.code in negative), None)
    return _alike(case)


def _breach(case: Case) -> bool:
    judgement = case.judgement
    sure = judgement.answer is Verdict.FLAG and judgement.breach >= _CERTAIN
    return sure or judgement.answer is Verdict.BLOCK


def _alike(case: Case) -> ListItem | None:
    """The item of which a usual wording reads as the demand, where the demand does not read as lawful."""
    if case.judgement.answer is Verdict.PASS:
        return None
    return next((item for item in case.of(Kind.NEGATIVE) if any(map(case.same, (item.name, *item.wordings)))), None)


def _admitted(case: Case) -> Advice | None:
    found = next((a for c, a in (case.number or (None, None), case.known) if c is Coverage.COVERED), None)
    return None if found is None else _of_task(DemandReason.ADMITTED, found)


def _listed(case: Case) -> Advice | None:
    found = next((item for item in case.of(Kind.DUTY, Kind.ASSIST) if case.same(item.name)), None)
    return None if found is None else _of_item(DemandReason.LISTED, found, case.law_of(found), _beyond(found))


def _beyond(item: ListItem) -> str:
    """What of a listed matter the village need not do, and what it gets for it."""
    parts = (("村里不需做", item.not_required), ("上级提供和经费", item.support))
    return "".join(f"{title}：{text}。" for title, text in parts if text)


def _form(case: Case) -> Advice | None:
    found = next((form for form in case.forms if case.same(form.title)), None)
    return None if found is None else _of_form(DemandReason.FORM, found)


def _literal(case: Case) -> Advice | None:
    found = cited(case) if case.judgement.answer is Verdict.BLOCK else None
    return None if found is None else _of_item(DemandReason.NEGATIVE, found, case.law_of(found) or OPINION)


def _lawful(case: Case) -> Advice | None:
    matter = named_in(case.demand.title)
    if matter is None:
        return None
    question = f"请对方出示{matter.shows}；不出示的，请询问县减负办。"
    law = f"{matter.law}：{matter.sentence}"
    return _advice(DemandReason.LAWFUL, name=matter.claim.title_zh, law=law, question=question)


def _elsewhere(case: Case) -> Advice | None:
    """The same matter, or the number that was shown, as the task of another body."""
    shown = case.demand.admission_number
    running = (a for a in case.running if a.number == shown or (a.department != case.demand.department))
    found = next((a for a in running if a.number == shown or case.same(a.title)), None)
    return None if found is None else _running_task(found)


def _uncovered(case: Case) -> Advice | None:
    """The county admitted this very matter, so it is on no list; and not here, or not on that day."""
    places = (Coverage.OTHER_DAY, Coverage.OTHER_PLACE, Coverage.NOT_ASSIGNED)
    found = next((a for c, a in (case.number or (None, None), case.known) if c in places), None)
    return None if found is None else _of_task(DemandReason.UNDISPATCHED, found)


def _claimed(case: Case) -> Advice | None:
    basis = case.demand.basis
    return _advice(DemandReason.CLAIMED_LAW, law=basis) if basis and _LAW.search(basis) else None


def _near(case: Case) -> Advice | None:
    """An everyday wording of a duty or of an assisted matter."""
    owed = list(case.of(Kind.DUTY, Kind.ASSIST))
    likely = next(iter(case.judgement.assists), None)
    if likely is not None:
        code = next((item.code for item in owed if sameness(item.name, likely.name) >= case.threshold), None)
        return _advice(DemandReason.NEAR_LISTED, item=code, name=likely.name, law=law_of(likely.law, case.edition))
    item = max(owed, key=lambda item: _likeness(case.demand.title, item), default=None)
    if item is None or _likeness(case.demand.title, item) < _NEAR:
        return None
    return _of_item(DemandReason.NEAR_LISTED, item, case.law_of(item))


def _likeness(text: str, item: ListItem) -> float:
    words = [item.name, *item.wordings]
    return 100 if any(fold(word) in fold(text) for word in words) else max(sameness(text, word) for word in words)


def _running(case: Case) -> Advice | None:
    """A task of the body under another name, or one of its forms that the text names."""
    task = next((a for a in case.running if a.department == case.demand.department), None)
    if task is not None:
        return _running_task(task)
    form = next((form for form in case.forms if fold(form.title) in fold(case.demand.title)), None)
    return None if form is None else _of_form(DemandReason.NEAR_FORM, form)


def _running_task(task: Admission) -> Advice:
    return _of_task(DemandReason.RUNNING, task, question=f"是不是“{task.title}”这项任务？")


def _of_task(reason: DemandReason, task: Admission, question: str | None = None) -> Advice:
    law = OPINION if reason is DemandReason.UNDISPATCHED else task.legal_basis
    return _advice(reason, name=task.title, number=task.number, law=law, question=question)


def _of_item(reason: DemandReason, item: ListItem, law: str | None, more: str = "") -> Advice:
    return _advice(reason, item=item.code, name=item.name, law=law, more=more)


def _of_form(reason: DemandReason, form: FormBurden) -> Advice:
    return _advice(reason, name=form.title, number=form.admission, law=form.legal_basis)


def _visit(case: Case) -> Advice | None:
    return _advice(DemandReason.VISIT) if _VISIT.search(case.demand.title) else None


def _doubtful(case: Case) -> Advice | None:
    judgement, lifted = case.judgement, case.judgement.exception
    if lifted is None and (_breach(case) or _alike(case)):
        return None
    law = f"{lifted.title}：{lifted.sentence}" if lifted else None
    return _advice(DemandReason.UNSURE, law=law, question=judgement.question or _OPEN)


def _advice(
    reason: DemandReason, *, law: str | None = None, item: str | None = None, name: str | None = None,
    number: str | None = None, question: str | None = None, more: str = "",
) -> Advice:  # fmt: skip
    about = "".join((f"“{name}”" if name else "", f"（{item}）" if item else "", f"（编号{number}）" if number else ""))
    detail = _WORDS[reason].format(about=about) + (question or more)
    return Advice(_ANSWERS.get(reason, DemandAnswer.INQUIRE), reason, detail, law, item, name, number, question)


_ANSWERS = {
    DemandReason.ADMITTED: DemandAnswer.GREEN, DemandReason.LISTED: DemandAnswer.GREEN,
    DemandReason.FORM: DemandAnswer.GREEN,
    DemandReason.NEGATIVE: DemandAnswer.RED, DemandReason.UNDISPATCHED: DemandAnswer.RED,
    DemandReason.UNLISTED: DemandAnswer.RED,
}  # fmt: skip
_WORDS = {
    DemandReason.ADMITTED: "该单位向本村派交了{about}，当日有效，应当承接；超出编号所列内容和期限的除外。",
    DemandReason.LISTED: "这是清单内应当履行或协助的事项{about}，不能拒绝。",
    DemandReason.FORM: "{about}是当日有效的报表，应当填报。",
    DemandReason.NEGATIVE: "这是负面清单事项{about}，可以不承接，并出具告知书。",
    DemandReason.UNDISPATCHED: "{about}没有向本村派交，或者当日、本村不在准入范围内，可以不承接，并出具告知书。",
    DemandReason.UNLISTED: "不在清单之内，也没有查到该单位当日向本村派交的任务或报表，可以不承接，并出具告知书。",
    DemandReason.LAWFUL: "可能属于依法不得拒绝的{about}，不能出具告知书。",
    DemandReason.RUNNING: "当日有一项任务已派交本村：{about}。不能确定是不是同一件事，请先问清或询问县减负办。",
    DemandReason.CLAIMED_LAW: "对方说有法律、法规依据，是否成立请询问县减负办后再答复。",
    DemandReason.NEAR_LISTED: "可能是清单内的事项{about}，请询问县减负办后再答复。",
    DemandReason.NEAR_FORM: "可能是在填的报表{about}，请询问县减负办后再答复。",
    DemandReason.VISIT: "检查、督查、调研看通行单和年度计划，请在“来检查”里核验，或者询问县减负办。",
    DemandReason.UNSURE: "不能确定，请询问县减负办后再答复。",
}
