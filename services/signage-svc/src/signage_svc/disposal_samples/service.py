"""What can be done with drawn samples of disposals."""

from secrets import token_hex
from uuid import UUID

from contracts.disposal_samples import DisposalSampleDrawn
from countykit import directory
from countykit.identity import Caller
from servicekit.transaction import Transaction

from signage_svc.disposal_samples import repository
from signage_svc.disposal_samples.errors import NothingToSample, SampleOpenAlready, SampleUnseen
from signage_svc.disposal_samples.models import WORKFLOW, DisposalSample, State, discount, lots
from signage_svc.disposal_samples.schemas import SampleConclusion, SampleDraw
from signage_svc.plaques import repository as plaques
from signage_svc.plaques.errors import BodyCannotVerify
from signage_svc.plaques.verifying import seen_done
from signage_svc.settings import Settings


async def draw(tx: Transaction, caller: Caller, body: SampleDraw, settings: Settings) -> DisposalSample:
    """Draw some of the disposals that wait and are seen to be done.

    Raises BodyCannotVerify, SampleOpenAlready, NothingToSample.
    The seed is made after the frame stands, so that nobody could arrange the boards by it.
    """
    caller.require_region(body.region)
    if caller.is_of_a_township or caller.has_served(body.region):
        raise BodyCannotVerify
    await directory.region(tx, body.region, "township")
    await plaques.lock_ledgers(tx, [body.region])
    before = await repository.of_township(tx, body.region)
    if any(sample.state == State.DRAWN for sample in before):
        raise SampleOpenAlready
    frame = [plaque.id for plaque in await seen_done(tx, await repository.waiting(tx, body.region), settings)]
    if not frame:
        raise NothingToSample
    seed = token_hex(32)
    sample = tx.add(
        DisposalSample(
            region=body.region, number=len(before) + 1, seed=seed, frame=[str(board) for board in frame],
            drawn=lots(frame, seed, body.size),
        )
    )  # fmt: skip
    tx.record(DisposalSampleDrawn(number=sample.number, boards=len(frame), drawn=len(sample.drawn)), about=sample)
    return sample


async def conclude(
    tx: Transaction, caller: Caller, sample_id: UUID, body: SampleConclusion, settings: Settings
) -> DisposalSample:
    """What was not drawn is verified with the sample, less the share that failed; raises SampleUnseen."""
    region = (await repository.SAMPLES.get(tx, caller.scope, sample_id)).region
    await plaques.lock_ledgers(tx, [region])
    sample = await repository.SAMPLES.locked(tx, caller.scope, sample_id)
    taken = WORKFLOW.take(sample, "conclusion", caller)
    waiting = {str(plaque.id): plaque for plaque in await repository.waiting(tx, region)}
    unseen = waiting.keys() & set(sample.drawn) - set(sample.failed)
    if unseen:
        raise SampleUnseen(boards=len(unseen))
    undrawn = [plaque for key, plaque in waiting.items() if key in set(sample.frame) - set(sample.drawn)]
    rest = await seen_done(tx, undrawn, settings)
    for plaque in rest:
        note = f"第{sample.number}批抽样核验：{body.reason}"[:500]
        fact = plaque.verify(caller, tx.now, accepted=True, note=note)
        tx.record(fact, about=plaque, department=plaque.department)
    # What came after the survey counts for nothing already.
    counting = sum(not plaque.after_baseline for plaque in rest)
    sample.discounted, sample.concluded_at = discount(counting, sample.drawn, sample.failed), tx.now
    tx.record(taken.event(sample), about=sample)
    return sample
