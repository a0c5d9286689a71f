"""Judges a certificate by the lists in force in the caller's region."""

from asyncio import to_thread

from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction
from wording.certificates import CertificateJudgement, ListedCertificate, judge_certificate

from certificate_svc.items import repository as items
from certificate_svc.items.models import Kind
from certificate_svc.judgements.schemas import CertificateName


async def judge(tx: Transaction, caller: Caller, body: CertificateName) -> CertificateJudgement:
    """Whose matter a certificate is. Only what the county's list allows passes; a candidate does not."""
    held = await items.all_in_force(tx, caller.region.ljust(12, "0"), today(tx.now))
    listed = [
        ListedCertificate(item.code, item.name, item.kind == Kind.FORBIDDEN, item.aliases, item.legal_basis)
        for item in held
        if item.kind != Kind.CANDIDATE
    ]
    return await to_thread(
        judge_certificate, body.name, purpose=body.purpose, demander=body.demander, listed=listed
    )  # fmt: skip
