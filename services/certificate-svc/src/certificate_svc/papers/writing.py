"""Puts together what a certificate says."""

from datetime import date, timedelta
from typing import Final

from countykit.documents import DocumentKind
from countykit.errors import require_past
from countykit.written import chinese_day

from certificate_svc.agents import Agent
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
    purpose: str, demander: str, template: str | None = None, agent: str | None = None,
) -> Paper:  # fmt: skip
    """The paper of one certificate that is issued on a day.

    Raises WordingUnknown, WordingPrescribed, ContentMissing, FactsIncomplete, OtherIssuer, DateInFuture.
    """
    require_past(check.on, day, "核实日期不能晚于今天")
    wording = wordings.chosen(item, statement.wording, template)
    paragraphs, facts = _text(statement, wording, holder, village=village, identity=identity, demander=demander)
    if agent is not None:
        paragraphs = [*paragraphs, agent]
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


def identity_of(
    document: DocumentKind, number: str, *, born_on: date | None = None, died_on: date | None = None
) -> str:
    """How a text names the holder: the document with the middle of its number hidden, or the day of birth instead."""
    if number:
        head, tail = (6, 4) if len(number) >= _LONG else (1, 3)
        known = f"{document.title_zh}号{number[:head]}{'*' * (len(number) - head - tail)}{number[-tail:]}"
    else:
        known = f"{chinese_day(born_on)}出生，无身份证件" if born_on else document.title_zh
    return f"{known}，{chinese_day(died_on)}去世" if died_on else known


def agent_line(agent: Agent | None) -> str | None:
    """What the paper says of who applied for somebody else."""
    return f"本证明由{agent.name}（当事人的{agent.relation.title_zh}）代为申请。" if agent else None
