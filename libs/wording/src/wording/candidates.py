"""A county's own weights: trained from the shipped texts and those that it decided, kept only when they are no worse.

The service that keeps the texts masks them and leaves out anonymous reports. A candidate judges nothing until a second
person activates it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wording import tables
from wording.answers import Verdict
from wording.demands import Models, judge_demand
from wording.linear import Linear
from wording.training import Row, train_demands

_LABELS = {"unlawful", "lawful", "depends"}
LEAST = 20
"""Fewer decided texts than this teach nothing that could be measured."""


class TrainingRefused(ValueError):
    """The texts do not make a better model; `code` says why, and it is stable."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class Score:
    """Right and wrong answers on the shipped test part: breaches that were caught, lawful demands that were flagged."""

    caught: int
    breaches: int
    alarms: int
    lawful: int

    def worse_than(self, other: "Score") -> bool:
        """Whether fewer breaches are caught or more lawful demands flagged."""
        return self.caught < other.caught or self.alarms > other.alarms


@dataclass(frozen=True, slots=True)
class Candidate:
    """New weights with what they were measured at, beside the shipped way of training on the same test part."""

    models: Models
    score: Score
    shipped: Score
    texts: int

    @property
    def version(self) -> str:
        """A digest of the weights, for the person who activates them and for every decision made with them."""
        return hashlib.sha256(repr(self.stored()).encode()).hexdigest()[:12]

    def stored(self) -> dict[str, Any]:
        """The weights as they are kept until activated."""
        return {"breach": self.models.breach.stored(), "items": self.models.items.stored()}


def activated(stored: Mapping[str, Any]) -> Models:
    """Models from the stored weights of a candidate."""
    return Models(Linear.read(stored["breach"]), Linear.read(stored["items"]), Models.shipped().assists)


def test_part(texts: Sequence[Row]) -> list[Row]:
    """The fifth of the shipped texts that training leaves out, chosen by their hash."""
    return [row for row in texts if int(hashlib.sha256(row["text"].encode()).hexdigest(), 16) % 5 == 0]


def train(decided: Sequence[Row]) -> Candidate:
    """Train with a county's decided texts; raises TrainingRefused when they are too few, unlabelled or harmful."""
    if len(decided) < LEAST:
        raise TrainingRefused("WORDS-TOO-FEW", f"至少需要{LEAST}条已办结的文本，现有{len(decided)}条")
    for place, row in enumerate(decided, 1):
        if not str(row.get("text", "")).strip() or row.get("label") not in _LABELS:
            raise TrainingRefused("WORDS-UNLABELLED", f"第{place}条没有文本或者没有标注（unlawful、lawful、depends）")
    shipped = tables.rows("texts/demands")
    test = test_part(shipped)
    tested = {row["text"] for row in test}
    base = [row for row in shipped if row["text"] not in tested]
    own = [row for row in decided if row["text"] not in tested]
    before = measured(train_demands(base, assists=False), test)
    models = train_demands([*base, *own], assists=False)
    after = measured(models, test)
    if after.worse_than(before):
        raise TrainingRefused(
            "WORDS-WORSE",
            f"新权重在测试部分识别{after.caught}/{after.breaches}、误报{after.alarms}/{after.lawful}，"
            f"不如原有的{before.caught}/{before.breaches}、{before.alarms}/{before.lawful}，不予采用",
        )
    return Candidate(models, after, before, len(own))


def measured(models: Models, texts: Sequence[Row]) -> Score:
    """What models answer to labelled texts."""
    answers = [(row["label"], judge_demand(row["text"], models=models, known=False).answer) for row in texts]
    stopped = {Verdict.BLOCK, Verdict.FLAG}
    return Score(
        caught=sum(label == "unlawful" and answer in stopped for label, answer in answers),
        breaches=sum(label == "unlawful" for label, _ in answers),
        alarms=sum(label == "lawful" and answer in stopped for label, answer in answers),
        lawful=sum(label == "lawful" for label, _ in answers),
    )
