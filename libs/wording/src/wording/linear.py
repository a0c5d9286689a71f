"""A trained linear model in plain Python: classes, features, weights."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from wording import tables


@dataclass(frozen=True)
class Linear:
    """A softmax over classes. `weights[feature]` is class, weight, class, weight …, with small weights left out."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    idf: dict[str, float]
    weights: dict[str, list[float]]

    @classmethod
    @cache
    def named(cls, name: str) -> "Linear":
        """A shipped model."""
        return cls.read(tables.weights(name))

    @classmethod
    def read(cls, model: Mapping[str, Any]) -> "Linear":
        """A model as it is stored."""
        return cls(tuple(model["classes"]), tuple(model["bias"]), model["idf"], model["weights"])

    def stored(self) -> dict[str, Any]:
        """The model as it is stored."""
        return {"classes": self.classes, "bias": self.bias, "idf": self.idf, "weights": self.weights}

    @cached_property
    def _index(self) -> dict[str, list[tuple[int, float]]]:
        return {
            feature: [(int(flat[at]), flat[at + 1]) for at in range(0, len(flat), 2)]
            for feature, flat in self.weights.items()
        }

    def probabilities(self, vector: Mapping[str, float]) -> dict[str, float]:
        """The probability of each class."""
        scores = list(self.bias)
        index = self._index
        for feature, value in vector.items():
            for place, weight in index.get(feature, ()):
                scores[place] += weight * value
        highest = max(scores)
        powers = [math.exp(score - highest) for score in scores]
        total = sum(powers)
        return {name: power / total for name, power in zip(self.classes, powers, strict=True)}
