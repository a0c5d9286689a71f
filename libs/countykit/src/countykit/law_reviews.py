"""Law reviews (依据清理): a law changed, and the owner of what stands on it says what becomes of it.

    open ──► answered ──► settled
      └──────────┘ returned

A service declares its table as a subclass of `LawReviewRow` and its steps with `workflow`. Another person than who
answered agrees; what goes on needs a basis with its article that is not the repealed one.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from contracts.titles import TitledEnum, named
from pydantic import Field as Entry
from servicekit.bodies import Body, DecisionBody, ResourceView
from servicekit.errors import Conflict, Invalid
from servicekit.tables import enumerated
from servicekit.transaction import Transaction
from servicekit.workflow import Fact, Party, Step, Taken, Workflow
from sqlmodel import Field

from countykit.citing import cites
from countykit.directory import RegionCode
from countykit.identity import Caller, Role
from countykit.neutrality import neutral
from countykit.numbers.grounds import cites_law
from countykit.tables import Aggregate
from countykit.workdays import today

DAYS = 30
"""Days to say what becomes of a thing, from the record or from the law's own day, whichever is later."""


class State(TitledEnum, name="law_review_state", title_zh="依据清理状态"):
    """How far the answer about one thing has come."""

    OPEN = "open", "待答复"
    ANSWERED = "answered", "待认可"
    SETTLED = "settled", "已清理"


class Answer(TitledEnum, name="law_review_answer", title_zh="依据清理答复"):
    """What the owner says becomes of it."""

    KEPT = "kept", "依现行依据继续"
    ENDED = "ended", "已终止"


class NewBasisMissing(Invalid):
    """What goes on needs a basis with its article, and not the one that was repealed."""

    code = "new_basis_missing"
    rule = "LST-04"
    detail = "继续执行的，须写明现行依据及其条款；原依据已废止的，不得仍以其为依据"
    law = "辽宁工作清单管理规定"


class StillInForce(Conflict):
    """Who says that something has ended has ended it before."""

    code = "still_in_force"
    detail = "该对象仍在执行：请先撤回准入、停用报表或者发布不含该事项的清单，再答复已终止"


class ReviewSamePerson(Conflict):
    """Who answered does not agree with their own answer."""

    code = "law_review_same_person"
    detail = "答复人不得认可自己的答复，请由其他人员办理"


class LawReviewRow(Aggregate):
    """What every review has; the service says which thing and which change it is about."""

    reason_columns: ClassVar[tuple[str, ...]] = ("reason", "note")

    law: str = Field(max_length=200)
    title: str = Field(max_length=200)
    basis: str = Field(max_length=500)
    due_on: date
    state: State = enumerated(State, default=State.OPEN)
    answer: Answer | None = enumerated(Answer, default=None, nullable=True)
    new_basis: str | None = Field(default=None, max_length=500)
    reason: str | None = Field(default=None, max_length=500)
    note: str | None = Field(default=None, max_length=500)
    answered_by: str | None = Field(default=None, max_length=200)


class ReviewedView(ResourceView):
    """What is shown of every review."""

    region: RegionCode = Entry(title="县（市、区）")
    change_id: UUID = Entry(title="法规变动")
    law: str = Entry(title="法规或文件名称")
    title: str = Entry(title="名称")
    basis: str = Entry(title="原依据")
    due_on: date = Entry(title="答复期限")
    state: State = Entry(title="状态")
    answer: Answer | None = Entry(title="答复")
    new_basis: str | None = Entry(title="现行依据")
    reason: str | None = Entry(title="说明")
    note: str | None = Entry(title="认可或退回意见")


class LawReviewAnswer(Body):
    """What becomes of a thing that stood on the law."""

    answer: Answer = Entry(title="答复")
    new_basis: str | None = Entry(
        None, min_length=4, max_length=500, title="现行依据", description="with its article, for what goes on",
        examples=["防洪法(2026)第41条"],
    )  # fmt: skip
    reason: str = Entry(min_length=2, max_length=500, title="说明")


class LawReviewAcceptance(DecisionBody):
    """Whether another person agrees with the answer."""

    decision: Annotated[Literal["accept", "return"], named(accept="认可", **{"return": "退回"})] = Entry(title="决定")


def _other_person(row: LawReviewRow, caller: Caller) -> ReviewSamePerson | None:
    return ReviewSamePerson() if caller.is_any_of(row.answered_by or "") else None


def workflow(
    owners: frozenset[Role], *, answered: Fact, accepted: Fact, returned: Fact, party: Party | None = None
) -> Workflow[State]:  # fmt: skip
    """The steps of a review, with the events that tell of them."""
    decided: Mapping[str, Fact] = {"accept": accepted, "return": returned}
    return Workflow({
        "answer": Step({State.OPEN}, State.ANSWERED, owners, "答复依据变动", party=party, fact=answered),
        "acceptance": Step(
            {State.ANSWERED}, {"accept": State.SETTLED, "return": State.OPEN},
            frozenset({Role.COUNTY_OFFICE, Role.APPROVER}), "认可答复", rules=(_other_person, neutral), fact=decided,
        ),
    })  # fmt: skip


def due_on(tx: Transaction, effective_on: date) -> date:
    """The last day for an answer."""
    return max(today(tx.now), effective_on) + timedelta(days=DAYS)


def require_basis(basis: str | None, law: str, articles: Sequence[int], *, repealed: bool) -> None:
    """Raise NewBasisMissing for a basis without an article, or one that is the repealed law."""
    if basis is None or not cites_law(basis) or (repealed and cites(basis, law, list(articles))):
        raise NewBasisMissing


def answer(tx: Transaction, taken: Taken[State], review: Any, caller: Caller, said: LawReviewAnswer) -> None:
    """Keep what the owner says, once the step is taken and the service has looked whether it can be so."""
    review.answer, review.reason = said.answer, said.reason
    review.new_basis = said.new_basis if said.answer is Answer.KEPT else None
    review.answered_by = caller.sub
    tx.record(taken.event(review), about=review, department=getattr(review, "department", None))


def accept(tx: Transaction, table: Workflow[State], review: Any, caller: Caller, said: LawReviewAcceptance) -> None:
    """Agree with an answer as another person, or give it back; raises ReviewSamePerson, ServedThere."""
    taken = table.take(review, "acceptance", caller, outcome=said.decision)
    review.note = said.reason
    tx.record(taken.event(review), about=review, department=getattr(review, "department", None))
