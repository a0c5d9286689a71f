"""HTTP about judgements: advice while typing, stored nowhere."""

from asyncio import to_thread
from typing import Annotated, Literal

from contracts.titles import coded
from countykit.identity import Anyone
from pydantic import Field
from servicekit.bodies import Body
from servicekit.http import Router
from wording.boards import BoardJudgement, judge_board

router = Router(prefix="/v1/judgements", tags=["judgements"])
Place = Annotated[
    Literal["外部", "内部", "独立场所"],
    coded("board_place", "牌子所挂位置", 外部="外部", 内部="内部", 独立场所="独立场所"),
]
Level = Annotated[
    Literal["village", "township", "county"],
    coded("board_place_level", "牌子所在层级", village="村（社区）", township="乡镇", county="县（市、区）"),
]


class BoardName(Body):
    """What a board says, where it hangs, and at whose office."""

    name: str = Field(min_length=1, max_length=200, examples=["柳河镇文昌村妇女之家"])
    place: Place | None = Field(None, description="where it hangs", examples=["外部"])
    level: Level = Field("village", description="at whose office it hangs")


@router.post("")
async def judge_board_name(body: BoardName, _: Anyone) -> BoardJudgement:
    """Which row of the spec table a board is, what it merges into, or that it comes down, by its name."""
    return await to_thread(judge_board, body.name, place=body.place, level=body.level)
