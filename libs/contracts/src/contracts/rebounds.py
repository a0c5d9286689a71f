"""Facts of boards that came back: seen again, contested, upheld or found to be none."""

from datetime import date
from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.words import Id, Title


class ReboundDetected(Event):
    """A removed plaque's fingerprint was seen again; `registered_again` is the new ledger entry."""

    type: ClassVar[str] = "signage.rebound.detected.v1"
    title_zh: ClassVar[str] = "牌子回潮"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.READERS

    registered_again: Id
    title: Title | None = None


class ReboundObjected(Event):
    """The township contests that a removed board hangs again; it counts until that is decided."""

    type: ClassVar[str] = "signage.rebound.objected.v1"
    title_zh: ClassVar[str] = "牌子回潮提出申诉"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.COUNTY

    registered_again: Id


class ReboundUpheld(Event):
    """People who had no part in it found that a removed board does hang again."""

    type: ClassVar[str] = "signage.rebound.upheld.v1"
    title_zh: ClassVar[str] = "牌子回潮维持"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.COUNTY

    registered_again: Id


class ReboundOverturned(Event):
    """A rebound was none: the board that hangs belongs there. It is taken back on `counted_on`, when it was detected.

    `settled`: the disposal of the removed board stands again as it was; `after_baseline` is that board's.
    """

    type: ClassVar[str] = "signage.rebound.overturned.v1"
    title_zh: ClassVar[str] = "撤销牌子回潮"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.READERS

    registered_again: Id
    counted_on: date
    settled: bool
    after_baseline: bool = False
