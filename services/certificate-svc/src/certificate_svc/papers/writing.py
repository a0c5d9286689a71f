"""Puts together what a certificate says."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from countykit.errors import require_past
from countykit.written import chinese_day

from certificate_svc.agents import Agent
from certificate_svc.holders import Holder
from certificate_svc.papers import wordings
from certificate_svc.papers.errors import ContentMissing, OtherIssuer, WordingOfOneHolder, WordingPrescribed
from certificate_svc.papers.facts import facts_in
from certificate_svc.papers.paper import Fact, FactCheck, Paper
from certificate_svc.papers.schemas import Statement
from certificate_svc.papers.wordings import Issuer, Wording

_COLLECTIVE: Final = "股份经济合作社"
_LONG: Final = 15


def written(
    statement: Statement, check: FactCheck, *, item: str, day: date, village: str,
    holders: Sequence[tuple[str, str]], purpose: str, demander: str, template: str | None = None,
    agent: str | None = None,
) -> Paper:  # fmt: skip
    """The paper of one certificate that is issued on a day, with the holders' names and how a text identifies each.

    Raises WordingUnknown, WordingPrescribed, WordingOfOneHolder, ContentMissing, FactsIncomplete, OtherIssuer,
    DateInFuture.
    """
    require_past(check.on, day, "核实日期不能晚于今天")
    wording = wordings.chosen(item, statement.wording, template)
    paragraphs, facts = _text(statement, wording, holders, village=village, demander=demander)
    if agent is not None:
        paragraphs = [*paragraphs, agent]
    return Paper(
        title=wording.title if wording else "证明", issuer=issuer_of(village, wording),
        wording=f"{wording.code}/{wording.version}" if wording else None, paragraphs=paragraphs,
        remark=wording.remark if wording else None, facts=facts, purpose=purpose, demander=demander,
        valid_until=day + timedelta(days=statement.valid_days),
        check=check,
    )  # fmt: skip


def _text(
    statement: Statement, wording: Wording | None, holders: Sequence[tuple[str, str]], **known: str
) -> tuple[list[str], list[Fact]]:
    several = len(holders) > 1
    if wording is None:
        if statement.content is None:
            raise ContentMissing
        facts = facts_in(statement.content, [name for name, _ in holders])
        # Of one the text says it; of several nobody must guess who besides those it happens to name.
        last = (
            [f"本证明的当事人：{'、'.join(f'{name}（{identity}）' for name, identity in holders)}。"] if several else []
        )
        return [*statement.content, *last], facts
    if wording.issuer is Issuer.PARTY:
        raise OtherIssuer
    if statement.content is not None:
        raise WordingPrescribed(wordings=[wording.code])
    if several and wording.one_holder:
        raise WordingOfOneHolder
    # Every wording says {applicant}（{identity}） and nothing else of them, so that the others go before the last one.
    *others, (name, identity) = holders
    applicant = "".join(f"{other}（{their}）、" for other, their in others) + name
    return wording.filled(statement.facts, {"applicant": applicant, "identity": identity, **known})


def issuer_of(village: str, wording: Wording | None) -> str:
    """The full name at the end of the paper: 前进村村民委员会, 幸福社区居民委员会, 前进村股份经济合作社."""
    if wording is not None and wording.issuer is Issuer.COLLECTIVE:
        return village + _COLLECTIVE
    if village.endswith("委员会"):
        return village
    return village + ("居民委员会" if village.endswith("社区") else "村民委员会")


def identity_of(holder: Holder) -> str:
    """How a text names a holder: the document with the middle of its number hidden, or the day of birth instead."""
    document, number, born_on, died_on = holder.document, holder.id_number, holder.born_on, holder.died_on
    if number:
        head, tail = (6, 4) if len(number) >= _LONG else (1, 3)
        known = f"{document.title_zh}号{number[:head]}{'*' * (len(number) - head - tail)}{number[-tail:]}"
    else:
        known = f"{chinese_day(born_on)}出生，无身份证件" if born_on else document.title_zh
    return f"{known}，{chinese_day(died_on)}去世" if died_on else known


def agent_line(agent: Agent | None) -> str | None:
    """What the paper says of who applied for somebody else."""
    return f"本证明由{agent.name}（当事人的{agent.relation.title_zh}）代为申请。" if agent else None
