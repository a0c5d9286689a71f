"""Removed boards that come back under another name, with an addition, in a recoded village or in another place."""

import random
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from signage_svc.plaques.names import fingerprint
from signage_svc.suspicions import Suspects, alike
from wording import tables

# Pairs of names for one board, by the same hand as the words of `board_matters.yaml`: on names of others expect less.
RENAMED = [
    ("妇女之家", "巾帼家园"),
    ("妇女之家", "妇女儿童之家"),
    ("青年之家", "青春驿站"),
    ("志愿者驿站", "志愿服务站"),
    ("科普活动室", "科技活动室"),
    ("家长学校", "家庭教育指导站"),
    ("远程教育点", "远程教育站点"),
    ("计生协会", "计划生育协会"),
    ("统计工作站", "统计服务站"),
    ("老年体协", "老年人体育协会"),
    ("环保监督岗", "生态环境监督岗"),
    ("治保会", "治安联防队"),
    ("禁毒工作站", "禁毒宣传站"),
    ("调解室", "矛盾纠纷调处中心"),
    ("法律服务站", "公共法律服务室"),
    ("人大代表之家", "人大代表联络站"),
    ("留守儿童之家", "儿童快乐家园"),
    ("电商服务站", "农村电子商务服务点"),
    ("就业服务站", "劳务服务站"),
    ("残疾人之家", "助残服务站"),
    ("微型消防站", "消防工作站"),
    ("信访接待室", "群众来访接待室"),
    ("食品安全监管站", "食药安全工作站"),
    ("金融服务点", "普惠金融服务站"),
    ("农技推广站", "农业技术服务站"),
    ("交通劝导站", "道路交通安全劝导站"),
    ("清廉村居工作站", "廉政监督站"),
    ("网格服务站", "网格管理工作站"),
    ("反诈宣传点", "防诈骗宣传站"),
    ("乡贤议事会", "乡贤参事会"),
]
ADDED = ["{}(示范点)", "标准化{}", "智慧{}", "{}(试点)", "县级{}"]
VILLAGE, RECODED, NEIGHBOUR = "990101001201", "990101001301", "990101001202"


@dataclass
class Board:
    region: str
    name: str
    id: UUID

    @property
    def fingerprint(self):
        return fingerprint(self.name, ("松柏县", "青石镇", "柳河村"))


def board(name, region=VILLAGE):
    return Board(region, name, uuid4())


def corpus():
    return sorted({fingerprint(row["name"], ("XX县", "XX镇", "XX村")) for row in tables.rows("texts/boards")})


def suspected(removed, found, **more):
    return Suspects([removed], more.pop("known", set()), **more).of(found)


def test_of_planted_rebounds_nine_in_ten_are_found():
    hits = {"renamed": 0, "annotated": 0, "recoded": 0, "moved": 0}
    names = [one for one, _ in RENAMED]
    for place, (name, renamed) in enumerate(RENAMED):
        removed = board(name)
        hits["renamed"] += suspected(removed, board(renamed)) is not None
        hits["annotated"] += suspected(removed, board(ADDED[place % len(ADDED)].format(name))) is not None
        now = {RECODED: RECODED, VILLAGE: RECODED}.get
        hits["recoded"] += suspected(removed, board(name, RECODED), now=now) is not None
        hits["moved"] += suspected(removed, board(name, NEIGHBOUR)) is not None
    assert hits["annotated"] == hits["recoded"] == hits["moved"] == len(names)
    assert hits["renamed"] / len(names) >= 0.9, hits


def test_of_new_boards_that_are_others_one_in_twenty_at_most_is_suspected():
    rng = random.Random(19)
    names = corpus()
    taken_down = [name for name in names if not name.endswith(("委员会", "支部"))]
    false = [
        name
        for name in names
        if Suspects([board(other) for other in rng.sample([each for each in taken_down if each != name], 5)], set()).of(
            board(name)
        )
    ]
    assert len(names) >= 400
    assert len(false) / len(names) <= 0.05, false


def test_what_has_always_hung_there_is_no_rebound_and_neither_is_a_listed_board():
    removed, same = board("妇女之家"), board("巾帼家园")
    assert suspected(removed, same).case == removed.id
    assert suspected(removed, same, known={(VILLAGE, same.fingerprint)}) is None
    assert suspected(removed, same, listed={same.fingerprint}) is None


def test_a_removed_board_under_its_own_name_is_one_even_where_the_table_lists_it():
    removed = board("综治中心")
    assert suspected(removed, board("综治中心"), listed={"综治中心"}).reason == "已拆除的“综治中心”同名重新悬挂"


def test_another_name_in_another_village_is_no_rebound():
    assert suspected(board("妇女之家"), board("巾帼家园", NEIGHBOUR)) is None


@pytest.mark.parametrize(
    ("one", "other"), [("妇女之家", "青年之家"), ("禁毒工作站", "统计工作站"), ("调解室", "卫生室")]
)
def test_boards_that_share_only_what_many_boards_are_called_are_not_alike(one, other):
    assert alike(one, other) is None
