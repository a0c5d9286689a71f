"""HTTP about judgements: advice while typing, stored nowhere."""

from countykit.identity import Anyone
from servicekit.http import Router, Tx
from servicekit.problems import refusals
from wording.demands import DemandJudgement

from checklist_svc.editions.errors import NoEditionInForce
from checklist_svc.judgements import service
from checklist_svc.judgements.schemas import DemandText

router = Router(prefix="/v1/judgements", tags=["judgements"])


@router.post("", responses=refusals(NoEditionInForce))
async def judge_demand_text(body: DemandText, tx: Tx, caller: Anyone) -> DemandJudgement:
    """Whether a village may be given this, by its words: block, flag, unsure or pass, with marks, law and question.

    Only the literal name of a published negative item blocks; everything else is advice to a person.
    """
    return await service.judge(tx, caller, body)
