"""How a plaque compares with the spec table. Computed from its measurements, never typed (PLQ-01, PLQ-03)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from contracts.signage import Placement
from pydantic import BaseModel
from wording.folding import fold

from signage_svc.plaques.models import Plaque
from signage_svc.plaques.names import fingerprint
from signage_svc.specs.models import PlaqueSpec, SpecPlacement

_COLOURS = re.compile("[白红黑黄蓝绿金银灰橙紫棕]")
_UNLISTED = "~"
Kind = Literal["not_in_spec", "name", "size", "placement", "background", "text_colour", "outside_count"]


class Difference(BaseModel):
    """One way in which a plaque is not as its spec wants it."""

    kind: Kind
    expected: str
    actual: str


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What plaques are measured with: a version of the table and the two settings."""

    number: int
    specs: Sequence[PlaqueSpec]
    tolerance_mm: int
    outside_limit: int

    @property
    def mark(self) -> str:
        """Tells apart what has been judged with another yardstick."""
        return f"{self.number}/{self.tolerance_mm}/{self.outside_limit}"

    def spec(self, code: str | None) -> PlaqueSpec | None:
        """A row by its code."""
        return next((spec for spec in self.specs if spec.code == code), None)

    def named(self, name_fingerprint: str) -> PlaqueSpec | None:
        """The row whose boards go by this name."""
        return next((spec for spec in self.specs if _known(spec, name_fingerprint)), None)

    def judge(self, village: Iterable[Plaque]) -> None:
        """Compute the conformity of the hanging plaques of one village; they must be all of them."""
        hanging = [plaque for plaque in village if plaque.hangs]
        # A removed board that came back has two entries, the reopened case and the new one; it is one board.
        again = {plaque.rebound_of for plaque in hanging}
        outside = self._outside(plaque for plaque in hanging if plaque.id not in again)
        over = {plaque.id for plaque in outside[self.outside_limit :]}
        for plaque in hanging:
            differences = self.differences(plaque)
            if plaque.id in over:
                limit = f"≤{self.outside_limit}"
                differences.append(Difference(kind="outside_count", expected=limit, actual=str(len(outside))))
            _write(plaque, differences, self.mark)

    def differences(self, plaque: Plaque) -> list[Difference]:
        """How this one board differs from its row, whatever hangs beside it."""
        spec = self.spec(plaque.spec)
        if spec is None:
            expected = "挂牌规格一览表所列牌子"
            return [Difference(kind="not_in_spec", expected=expected, actual=plaque.name)]
        return [
            Difference(kind=kind, expected=expected, actual=actual)
            for kind, fits, expected, actual in (
                ("name", self._fits_name(spec, plaque), spec.name, plaque.name),
                ("size", self._fits_size(spec, plaque), _size(spec), _size(plaque)),
                ("placement", _fits_place(spec, plaque), str(spec.placement), str(plaque.placement)),
                ("background", _fits_colour(spec.background, plaque.background), spec.background, plaque.background),
                ("text_colour", _fits_colour(spec.text_colour, plaque.text_colour), spec.text_colour,
                 plaque.text_colour),
            )
            if not fits
        ]  # fmt: skip

    def _fits_name(self, spec: PlaqueSpec, plaque: Plaque) -> bool:
        """A door plate may carry any name but one that the merge rules send elsewhere."""
        if spec.any_name:
            return not any(other.may_absorb(plaque.fingerprint) for other in self.specs)
        return _known(spec, plaque.fingerprint)

    def _fits_size(self, spec: PlaqueSpec, plaque: Plaque) -> bool:
        width, height = abs(plaque.width_mm - spec.width_mm), abs(plaque.height_mm - spec.height_mm)
        return max(width, height) <= self.tolerance_mm

    def _outside(self, hanging: Iterable[Plaque]) -> list[Plaque]:
        """The boards outside of the offices, those with the first claim to hang there (PLQ-01) first."""
        counted = []
        for plaque in hanging:
            spec = self.spec(plaque.spec)
            own = spec is not None and spec.placement == SpecPlacement.OWN_PREMISES
            if plaque.placement == Placement.OUTSIDE and not own:
                counted.append(plaque)
        return sorted(counted, key=lambda plaque: (plaque.spec or _UNLISTED, str(plaque.id)))


@lru_cache(maxsize=1024)
def _alias(name: str) -> str:
    return fingerprint(name)


def _known(spec: PlaqueSpec, name_fingerprint: str) -> bool:
    return any(name_fingerprint == _alias(name) for name in spec.known_as)


def _size(board: PlaqueSpec | Plaque) -> str:
    return f"{board.width_mm}×{board.height_mm}"


def _fits_place(spec: PlaqueSpec, plaque: Plaque) -> bool:
    return spec.placement == SpecPlacement.OWN_PREMISES or str(spec.placement) == str(plaque.placement)


def _fits_colour(wanted: str, actual: str) -> bool:
    """白(黄) allows white and yellow; 白底 is white; what names no colour fits nothing."""
    colours = set(_COLOURS.findall(fold(actual)))
    return bool(colours) and colours <= set(_COLOURS.findall(wanted))


def _write(plaque: Plaque, differences: list[Difference], mark: str) -> None:
    """Only what changed is assigned, so that judging a village again writes nothing."""
    documents = [difference.model_dump() for difference in differences]
    if plaque.differences != documents or plaque.conforms != (not documents):
        plaque.differences, plaque.conforms = documents, not documents
    if plaque.yardstick != mark:
        plaque.yardstick = mark
