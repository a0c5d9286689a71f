"""How the county's list changes: drafted, studied by civil affairs with the others, published (CER-01, CER-02)."""

from datetime import date
from typing import Any
from uuid import UUID

from contracts.certificate import ItemAdmitted, ItemForbidden
from contracts.certificate_list import ItemWithdrawn
from countykit import directory
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction

from certificate_svc.items import repository as items
from certificate_svc.items.errors import ItemForbiddenHere, ItemIncomplete
from certificate_svc.items.models import Item, Kind
from certificate_svc.papers import wordings
from certificate_svc.proposals import repository
from certificate_svc.proposals.errors import EffectiveTooEarly, ForbiddenItemIncomplete, NothingToWithdraw
from certificate_svc.proposals.models import WORKFLOW, Change, Proposal
from certificate_svc.proposals.reviews import service as reviews
from certificate_svc.proposals.schemas import ListedItem, ProposalBody, ProposedItem, PublicList
from certificate_svc.settings import Settings

_SEEN_IN = "county"
"""Where an item of a county's own comes from."""


async def draft(tx: Transaction, caller: Caller, body: ProposalBody) -> Proposal:
    """Lay down a draft; nothing follows from it yet."""
    proposal = Proposal(
        region=caller.region.ljust(12, "0"), department=caller.department, proposed_by=caller.sub, **_said(body)
    )
    return tx.add(proposal)


def _said(body: ProposalBody) -> dict[str, Any]:
    content = body.item.model_dump(mode="json") if body.item else {}
    return {"content": content, **body.model_dump(include={"change", "code", "name", "grounds", "effective_from"})}


async def revise(tx: Transaction, caller: Caller, proposal_id: UUID, body: ProposalBody) -> Proposal:
    """Write a draft anew."""
    proposal = await tx.locked(Proposal, proposal_id, caller.scope)
    taken = WORKFLOW.take(proposal, "revision", caller)
    for name, value in _said(body).items():
        setattr(proposal, name, value)
    tx.record(taken.event(proposal), about=proposal, department=proposal.department)
    return proposal


async def submit(tx: Transaction, caller: Caller, proposal_id: UUID, settings: Settings) -> Proposal:
    """Ask civil affairs and the others for their opinions.

    Raises ItemIncomplete (CER-01), ForbiddenItemIncomplete, ItemForbiddenHere, NothingToWithdraw, WordingUnknown.
    """
    proposal = await tx.locked(Proposal, proposal_id, caller.scope)
    taken = WORKFLOW.take(proposal, "submission", caller)
    await _require_fit(tx, proposal)
    proposal.round += 1
    await reviews.request_opinions(tx, proposal, settings)
    tx.record(taken.event(proposal), about=proposal, department=proposal.department)
    return proposal


async def _require_fit(tx: Transaction, proposal: Proposal) -> None:
    if proposal.change == Change.WITHDRAW:
        if await items.open_version(tx, proposal.region, proposal.code) is None:
            raise NothingToWithdraw
        return
    item = ProposedItem.model_validate(proposal.content)
    if proposal.change == Change.FORBID:
        if item.legal_basis is None or item.issue_instead is None:
            raise ForbiddenItemIncomplete
        return
    if item.missing():
        raise ItemIncomplete(item.missing())
    wordings.require_known(item.template)
    present = await items.one_in_force(tx, proposal.region, proposal.code, today(tx.now))
    if present is not None and present.kind == Kind.FORBIDDEN and present.region != proposal.region:
        raise ItemForbiddenHere


async def give_back(tx: Transaction, caller: Caller, proposal_id: UUID, reason: str) -> Proposal:
    """Give a proposal back to be amended; the opinions of its round are closed."""
    proposal = await tx.locked(Proposal, proposal_id, caller.scope)
    taken = WORKFLOW.take(proposal, "return", caller)
    proposal.reason = reason
    await reviews.close(tx, proposal)
    tx.record(taken.event(proposal), about=proposal, department=proposal.department)
    return proposal


async def drop(tx: Transaction, caller: Caller, proposal_id: UUID, reason: str) -> Proposal:
    """Give up a draft."""
    proposal = await tx.locked(Proposal, proposal_id, caller.scope)
    taken = WORKFLOW.take(proposal, "dropping", caller)
    proposal.reason = reason
    tx.record(taken.event(proposal), about=proposal, department=proposal.department)
    return proposal


async def publish(tx: Transaction, caller: Caller, proposal_id: UUID) -> Proposal:
    """Publish a change as the next edition of the county's list.

    Raises ListReviewsIncomplete (CER-02), EffectiveTooEarly, and what a submission refuses.
    """
    proposal = await tx.locked(Proposal, proposal_id, caller.scope)
    taken = WORKFLOW.take(proposal, "publication", caller)
    heard = await reviews.require_agreed(tx, proposal)
    day = today(tx.now)
    begin = proposal.effective_from or day
    if begin < day:
        raise EffectiveTooEarly
    proposal.edition = await repository.next_edition(tx, proposal.region)
    await _require_fit(tx, proposal)
    proposal.effective_from, proposal.published_on = begin, day
    tx.record(taken.event(proposal), about=proposal, department=proposal.department)
    await _put_on_the_list(tx, proposal, begin, heard)
    tx.target = proposal
    return proposal


async def _put_on_the_list(tx: Transaction, proposal: Proposal, begin: date, heard: list[str]) -> None:
    earlier = await items.open_version(tx, proposal.region, proposal.code)
    if earlier is not None:
        earlier.effective_to = max(begin, earlier.effective_from)
        earlier.version += proposal.change != Change.WITHDRAW  # the event of the new one, or its own below
    if proposal.change == Change.WITHDRAW:
        assert earlier is not None, "asked for before"  # noqa: S101
        tx.record(ItemWithdrawn(item=earlier.code, name=earlier.name), about=earlier)
        return
    # The end of the old version must reach the index of versions in force before the new one does.
    await tx.session.flush()
    proposed = ProposedItem.model_validate(proposal.content)
    allowed = proposal.change == Change.ALLOW
    content = {**proposed.model_dump(), "legal_basis": proposed.legal_basis or ""}
    item = tx.add(Item(
        kind=Kind.ALLOWED if allowed else Kind.FORBIDDEN, region=proposal.region, code=proposal.code,
        name=proposal.name, effective_from=begin, decided_by=heard, provenance=_SEEN_IN,
        source=f"本县清单第{proposal.edition}版", **content,
    ))  # fmt: skip
    fact = ItemAdmitted if allowed else ItemForbidden
    tx.record(fact(item=item.code, name=item.name), about=item)


async def public_list(tx: Transaction, region: str | None, day: date) -> PublicList:
    """The list that holds in a county on a day, for anybody; raises RegionUnknown."""
    region = await directory.the_county(tx, region)
    edition, published_on = await repository.latest(tx, region)
    held = sorted(await items.all_in_force(tx, region, day), key=lambda item: item.code)

    def listed(kind: Kind) -> list[ListedItem]:
        return [ListedItem.model_validate(item, from_attributes=True) for item in held if item.kind == kind]

    return PublicList(
        region=region, edition=edition, published_on=published_on, on=day,
        allowed=listed(Kind.ALLOWED), forbidden=listed(Kind.FORBIDDEN),
    )  # fmt: skip
