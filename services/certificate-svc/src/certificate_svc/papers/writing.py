"""Puts together what a certificate says."""

from datetime import date, timedelta
from typing import Final

from countykit.documents import DocumentKind
from countykit.errors import require_past

from certificate_svc.papers import wordings
from certificate_svc.papers.errors import ContentMissing, OtherIssuer, WordingPrescribed
from certificate_svc.papers.facts import facts_in
from certificate_svc.papers.paper import Fact, FactCheck, Paper
from certificate_svc.papers.schemas import Statement
from certificate_svc.papers.wordings import Issuer, Wording

_COLLECTIVE: Final = "股份经济合作社"
_LONG: Final = 15


def written(
    statement: Statement, check: FactCheck, *, item: str, day: date, village: str, holder: str, identity: str,
    purpose: str, demander: str, template: str | None = None,
) -> Paper:  # fmt: skip
    """The paper of one certificate that is issued on a day.

    Raises WordingUnknown, WordingPrescribed, ContentMissing, FactsIncomplete, OtherIssuer, DateInFuture.
    """
    require_past(check.on, day, "核实日期不能晚于今天")
    wording = wordings.chosen(item, statement.wording, template)
    paragraphs, facts = _text(statement, wording, holder, village=village, identity=identity, demander=demander)
    return Paper(
        title=wording.title if wording else "证明", issuer=issuer_of(village, wording),
        wording=f"{wording.code}/{wording.version}" if wording else None, paragraphs=paragraphs,
        remark=wording.remark if wording else None, facts=facts, purpose=purpose, demander=demander,
        valid_until=day + timedelta(days=statement.valid_days),
        check=check,
    )  # fmt: skip


def _text(statement: Statement, wording: Wording | None, holder: str, **known: str) -> tuple[list[str], list[Fact]]:
    if wording is None:
        if statement.content is None:
            raise ContentMissing
        return statement.content, facts_in(statement.content, holder)
    if wording.issuer is Issuer.PARTY:
        raise OtherIssuer
    if statement.content is not None:
        raise WordingPrescribed(wordings=[wording.code])
    return wording.filled(statement.facts, {"applicant": holder, **known})


def issuer_of(village: str, wording: Wording | None) -> str:
    """The full name at the end of the paper: 前进村村民委员会, 幸福社区居民委员会, 前进村股份经济合作社."""
    if wording is not None and wording.issuer is Issuer.COLLECTIVE:
        return village + _COLLECTIVE
    if village.endswith("委员会"):
        return village
    return village + ("居民委员会" if village.endswith("社区") else "村民委员会")


def identity_of(document: DocumentKind, number: str) -> str:
    """How a text names the holder's document, with the middle of its number hidden."""
    if not number:
        return document.title_zh
    head, tail = (6, 4) if len(number) >= _LONG else (1, 3)
    return f"{document.title_zh}号{number[:head]}{'*' * (len(number) - head - tail)}{number[-tail:]}"
