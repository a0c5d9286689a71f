"""The signs of a hall: the one that guides to all areas, the short one of each area, and the sheet of the posts.

Sizes and colours are those of the table in force (指引标牌, 功能区域简明标牌). No staff is named on what hangs on
the wall (PLQ-02): the posts with their A and B staff are a sheet for the window.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from countykit import directory
from countykit.workdays import today
from fastapi import Request
from servicekit.printing.issuing import Draft
from servicekit.transaction import Transaction

from signage_svc.halls.errors import SignSpecMissing
from signage_svc.halls.models import AreaKind, Hall
from signage_svc.matters import repository as matters
from signage_svc.specs import service as specs
from signage_svc.specs.models import PlaqueSpec

TITLE = "服务功能指引"
_GUIDE = "指引标牌"
_RED, _BLUE = "#c8102e", "#0b5cab"
_COLOURS = {
    "白": "#ffffff", "红": _RED, "蓝": _BLUE, "黄": "#f2a900", "绿": "#1b7f3b", "黑": "#1a1a1a", "金": "#b8860b",
    "银": "#c0c0c0", "灰": "#6b6b6b",
}  # fmt: skip


def colour(words: str, kind: AreaKind | None = None) -> str:
    """A colour as the table words it; of “党建类红色/其他蓝色” the part for the kind of area."""
    parts = words.split("/")
    party = [part for part in parts if "党" in part]
    others = [part for part in parts if "党" not in part]
    chosen = (party or others) if kind is AreaKind.PARTY else (others or party)
    return next((_COLOURS[letter] for letter in "".join(chosen) if letter in _COLOURS), _BLUE)


def signs_of(rows: Sequence[PlaqueSpec]) -> tuple[PlaqueSpec, PlaqueSpec]:
    """The rows of the guiding sign and of the short ones; raises SignSpecMissing."""
    guide = next((row for row in rows if any(_GUIDE in name for name in (row.name, *row.known_as))), None)
    short = next((row for row in rows if row.any_name), None)
    if guide is None or short is None:
        raise SignSpecMissing
    return guide, short


def _sized(row: PlaqueSpec, kind: AreaKind | None = None) -> dict[str, Any]:
    return {
        "width": row.width_mm, "height": row.height_mm,
        "background": colour(row.background, kind), "ink": colour(row.text_colour, kind),
    }  # fmt: skip


async def draft(request: Request, tx: Transaction, hall: Hall) -> Draft:
    """What the template is filled with, as the hall is today; raises SignSpecMissing."""
    _, rows = await specs.in_force(tx, hall.region)
    guide, short = signs_of(rows)
    titles = await _titles(tx, hall)
    areas = [
        {
            **area, "sign": _sized(short, AreaKind(area["kind"])),
            "windows": [
                {**window, "matters": [titles[matter] for matter in window["matters"] if matter in titles]}
                for window in area["windows"]
            ],
        }
        for area in hall.areas
    ]  # fmt: skip
    content = {
        "hall": hall.name, "sign": _sized(guide), "areas": areas, "hours": hall.hours, "address": hall.address,
        "phone": hall.phone or "",
    }  # fmt: skip
    place = await directory.known_region(tx, hall.region)
    address: str | None = request.app.state.settings.public_url
    leads_to = address and f"{address}/places/{hall.code}"
    return Draft(TITLE, place.name, today(tx.now), content, hall.code, leads_to)


async def _titles(tx: Transaction, hall: Hall) -> dict[str, str]:
    wanted = {UUID(matter) for window in hall.windows for matter in window["matters"]}
    return {str(key): matter.title for key, matter in (await matters.offered_in(tx, hall.region, wanted)).items()}
