"""Judges a certificate by the lists in force in the caller's region."""

from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction
from wording.certificates import CertificateJudgement

from certificate_svc import unlisted
from certificate_svc.items import repository as items
from certificate_svc.judgements.schemas import CertificateName


async def judge(tx: Transaction, caller: Caller, body: CertificateName) -> CertificateJudgement:
    """Whose matter a certificate is. Only what the county's list allows passes; a candidate does not."""
    held = await items.all_in_force(tx, caller.region.ljust(12, "0"), today(tx.now))
    return await unlisted.judged(body.name, held, purpose=body.purpose, demander=body.demander)
