"""The lines of the field's cases of 区划 and 机构 changes: who takes over from whom, and whose past it is."""

from datetime import date

import pytest
from contracts.gateway import RegionLevel
from gateway.changes.bodies import department_lines
from gateway.changes.lines import ending
from gateway.changes.schemas import ChangeDraft
from gateway.changes.territory import Ground, automatic, region_lines
from gateway.directory.departments.models import Department
from gateway.directory.regions.repository import Region

DAY, FIRST = date(2027, 1, 1), date(2000, 1, 1)
VILLAGES = ("990101201201", "990101201202", "990101102201", "990101102208")
REGIONS = {
    **{code: (name, RegionLevel.CITY) for code, name in (("990100000000", "甲市"), ("990200000000", "乙市"))},
    **{code: (name, RegionLevel.COUNTY) for code, name in (("990121000000", "某县"), ("990101000000", "丙县"))},
    **{code: (name, RegionLevel.TOWNSHIP) for code, name in (
        ("990101201000", "甲乡"), ("990101102000", "乙镇"), ("990101103000", "戊镇"), ("990121100000", "城关镇"),
    )},
    **{code: (f"{code[-3:]}村", RegionLevel.VILLAGE) for code in (*VILLAGES, "990101103201", "990121100201")},
}  # fmt: skip
BODIES = {"FPB": "县扶贫办", "ZXJ": "县乡村振兴局", "NYJ": "县农业农村局", "LCJ": "县林草局", "ZHB": "抗旱指挥部"}


def part(predecessor, successor=None, name=None, share=100):
    return {"predecessor": predecessor, "successor": successor, "name": name, "share": share}


def lines_of(kind, parts, villages=(), subject="region"):
    draft = ChangeDraft.model_validate({
        "subject": subject, "kind": kind, "effective_on": DAY, "basis": "某民政〔2026〕12号", "parts": parts,
        "villages": list(villages),
    })  # fmt: skip
    if subject == "department":
        known = {code: Department(code=code, name=name, region="990101000000") for code, name in BODIES.items()}
        return list(department_lines(draft, known, DAY))
    known = {code: Region(code, name, level, FIRST, None, 1) for code, (name, level) in REGIONS.items()}
    heads = [item["predecessor"].rstrip("0") for item in parts]
    below = [region for code, region in sorted(known.items()) if any(
        code.startswith(head) and code != f"{head:0<12}" for head in heads
    )]  # fmt: skip
    ground = Ground(known, below)
    assert automatic(draft, ground) is not None
    return region_lines(draft, ground, DAY)


# Case, kind, parts, villages; then of each line: predecessor, successor, takes over, continues.
CASES = [
    ("RC01 撤乡设镇", "upgrade", [part("990101201000", "990101104000", "甲镇")], [], [
        ("990101201000", "990101104000", True, True), ("990101201201", "990101104201", True, True),
        ("990101201202", "990101104202", True, True),
    ]),
    ("RC02 乡镇合并", "merge", [part("990101201000", "990101102000")], [part("990101201201", "990101102209")], [
        ("990101201000", "990101102000", True, False), ("990101201201", "990101102209", True, True),
        ("990101201202", "990101102202", True, True),
    ]),
    ("RC03 一分为二", "split",
     [part("990101102000", "990101102000", share=50), part("990101102000", "990101105000", "丙镇", 50)],
     [part("990101102208", "990101105201")], [
        ("990101102000", "990101102000", True, True), ("990101102000", "990101105000", False, False),
        ("990101102208", "990101105201", True, True),
    ]),
    ("RC04 划出一村", "move", [part("990101102208", "990101103208")], [], [
        ("990101102208", "990101103208", True, True),
    ]),
    ("RC05 合村并组", "merge", [part(code, "990101102210", "新村") for code in ("990101102201", "990101102208")], [], [
        ("990101102201", "990101102210", True, False), ("990101102208", "990101102210", True, False),
    ]),
    ("RC06 村改居", "upgrade", [part("990101102201", "990101102001", "丁社区")], [], [
        ("990101102201", "990101102001", True, True),
    ]),
    ("RC07 撤居并村", "merge", [part("990101102201", "990101102208")], [], [
        ("990101102201", "990101102208", True, False),
    ]),
    ("RC08 仅更名", "rename", [part("990101102201", None, "张家村")], [], [
        ("990101102201", "990101102201", True, True),
    ]),
    ("RC09 换码", "recode", [part("990101102201", "990101102211")], [], [
        ("990101102201", "990101102211", True, True),
    ]),
    ("RC10 撤县设区", "upgrade", [part("990121000000", "990102000000", "某区")], [], [
        ("990121000000", "990102000000", True, True), ("990121100000", "990102100000", True, True),
        ("990121100201", "990102100201", True, True),
    ]),
    ("RC11 县改市", "upgrade", [part("990121000000", "990181000000", "某市")], [], [
        ("990121000000", "990181000000", True, True), ("990121100000", "990181100000", True, True),
        ("990121100201", "990181100201", True, True),
    ]),
    ("RC12 改归乙市", "move", [part("990121000000", "990221000000")], [], [
        ("990121000000", "990221000000", True, True), ("990121100000", "990221100000", True, True),
        ("990121100201", "990221100201", True, True),
    ]),
    ("RC14 管委会代管", "move", [part("990101102201", "990101103401")], [], [
        ("990101102201", "990101103401", True, True),
    ]),
]  # fmt: skip
REFORMS = [
    ("RC21 更名", "rename", [part("FPB", None, "县乡村振兴局筹备组")], [("FPB", "FPB", True, True)]),
    ("RC22 并入", "merge", [part("ZXJ", "NYJ")], [("ZXJ", "NYJ", True, True)]),
    ("RC25 撤销无继任", "abolition", [part("ZHB")], [("ZHB", None, False, False)]),
    ("RC25 撤销有继任", "abolition", [part("ZHB", "NYJ")], [("ZHB", "NYJ", True, True)]),
    ("RC30 多对一", "merge", [part("NYJ", "NLJ", "县农业农村和林草局"), part("LCJ", "NLJ")], [
        ("NYJ", "NLJ", True, True), ("LCJ", "NLJ", True, True),
    ]),
    ("分设", "split", [part("NYJ", "NYJ", share=70), part("NYJ", "SLJ", "县水利局", 30)], [
        ("NYJ", "NYJ", True, True), ("NYJ", "SLJ", False, False),
    ]),
]  # fmt: skip


def found(lines):
    return [(line.predecessor, line.successor, line.takes_over, line.continues) for line in lines]


@pytest.mark.parametrize(
    ("kind", "parts", "villages", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_the_cases_of_regions(kind, parts, villages, expected):
    lines = lines_of(kind, parts, villages)
    assert found(lines) == expected
    villages_after = {line.successor for line in lines if line.successor and not line.successor.endswith("000")}
    assert len(villages_after) <= len([line for line in lines if not line.predecessor.endswith("000")])
    if kind in ("recode", "move"):
        assert all(line.successor_name == line.predecessor_name for line in lines), "the name stays"


@pytest.mark.parametrize(
    ("kind", "parts", "expected"), [case[1:] for case in REFORMS], ids=[case[0] for case in REFORMS]
)
def test_the_cases_of_bodies(kind, parts, expected):
    lines = lines_of(kind, parts, subject="department")
    assert found(lines) == expected
    assert ending(lines) == {one for one, *_ in expected} - {one for one, other, *_ in expected if one == other}
