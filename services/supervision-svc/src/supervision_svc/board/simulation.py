"""What if: the board with another scheme, beside the board as it is."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from countykit.identity import Caller
from pydantic import Field
from servicekit.bodies import Body, View
from servicekit.transaction import Transaction

from supervision_svc.board import service
from supervision_svc.board.errors import IndicatorUnknown, SimulationEmpty
from supervision_svc.board.schemas import BoardView, ListName
from supervision_svc.board.score import Row
from supervision_svc.schemes.document import Points, SchemeDocument, Share, Ties, Value

MOST_SHOWN = 200


class IndicatorChange(Body):
    """Other values for one indicator."""

    weight: Points | None = None
    target: Value | None = None
    worst: Value | None = None
    minimum: int | None = Field(None, ge=0, le=1_000_000)


class SchemeChanges(Body):
    """Other values than the scheme in force has; the weights must again sum to 100."""

    indicators: dict[str, IndicatorChange] = Field(default_factory=dict, max_length=60)
    red_line: Points | None = None
    black_line: Points | None = None
    coverage_minimum: Share | None = None
    red_places_at_most: Share | None = None
    ties: Ties | None = None
    evidence_villages: int | None = Field(None, ge=0, le=20)


class Simulation(Body):
    """What if: a whole scheme, or changes to the one in force."""

    scheme: SchemeDocument | None = None
    changes: SchemeChanges | None = None
    as_of: date | None = None
    window_days: int | None = Field(None, ge=30, le=730)


class Difference(View):
    """A township that would stand elsewhere."""

    region: str
    name: str
    score_before: Decimal | None
    score_after: Decimal | None
    rank_before: int | None
    rank_after: int | None
    list_before: ListName
    list_after: ListName


class SimulationView(View):
    """The board as it would be, and what would be different from the board as it is."""

    simulated: BoardView
    differences: Sequence[Difference]


async def simulate(tx: Transaction, caller: Caller, wanted: Simulation) -> SimulationView:
    """Compute both boards of the same day and window; raises what the policy guard refuses."""
    if (wanted.scheme is None) == (wanted.changes is None):
        raise SimulationEmpty
    live = await service.question_of(tx, caller, wanted.as_of, wanted.window_days, None)
    document = wanted.scheme or changed(live.document, wanted.changes or SchemeChanges())
    other = await service.question_of(
        tx, caller, wanted.as_of, wanted.window_days, None, document=service.check_simulated(document)
    )
    before = await service.compute(tx, caller, live)
    after = await service.compute(tx, caller, other)
    standing = {row.region: row for row in before.visible}
    differences = [_difference(standing[row.region], row) for row in after.visible]
    return SimulationView(
        simulated=BoardView.of(after, after.visible[:MOST_SHOWN], compared_to=live.as_of, before=standing),
        differences=[item for item in differences if item is not None],
    )


def changed(document: SchemeDocument, changes: SchemeChanges) -> SchemeDocument:
    """The document with other values; raises IndicatorUnknown."""
    unknown = set(changes.indicators) - {indicator.code for indicator in document.indicators}
    if unknown:
        raise IndicatorUnknown(f"方案中没有指标“{min(unknown)}”")
    body: dict[str, Any] = document.model_dump(mode="json")
    for indicator in body["indicators"]:
        if indicator["code"] in changes.indicators:
            indicator.update(changes.indicators[indicator["code"]].model_dump(mode="json", exclude_none=True))
    body |= changes.model_dump(mode="json", exclude_none=True, exclude={"indicators"})
    return SchemeDocument.model_validate(body)


def _difference(before: Row, after: Row) -> Difference | None:
    if (before.score, before.rank, before.place) == (after.score, after.rank, after.place):
        return None
    return Difference(
        region=after.region, name=after.name, score_before=before.score, score_after=after.score,
        rank_before=before.rank, rank_after=after.rank,
        list_before=before.place, list_after=after.place,
    )  # fmt: skip
