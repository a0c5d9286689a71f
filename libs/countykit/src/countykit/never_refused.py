"""What refusal never covers: matters for which the law gives somebody the right to come, plan or no plan."""

import re
from dataclasses import dataclass
from functools import cache

from contracts.titles import TitledEnum
from servicekit.shipped import shipped_data


class Claim(TitledEnum, name="visit_claim", title_zh="来访事由"):
    """What those who came without a pass say they came for, as the village understands it."""

    EMERGENCY = "emergency", "突发事件应急处置"
    FLOOD = "flood", "防汛抗洪"
    FIRE = "fire", "火灾扑救"
    EPIDEMIC = "epidemic", "突发公共卫生事件处置"
    ENFORCEMENT = "enforcement", "行政执法"
    CRIMINAL = "criminal", "侦查取证"
    AUDIT = "audit", "审计"
    DISCIPLINE = "discipline", "纪检监察"
    PETITION = "petition", "信访调查"
    STATISTICS = "statistics", "依法统计调查"
    OTHER = "other", "都不是"
    UNSURE = "unsure", "说不清"


@dataclass(frozen=True, slots=True)
class NeverRefused:
    """One matter: the article that gives the right, and what it says."""

    claim: Claim
    law: str
    sentence: str
    shows: str
    """What those who come show by themselves."""
    words: str
    """A pattern: how a demand in writing names the matter."""
    provenance: str
    """`found`: read in its source; `general-knowledge`: not verified in one."""


@cache
def never_refused() -> tuple[NeverRefused, ...]:
    """The shipped table."""
    table = shipped_data("countykit", "never_refused.yaml")
    return tuple(NeverRefused(**{**row, "claim": Claim(row["claim"])}) for row in table["items"])


def article_of(claim: Claim | None) -> NeverRefused | None:
    """The row of a claim; None where no law of the table gives a right to come."""
    return next((row for row in never_refused() if row.claim is claim), None)


def named_in(text: str) -> NeverRefused | None:
    """The first matter that a demand may be about by its words; a person finds out whether it is."""
    bare = re.sub(r"\s", "", text)
    return next((row for row in never_refused() if re.search(row.words, bare)), None)
