"""Trains the linear models from labelled texts. Needs scikit-learn, which only the people who train install."""

import json
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from wording import tables
from wording.boards import board_kind, board_vector
from wording.certificates import certificate_text, certificate_vector
from wording.clauses import denied
from wording.cues import hits
from wording.demands import Models, assist_vector
from wording.features import characters, vector
from wording.folding import folded
from wording.linear import Linear

Row = Mapping[str, Any]
"""A labelled text: text, label (unlawful, lawful, depends), items, assist."""
_STRESS = {"depends": 3.0}
"""Texts that a person must decide are few; they count more, so that the model asks rather than guesses."""
_SMALL = 0.02
"""Weights below this share of nothing are left out of what is stored."""


def train_demands(texts: Sequence[Row], *, assists: bool = True, usual: Sequence[Row] | None = None) -> Models:
    """Models for judging demands from labelled texts, the usual wordings and the lists' own names."""
    listed = tables.rows("items")
    usual = [*texts, *(tables.rows("texts/usual") if usual is None else usual)]
    duties = [{"text": row["name"], "label": "lawful", "assist": row["code"]} for row in listed if "words" in row]
    named = [{"text": row["name"], "items": [row["code"]]} for row in listed if row["kind"] in {"negative", "rule"}]
    breach = [(row["text"], row["label"]) for row in [*usual, *duties]]
    items = [(row["text"], code) for row in [*usual, *named] for code in row.get("items", [])[:2]]
    words = [(" ".join(row["words"]), row["code"]) for row in listed if "words" in row]
    helped = [(row["text"], row["assist"]) for row in [*usual, *duties] if row.get("assist")] + words
    return Models(
        fit(breach, _with_cues, strength=4, stress=_STRESS),
        fit(items, _with_cues, strength=10),
        fit(helped, assist_vector, strength=10) if assists else Models.shipped().assists,
    )


def _with_cues(text: str, idf: dict[str, float]) -> dict[str, float]:
    return vector(text, hits(text, denied(text)), idf)


def fit(
    labelled: Sequence[tuple[str, str]],
    features: Callable[[str, dict[str, float]], dict[str, float]],
    *,
    strength: float,
    least: int = 2,
    stress: Mapping[str, float] | None = None,
) -> Linear:
    """A softmax regression; the same texts give the same weights. A character sequence counts from `least` texts on."""
    texts = [folded(text).text for text, _ in labelled]
    counts = Counter(piece for text in texts for piece in characters(text))
    idf = {
        piece: round(1 + math.log((1 + len(texts)) / (1 + count)), 3)
        for piece, count in sorted(counts.items())
        if count >= least
    }
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([features(text, idf) for text in texts])
    model = LogisticRegression(C=strength, max_iter=3000).fit(
        matrix, [label for _, label in labelled], [(stress or {}).get(label, 1.0) for _, label in labelled]
    )
    classes = [str(name) for name in model.classes_]
    rows = model.coef_ if len(classes) > 2 else [-model.coef_[0], model.coef_[0]]
    bias = model.intercept_ if len(classes) > 2 else [-model.intercept_[0], model.intercept_[0]]
    weights: dict[str, list[float]] = {}
    for column, feature in enumerate(vectorizer.feature_names_):
        flat: list[float] = []
        for place, row in enumerate(rows):
            if abs(row[column]) >= _SMALL * strength**0.5:
                flat += [place, round(float(row[column]), 3)]
        if flat:
            weights[feature] = flat
    return Linear(tuple(classes), tuple(round(float(value), 4) for value in bias), idf, weights)


def train_certificates(texts: Sequence[Row]) -> Linear:
    """A model of routes from names, aliases, purposes and demanders."""
    labelled: list[tuple[str, str]] = []
    for row in texts:
        for name in (row["name"], *row.get("aliases", ())):
            labelled.append((name, row["route"]))
            labelled.append((certificate_text(name, row.get("purpose"), row.get("demander")), row["route"]))
    labelled += [(name, row["route"]) for row in tables.rows("texts/usual_certificates") for name in row["names"]]
    labelled += [(row["name"], row["code"]) for row in tables.rows("certificates")]
    return fit(labelled, certificate_vector, strength=20)


def train_boards(texts: Sequence[Row]) -> Linear:
    """A model of kinds of boards from names."""
    labelled = [(row["name"], board_kind(dict(row))) for row in texts]
    labelled += [(name, row["kind"]) for row in tables.rows("texts/usual_boards") for name in row["names"]]
    for row in tables.rows("boards"):
        lawful = "inside_only" if row["placement"] == "内部" else "yes"
        labelled.append((row["name"].replace("×", ""), f"{lawful}:{row['code']}"))
        labelled += [(name, f"merge:{row['code']}") for name in row.get("absorbs", ())]
    return fit(labelled, board_vector, strength=20)


def train_all() -> dict[str, Linear]:
    """Every shipped model, by the name of its file, from the shipped texts."""
    demands = train_demands(tables.rows("texts/demands"))
    return {
        "breach": demands.breach,
        "items": demands.items,
        "assists": demands.assists,
        "certificates": train_certificates(tables.rows("texts/certificates")),
        "boards": train_boards(tables.rows("texts/boards")),
    }


def write(models: Mapping[str, Linear], folder: Path) -> None:
    """Store models, one feature a line, so that a change can be read."""
    for name, model in models.items():
        stored = model.stored()
        lines = [f"{_compact(feature)}:{_compact(flat)}" for feature, flat in sorted(stored["weights"].items())]
        head = {key: value for key, value in stored.items() if key != "weights"}
        text = f'{_compact(head)[:-1]},"weights":{{\n' + ",\n".join(lines) + "\n}}\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
