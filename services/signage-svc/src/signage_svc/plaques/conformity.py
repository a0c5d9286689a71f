"""How a plaque compares with the spec table. Computed from its measurements, never typed (PLQ-01, PLQ-03).

What a board is called is a rule only where the table has the very name, or a person has confirmed what it is. Else the
words give advice, and the board is doubted until somebody answers.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal

from contracts.signage import Doubt, FlagReason, Placement
from contracts.titles import coded
from pydantic import BaseModel
from wording import tables
from wording.answers import Verdict
from wording.folding import fold

from signage_svc.plaques.advice import advice, merge_target, words_of
from signage_svc.plaques.models import Plaque
from signage_svc.plaques.names import fingerprint
from signage_svc.specs.models import OutsideUse, PlaqueSpec, SpecPlacement

_COLOURS = re.compile("[白红黑黄蓝绿金银灰橙紫棕]")
Kind = Annotated[
    Literal["not_in_spec", "name", "size", "placement", "background", "text_colour", "outside_count"],
    coded(
        "plaque_difference", "牌子不符之处", not_in_spec="不在一览表内", name="名称不符", size="尺寸不符",
        placement="位置不符", background="底色不符", text_colour="字色不符", outside_count="外挂数量超限",
    ),
]  # fmt: skip


class Difference(BaseModel):
    """One way in which a plaque is not as its spec wants it."""

    kind: Kind
    expected: str
    actual: str


@dataclass(frozen=True, slots=True)
class Doubted:
    """What a person should be asked about a board, with the reasons."""

    kind: Doubt
    advice: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What plaques are measured with: the version of the table that holds for them, and the setting."""

    number: int
    specs: Sequence[PlaqueSpec]
    tolerance_mm: int
    outside_limit: int
    door_head_limit: int = 2
    region: str = ""

    @property
    def mark(self) -> str:
        """Tells apart what has been judged with another yardstick, or with other words."""
        words = tables.versions()
        return f"{self.region}/{self.number}/{self.tolerance_mm}/{words['rules'][:6]}{words['models'][:6]}"

    def spec(self, code: str | None) -> PlaqueSpec | None:
        """A row by its code."""
        return next((spec for spec in self.specs if spec.code == code), None)

    def named(self, name_fingerprint: str) -> PlaqueSpec | None:
        """The row whose boards go by this very name."""
        return next((spec for spec in self.specs if _known(spec, name_fingerprint)), None)

    def recognised(self, name_fingerprint: str) -> PlaqueSpec | None:
        """The row of a board by its name as it really hangs; None where the words are not sure."""
        exact = self.named(name_fingerprint)
        if exact is not None:
            return exact
        found = words_of(name_fingerprint)
        return self.spec(found.row) if found.answer is Verdict.PASS else None

    def absorbing(self, name_fingerprint: str) -> PlaqueSpec | None:
        """The row that a board goes into: by the county's own words, else by what kind of board it is."""
        by_words = next((spec for spec in self.specs if spec.may_absorb(name_fingerprint)), None)
        return by_words or self.spec(merge_target(name_fingerprint))

    def judge(self, village: Iterable[Plaque]) -> None:
        """Compute the conformity of the hanging plaques of one village; they must be all of them."""
        hanging = [plaque for plaque in village if plaque.hangs]
        # A removed board that came back has two entries, the reopened case and the new one; it is one board.
        again = {plaque.rebound_of for plaque in hanging}
        for plaque in hanging:
            if plaque.spec is None and plaque.confirmed_by is None and (row := self.recognised(plaque.fingerprint)):
                plaque.spec = row.code  # a newer table has it
        counted = [plaque for plaque in hanging if plaque.id not in again]
        over = {
            plaque.id: (len(boards), limit)
            for use, limit in ((OutsideUse.COUNTED, self.outside_limit), (OutsideUse.DOOR_HEAD, self.door_head_limit))
            if (boards := self._outside(counted, use))
            for plaque in boards[limit:]
        }
        for plaque in hanging:
            differences, doubted = self.differences(plaque), self.doubted(plaque)
            if plaque.id in over:
                found, limit = over[plaque.id]
                differences.append(Difference(kind="outside_count", expected=f"≤{limit}", actual=str(found)))
            _write(plaque, differences, doubted, self.mark)

    def differences(self, plaque: Plaque) -> list[Difference]:
        """How this one board differs from its row, whatever hangs beside it; nothing where it is not certain which."""
        if plaque.flag_reason == FlagReason.NOT_IN_SPEC and plaque.flagged_now:
            expected = "挂牌规格一览表所列牌子"
            return [Difference(kind="not_in_spec", expected=expected, actual=plaque.name)]
        spec = self.spec(plaque.spec)
        return [] if spec is None or not self._certain(spec, plaque) else self._measured(spec, plaque)

    def as_listed(self, plaque: Plaque) -> list[Difference]:
        """The same for a board that is put up now: it must be in the table by its very name."""
        spec = self.spec(plaque.spec)
        if spec is None:
            return [Difference(kind="not_in_spec", expected="挂牌规格一览表所列牌子", actual=plaque.name)]
        name = [] if self._certain(spec, plaque) else [
            Difference(kind="name", expected="、".join(spec.known_as) or spec.name, actual=plaque.name)
        ]  # fmt: skip
        return [*name, *self._measured(spec, plaque)]

    def doubted(self, plaque: Plaque) -> Doubted | None:
        """What a person should be asked about the board's name; None where the table or a person has settled it."""
        if plaque.confirmed_by is not None or plaque.flagged_now:
            return None
        spec = self.spec(plaque.spec)
        if spec is not None and self._certain(spec, plaque):
            return None
        found, target = words_of(plaque.fingerprint), self.absorbing(plaque.fingerprint)
        if target is not None and (spec is None or target.code != spec.code):
            return Doubted(Doubt.MERGE, advice(found, f"这块牌子是否应并入“{target.name}”？"))
        if spec is not None:
            return self._as_listed(spec, plaque)
        if found.answer is Verdict.PASS:
            return None
        return Doubted(Doubt.UNSURE if found.answer is Verdict.UNSURE else Doubt.UNLISTED, advice(found))

    def _as_listed(self, spec: PlaqueSpec, plaque: Plaque) -> Doubted | None:
        """A name that the table does not have, of a board that seems to be in it: asked only where that matters."""
        found, measured = words_of(plaque.fingerprint), self._measured(spec, plaque)
        if found.row == spec.code and found.answer is Verdict.PASS and not measured:
            return None
        ways = "、".join(f"{each.expected}（现为{each.actual}）" for each in measured)
        question = f"这块牌子是不是“{spec.name}”？" + (f"若是，规格应为{ways}" if ways else "")
        return Doubted(Doubt.NAME, advice(found, question))

    def _certain(self, spec: PlaqueSpec, plaque: Plaque) -> bool:
        """Whether it is settled that this row is the board's: by the very name, or by a person."""
        return plaque.confirmed_by is not None or _known(spec, plaque.fingerprint) or (
            spec.any_name and self.absorbing(plaque.fingerprint) is None
        )  # fmt: skip

    def _measured(self, spec: PlaqueSpec, plaque: Plaque) -> list[Difference]:
        at_door_head = _at_door_head(spec, plaque)
        return [
            Difference(kind=kind, expected=expected, actual=actual)
            for kind, fits, expected, actual in (
                ("size", at_door_head or self._fits_size(spec, plaque), _size(spec), _size(plaque)),
                ("placement", _fits_place(spec, plaque), str(spec.placement), str(plaque.placement)),
                ("background", _fits_colour(spec.background, plaque.background), spec.background, plaque.background),
                ("text_colour", _fits_colour(spec.text_colour, plaque.text_colour), spec.text_colour,
                 plaque.text_colour),
            )
            if not fits
        ]  # fmt: skip

    def _fits_size(self, spec: PlaqueSpec, plaque: Plaque) -> bool:
        width, height = abs(plaque.width_mm - spec.width_mm), abs(plaque.height_mm - spec.height_mm)
        return max(width, height) <= self.tolerance_mm

    def _outside(self, hanging: Iterable[Plaque], use: OutsideUse) -> list[Plaque]:
        """The boards outside of the offices of one kind, those with the first claim to hang there (PLQ-01) first.

        A board that nobody has settled counts nowhere: whether it may hang is the question, not how many hang.
        """
        counted = [
            plaque
            for plaque in hanging
            if plaque.placement == Placement.OUTSIDE
            and (spec := self.spec(plaque.spec)) is not None
            and spec.outside == use
            and self._certain(spec, plaque)
        ]
        return sorted(counted, key=lambda plaque: (plaque.spec or "", str(plaque.id)))


