"""HTTP about judgements: advice while typing, stored nowhere."""

from countykit.identity import Anyone
from servicekit.http import Router, Tx
from wording.certificates import CertificateJudgement

from certificate_svc.judgements import service
from certificate_svc.judgements.schemas import CertificateName

router = Router(prefix="/v1/judgements", tags=["judgements"])


@router.post("")
async def judge_certificate_name(body: CertificateName, tx: Tx, caller: Anyone) -> CertificateJudgement:
    """Whether a village issues this certificate, or who does and how, by its name, purpose and demander."""
    return await service.judge(tx, caller, body)
