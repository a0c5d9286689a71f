"""Who and what the fictitious county consists of: regions, departments, people. The same seed gives the same county."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

COUNTY = "990101000000"
COUNTY_NAME = "松安县"
_TOWNSHIPS = (
    "青石镇", "柳泉镇", "白鹭镇", "云溪镇", "大桥镇", "枫林镇", "龙湾镇", "石门镇", "清河镇", "红岩乡", "双塔乡", "黑松乡", "沙窝乡",
)  # fmt: skip
_FIRST = "东西南北上下前后大小新老"
_SECOND = ("沟", "坪", "湾", "庄", "岭", "塘", "桥", "坝", "营", "寨", "堡", "坡", "洼", "台", "峪", "口")
DEPARTMENTS = (
    ("D101", "县民政局"), ("D102", "县农业农村局"), ("D103", "县卫生健康局"), ("D104", "县应急管理局"), ("D105", "县自然资源局"),
    ("D106", "县住房和城乡建设局"), ("D107", "县公安局"), ("D108", "县司法局"), ("D109", "县人力资源和社会保障局"), ("D110", "县统计局"),
    ("D111", "县文化和旅游局"), ("D112", "县税务局"), ("D113", "县生态环境局"), ("D114", "县退役军人事务局"),
)  # fmt: skip
REVIEW_BODIES = (("D115", "县委组织部"), ("D101", "县民政局"), ("D116", "县委农办"), ("D117", "县委社会工作部"))
"""Who reviews every application, by the default of checklist-svc; the party's offices give villages no demands here."""
BODIES = tuple(dict((*DEPARTMENTS, *REVIEW_BODIES)).items())
"""All bodies of the county."""
CHINA = ZoneInfo("Asia/Shanghai")
Standing = Literal["model", "good", "fair", "weak", "failing"]


@dataclass(frozen=True)
class Township:
    """A township, its villages, and how well it does: that decides what its people do in the story."""

    code: str
    name: str
    standing: Standing
    place: int
    """Its number in the county, which makes townships of one standing differ a little."""
    villages: tuple[tuple[str, str], ...]

    @property
    def unit(self) -> str:
        """The code of the township's own office as a body that can create demands."""
        return f"T{self.code[6:9]}"


@dataclass(frozen=True)
class County:
    """Everything the story is about."""

    seed: int
    today: date
    townships: tuple[Township, ...]
    chance: random.Random = field(repr=False)

    def at(self, days_ago: float, hour: int = 10, minute: int = 0) -> datetime:
        """A moment of the past year, in China's office hours."""
        day = self.today - timedelta(days=int(days_ago))
        return datetime.combine(day, time(hour, minute), CHINA)

    def of(self, *standings: Standing) -> list[Township]:
        """The townships of some standing."""
        return [township for township in self.townships if township.standing in standings]


_STANDINGS: tuple[Standing, ...] = (
    "model", "model", "model", "good", "good", "good", "fair", "fair", "fair", "fair", "weak", "failing", "failing",
)  # fmt: skip


def build(seed: int, today: date) -> County:
    """The county of a seed, as of a day."""
    chance = random.Random(seed)  # noqa: S311 - a story, not a secret
    names = [first + second for first in _FIRST for second in _SECOND]
    chance.shuffle(names)
    townships = []
    for number, name in enumerate(_TOWNSHIPS, start=1):
        prefix = f"990101{number:03d}"
        count = 14 + number % 3
        villages = tuple(
            (f"{prefix}{200 + place}", f"{names.pop()}村") if place > 1 else (f"{prefix}001", f"{name[:2]}社区")
            for place in range(1, count + 1)
        )
        townships.append(Township(f"{prefix}000", name, _STANDINGS[number - 1], number - 1, villages))
    return County(seed, today, tuple(townships), chance)
