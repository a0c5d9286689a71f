"""What the townships of the red list are praised for: others learn from practices, not from scores (INS-08)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from contracts.words import Action
from pydantic import Field
from servicekit.bodies import View
from servicekit.transaction import Transaction
from wording.folding import fold

from supervision_svc.board import repository
from supervision_svc.board.lists import RED
from supervision_svc.board.score import Row
from supervision_svc.board.service import Question


class PraiseView(View):
    """A verified good practice of a township on the red list."""

    id: UUID
    action: Action
    title: str = Field(examples=["一表同享，村级只核对不重填"])


Praise = Mapping[str, Sequence[PraiseView]]


async def praise_of(tx: Transaction, rows: Sequence[Row], question: Question) -> Praise:
    """The verified practices of the red townships among the rows, each title and each matter once."""
    red = [row.region for row in rows if row.place == RED]
    found: dict[str, list[PraiseView]] = {}
    seen: set[tuple[str, str]] = set()
    for practice in await repository.praised(tx, red, question.as_of, question.window_days):
        fields = practice._mapping
        region = str(fields["region"])
        same = {(region, fold(str(fields["title"]))), (region, fold(str(fields["description"])))}
        if not seen & same:
            found.setdefault(region, []).append(PraiseView.model_validate(dict(fields)))
        seen |= same
    return found
