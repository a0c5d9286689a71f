"""Judges a demand on a village: is it what a village must not be given, and which item of the negative list?

A score never blocks. Only the literal name of a published negative item that is not denied, not lifted by a statutory
exception, and not said in a lawful context does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from pydantic import Field

from wording import tables
from wording.answers import Basis, Candidate, Judgement, Mark, Verdict
from wording.clauses import Span, denied, sentences
from wording.cues import Hit, hits
from wording.exceptions import Exemption, exempted
from wording.features import vector
from wording.folding import LONGEST, Folded, fold, folded
from wording.linear import Linear
from wording.nearest import nearest_demand

FLAG_AT = 0.55
"""From this probability a demand is flagged."""
PASS_AT = 0.5
"""From this probability of being lawful it passes; between the two a person is asked."""
BLOCK_AT = 0.3
"""Below this probability even a literal name does not block; no probability blocks by itself."""
ASSIST_AT = 0.15
"""From this probability a duty or an assisted matter is named."""

_QUOTED = re.compile("“([^”]{3,12})”")


@dataclass(frozen=True, slots=True)
class Published:
    """An item of the negative list in force: its name and the wordings that are published with it."""

    code: str
    name: str
    phrases: Sequence[str] = ()
    law: str = ""

    @property
    def literals(self) -> list[str]:
        """What names it literally: its name, its published wordings, and what the name puts in quotation marks."""
        return [self.name, *self.phrases, *_QUOTED.findall(self.name)]


@dataclass(frozen=True, slots=True)
class Models:
    """What judges demands: whether it is a breach, which item, which duty."""

    breach: Linear
    items: Linear
    assists: Linear

    @classmethod
    @cache
    def shipped(cls) -> "Models":
        """The models of this version."""
        return cls(Linear.named("breach"), Linear.named("items"), Linear.named("assists"))


class DemandJudgement(Judgement):
    """A judgement of a demand on a village."""

    breach: float = Field(0.0, ge=0, le=1, description="probability that a village must not be given it")
    assists: list[Candidate] = Field(default=[], description="the village's own duties and assisted matters in it")
    missing: str | None = Field(None, description="the field that would answer the question")


@cache
def published() -> tuple[Published, ...]:
    """The negative list that the library ships; a county's own takes its place."""
    return tuple(
        Published(row["code"], row["name"], tuple(row.get("phrases", ())), row["law"])
        for row in tables.rows("items")
        if row["kind"] == "negative"
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """One passage of a text, read."""

    text: str
    start: int
    found: list[Hit]
    spans: list[Span]
    exemptions: list[tuple[Exemption, int, int]]
    odds: dict[str, float]
    items: dict[str, float]


def judge_demand(
    text: str,
    *,
    basis: str | None = None,
    payer: str | None = None,
    plan_number: str | None = None,
    listed: Sequence[Published] | None = None,
    on: date | None = None,
    models: Models | None = None,
    known: bool = True,
) -> DemandJudgement:
    """Judge a demand of any length (10,000 characters are read).

    `basis`, `payer` and `plan_number` are what a form says beside the text; `listed` is the negative list in force;
    `on` is the day whose law counts, today in China unless given.
    """
    models = models or Models.shipped()
    on = on or datetime.now(UTC).date()
    whole = folded(text)
    said = _stated(basis, payer, plan_number)
    readings = [_read(passage, start, said, on, models) for start, passage in _passages(whole.text)]
    if not readings:
        return DemandJudgement(answer=Verdict.UNSURE, question="内容是什么？", versions=tables.versions())
    worst = max(readings, key=lambda reading: reading.odds["unlawful"])
    literal = _literal(readings, published() if listed is None else listed)
    answer = Verdict.BLOCK if literal else _verdict(worst)
    candidates = _named(worst.items, literal, listed)
    assists = _assists(worst, models)
    follow_up = _question(worst.items) if answer is Verdict.UNSURE else (None, None)
    lawful = next(iter(worst.exemptions), None) if answer is Verdict.PASS else None
    return DemandJudgement(
        answer=answer,
        items=assists if answer is Verdict.PASS else candidates,
        marks=_marks(sorted(readings, key=lambda reading: -reading.odds["unlawful"]), whole),
        question=follow_up[0],
        missing=follow_up[1],
        nearest=nearest_demand(worst.text) if known else None,
        exception=Basis.of(lawful[0].law) if lawful else None,
        versions=tables.versions(),
        breach=round(worst.odds["unlawful"], 3),
        assists=assists,
    )


def _stated(basis: str | None, payer: str | None, plan_number: str | None) -> str:
    """What the form's fields say, as clauses that the cues know."""
    said = []
    if payer:
        said.append(f"经费由{fold(payer)[:60]}承担")
    if plan_number:
        said.append("按年度计划已备案")
    if basis:
        said.append(f"依据{fold(basis)[:60]}")
    return "," + ",".join(said) if said else ""


def _passages(text: str) -> list[tuple[int, str]]:
    """A short text as a whole; of a long one, its sentences by up to 160 characters."""
    if not any(sign.isalnum() for sign in text):
        return []
    if len(text) <= 160:
        return [(0, text)]
    return [(span.start, text[span.start : span.end]) for span in sentences(text[:LONGEST])]


def _read(text: str, start: int, said: str, on: date, models: Models) -> _Reading:
    judged = text + said
    spans = denied(judged)
    found = [hit for hit in hits(judged, spans) if hit.cue.law.in_force(on)]
    blotted = "".join("□" if any(span.covers(at) for span in spans) else sign for at, sign in enumerate(text))
    lifted = exempted(text, blotted, on)
    odds = models.breach.probabilities(vector(judged, found, models.breach.idf))
    items = models.items.probabilities(vector(judged, found, models.items.idf))
    away = frozenset().union(*(entry.lifts for entry, _, _ in lifted))
    if lifted and (max(items, key=items.__getitem__) in away or odds["unlawful"] < 0.85):
        odds = {"unlawful": 0.0, "lawful": 1.0, "depends": 0.0}
    left = {code: share for code, share in items.items() if code not in away}
    return _Reading(text, start, [hit for hit in found if hit.end <= len(text)], spans, lifted, odds, left)


def _verdict(reading: _Reading) -> Verdict:
    if reading.odds["unlawful"] >= FLAG_AT:
        return Verdict.FLAG
    return Verdict.PASS if reading.odds["lawful"] >= PASS_AT else Verdict.UNSURE


def _literal(readings: list[_Reading], listed: Sequence[Published]) -> Published | None:
    """The published item whose name or wording stands in a passage that only demands.

    A passage whose other words deny anything, explain, report or serve people is never blocked, only flagged.
    """
    for reading in readings:
        bare = fold(reading.text)
        for item in listed:
            for literal in item.literals:
                named = literal == item.name or reading.odds["unlawful"] >= BLOCK_AT
                if (
                    named
                    and len(fold(literal)) > 2
                    and fold(literal) in bare
                    and _demanded(reading.text, fold(literal))
                ):
                    return item
    return None


def _demanded(text: str, literal: str) -> bool:
    """Whether a passage still demands when the literal name is taken out of it."""
    found = re.search(r"\W*".join(map(re.escape, literal)), text)
    if found is None:
        return False
    rest = f"{text[: found.start()]}□{text[found.end() :]}"
    spans = denied(rest)
    calm = any(hit.cue.calms and not hit.denied for hit in hits(rest, spans))
    return not (spans or calm or re.search(tables.rules("cues")["mention"], rest))


def _named(items: dict[str, float], literal: Published | None, listed: Sequence[Published] | None) -> list[Candidate]:
    """The three items that the text comes nearest to; a literally named one first."""
    names = {row["code"]: (row["name"], row["law"]) for row in tables.rows("items")}
    names |= {item.code: (item.name, item.law) for item in listed or ()}
    ranked = sorted(items, key=lambda code: (-items[code], code))
    if literal:
        ranked = [literal.code, *(code for code in ranked if code != literal.code)]
    return [
        Candidate(code=code, name=names[code][0], law=names[code][1], probability=round(items.get(code, 1.0), 3))
        for code in ranked[:3]
        if code in names
    ]


def _assists(reading: _Reading, models: Models) -> list[Candidate]:
    """The village's own duties and assisted matters that the text is about."""
    odds = models.assists.probabilities(assist_vector(reading.text, models.assists.idf))
    ranked = sorted(odds, key=lambda code: (-odds[code], code))[:3]
    return _named({code: odds[code] for code in ranked if odds[code] >= ASSIST_AT}, None, None)


def assist_vector(text: str, idf: dict[str, float]) -> dict[str, float]:
    """Features of a text for naming duties: its characters, and the usual words of each duty."""
    values = vector(text, [], idf)
    for code, words in _usual_words():
        weight = sum(len(word) / 2 for word in words if word in text)
        if weight:
            values[f"#{code}"] = 0.6 * float(weight**0.5)
    return values


@cache
def _usual_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((row["code"], tuple(row["words"])) for row in tables.rows("items") if row.get("words"))


def _question(items: dict[str, float]) -> tuple[str, str]:
    questions = tables.rules("questions")
    code = max(items, key=lambda code: (items[code], code), default="default")
    entry = questions.get(code, questions["default"])
    return entry["question"], entry["missing"]


def _marks(readings: list[_Reading], whole: Folded) -> list[Mark]:
    """The words that speak, in the order of the text; the forty of the worst passages."""
    found: list[Mark] = []
    for reading in readings:
        places = [(hit.start, hit.end, hit.cue.name, hit.denied, hit.cue.law) for hit in reading.found]
        places += [(start, end, entry.name, False, entry.law) for entry, start, end in reading.exemptions]
        for start, end, cue, is_denied, law in places:
            first, last = whole.original(reading.start + start, reading.start + end)
            mark = Mark(
                text=whole.written[first:last], start=first, end=last, cue=cue, denied=is_denied, law=Basis.of(law)
            )
            found.append(mark)
    return sorted(found[:40], key=lambda mark: (mark.start, mark.end, mark.cue))
