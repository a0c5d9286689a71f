"""What the table and the rules allow: pure, so that the gate says the same as the judgement of what hangs."""

from collections.abc import Iterable

from contracts.signage import Placement
from servicekit.errors import Refusal
from wording.answers import Verdict

from signage_svc.hangings.errors import BoardNotInside, BoardNotListed, BoardNotOutside, BoardToMerge, OutsideFull
from signage_svc.plaques.advice import words_of
from signage_svc.plaques.conformity import Yardstick
from signage_svc.plaques.models import Plaque
from signage_svc.specs.models import OutsideUse, PlaqueSpec, SpecPlacement


def row_of(yardstick: Yardstick, fingerprint: str) -> PlaqueSpec | None:
    """The row as which a board would hang; None where the words leave a doubt that a person has to settle.

    Raises BoardToMerge, BoardNotListed.
    """
    named = yardstick.named(fingerprint)
    if named is not None:
        return named
    target = yardstick.absorbing(fingerprint)
    if target is not None:
        raise BoardToMerge(into=target.code, into_name=target.name)
    row = yardstick.recognised(fingerprint)
    if row is None and words_of(fingerprint).answer is not Verdict.UNSURE:
        raise BoardNotListed
    return row


def misplaced(row: PlaqueSpec, placement: Placement) -> Refusal | None:
    """Why a board of this row may not hang there."""
    if placement is Placement.OUTSIDE and row.placement is SpecPlacement.INSIDE and row.outside is OutsideUse.NONE:
        return BoardNotOutside(spec=row.code)
    if placement is Placement.INSIDE and row.placement is SpecPlacement.OUTSIDE:
        return BoardNotInside(spec=row.code)
    return None


def overfull(yardstick: Yardstick, row: PlaqueSpec, hanging: Iterable[Plaque]) -> OutsideFull | None:
    """Whether the village hangs as many counted boards outside as it may."""
    if row.outside is not OutsideUse.COUNTED:
        return None
    rows = [yardstick.spec(plaque.spec) for plaque in hanging if plaque.placement is Placement.OUTSIDE]
    counted = sum(each is not None and each.outside is OutsideUse.COUNTED for each in rows)
    return OutsideFull(limit=yardstick.outside_limit) if counted >= yardstick.outside_limit else None
