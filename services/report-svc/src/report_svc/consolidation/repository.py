"""SQL about the workbench; every door takes the caller's scope."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from contracts.consolidation import StepState
from countykit.filters import Subtree
from countykit.identity import Scope
from servicekit.filters import AnyOf, Words, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from report_svc.consolidation.kept import Stand
from report_svc.consolidation.lines import Line
from report_svc.consolidation.models import Consolidation, ConsolidationLine, ConsolidationStep
from report_svc.elements.models import Element

FILTERS = filters(Consolidation, q=Words("title"), region=Subtree(), state=AnyOf())


def visible(scope: Scope) -> sa.Select[Consolidation]:
    """The rounds that a caller may see: everybody below looks on."""
    return sa.select(Consolidation).where(scope.where_or_above(Consolidation))


async def get(tx: Transaction, scope: Scope, consolidation_id: UUID) -> Consolidation:
    """One round to look at; raises NotFound."""
    return await tx.one(visible(scope).where(col(Consolidation.id) == consolidation_id))


async def locked(tx: Transaction, scope: Scope, consolidation_id: UUID) -> Consolidation:
    """One round to change."""
    return await tx.locked(Consolidation, consolidation_id, scope)


async def lines_of(tx: Transaction, consolidation_id: UUID) -> list[Line]:
    """The forms of a round as they are now, by code."""
    statement = (
        sa.select(col(ConsolidationLine.content)).where(col(ConsolidationLine.consolidation_id) == consolidation_id)
        .order_by(col(ConsolidationLine.code))
    )  # fmt: skip
    return [Line.model_validate(content) for content in (await tx.session.execute(statement)).scalars()]


async def replace(tx: Transaction, consolidation_id: UUID, old: Iterable[str], new: Iterable[Line]) -> None:
    """Put these forms in the place of those; through the session, so that every line is in the audit."""
    forms = {line.code: line for line in new}
    statement = sa.select(ConsolidationLine).where(
        col(ConsolidationLine.consolidation_id) == consolidation_id,
        col(ConsolidationLine.code).in_([*old, *forms]),
    )
    for row in (await tx.session.execute(statement)).scalars():
        line = forms.pop(row.code, None)
        if line is None:
            await tx.session.delete(row)
        else:
            row.content = line.model_dump(mode="json")
    for code, line in forms.items():
        tx.add(ConsolidationLine(consolidation_id=consolidation_id, code=code, content=line.model_dump(mode="json")))


async def stand_of(tx: Transaction, row: Consolidation, day: date) -> Stand:
    """What the proposals of a round follow from. Steps are only added or undone, and versions only rise."""
    steps = sa.select(
        sa.func.count().filter(col(ConsolidationStep.state) == StepState.ACCEPTED),
        sa.func.count().filter(col(ConsolidationStep.state) == StepState.UNDONE),
    ).where(col(ConsolidationStep.consolidation_id) == row.id)
    dictionary = sa.select(sa.func.count(), sa.func.sum(col(Element.version))).where(col(Element.region) == row.region)
    accepted, undone = (await tx.session.execute(steps)).one()
    elements, versions = (await tx.session.execute(dictionary)).one()
    return (row.id, accepted, undone, elements, versions, day)


async def steps_of(tx: Transaction, consolidation_id: UUID) -> Sequence[ConsolidationStep]:
    """The decisions of a round in their order."""
    statement = (
        sa.select(ConsolidationStep).where(col(ConsolidationStep.consolidation_id) == consolidation_id)
        .order_by(col(ConsolidationStep.number))
    )  # fmt: skip
    return (await tx.session.execute(statement)).scalars().all()


async def step_of(tx: Transaction, consolidation_id: UUID, number: int) -> ConsolidationStep | None:
    """One decision of a round."""
    statement = sa.select(ConsolidationStep).where(
        col(ConsolidationStep.consolidation_id) == consolidation_id, col(ConsolidationStep.number) == number
    )
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def rejected(tx: Transaction, consolidation_id: UUID) -> set[str]:
    """The proposals that a person did not want."""
    statement = sa.select(col(ConsolidationStep.proposal)).where(
        col(ConsolidationStep.consolidation_id) == consolidation_id,
        col(ConsolidationStep.state) == StepState.REJECTED,
    )
    return set((await tx.session.execute(statement)).scalars())