@lru_cache(maxsize=1024)
def _alias(name: str) -> str:
    return fingerprint(name)


def _known(spec: PlaqueSpec, name_fingerprint: str) -> bool:
    return any(name_fingerprint == _alias(name) for name in spec.known_as)


def _size(board: PlaqueSpec | Plaque) -> str:
    return f"{board.width_mm}×{board.height_mm}"


def _at_door_head(spec: PlaqueSpec, plaque: Plaque) -> bool:
    """A door head is as large as its door, where the row describes the board inside."""
    inside = spec.placement != SpecPlacement.OUTSIDE
    return spec.outside == OutsideUse.DOOR_HEAD and inside and plaque.placement == Placement.OUTSIDE


def _fits_place(spec: PlaqueSpec, plaque: Plaque) -> bool:
    if spec.placement == SpecPlacement.OWN_PREMISES or str(spec.placement) == str(plaque.placement):
        return True
    return plaque.placement == Placement.OUTSIDE and spec.outside != OutsideUse.NONE


def _fits_colour(wanted: str, actual: str) -> bool:
    """白(黄) allows white and yellow; 白底 is white; what names no colour fits nothing."""
    colours = set(_COLOURS.findall(fold(actual)))
    return bool(colours) and colours <= set(_COLOURS.findall(wanted))


def _write(plaque: Plaque, differences: list[Difference], doubted: Doubted | None, mark: str) -> None:
    """Only what changed is assigned, so that judging a village again writes nothing."""
    documents = [difference.model_dump() for difference in differences]
    if plaque.differences != documents or plaque.conforms != (not documents):
        plaque.differences, plaque.conforms = documents, not documents
    kind, reasons = (doubted.kind, doubted.advice) if doubted else (None, None)
    if plaque.doubt != kind or plaque.advice != reasons:
        plaque.doubt, plaque.advice = kind, reasons
    if plaque.yardstick != mark:
        plaque.yardstick = mark
