"""Facts of signage-svc about ledger entries that follow the board as it hangs."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import Id


class BoardField(TitledEnum, name="plaque_board_field", title_zh="牌子登记项目"):
    """What an entry says of the board itself."""

    REGION = "region", "村"
    NAME = "name", "名称"
    PLACEMENT = "placement", "位置"
    WIDTH_MM = "width_mm", "宽"
    HEIGHT_MM = "height_mm", "高"
    BACKGROUND = "background", "底色"
    TEXT_COLOUR = "text_colour", "字色"


class PlaqueCorrected(Event):
    """An entry was brought in line with the board as it hangs: by a survey round, or because it was wrongly typed."""

    type: ClassVar[str] = "signage.plaque.corrected.v1"
    title_zh: ClassVar[str] = "更正牌子台账"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.READERS

    fields: list[BoardField]
    survey: Id | None = None


class PlaqueAbsent(Event):
    """A survey round found that a board hangs no more in which nobody had found a fault: no disposal, and no merit."""

    type: ClassVar[str] = "signage.plaque.absent.v1"
    title_zh: ClassVar[str] = "牌子已不在挂"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.READERS
