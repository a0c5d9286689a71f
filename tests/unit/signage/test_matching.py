"""Two ledgers of one township compared: five outcomes, each board once."""

from dataclasses import dataclass, replace

import pytest
from contracts.surveys import Outcome
from signage_svc.surveys.matching import compare


@dataclass(frozen=True)
class Board:
    name: str
    region: str = "990101001201"
    placement: str = "inside"
    width_mm: int = 600
    height_mm: int = 400

    @property
    def fingerprint(self):
        return self.name


def outcomes(site, file, off_spec=lambda _: ""):
    return [(each.outcome, each.site and each.site.name, each.file and each.file.name)
            for each in compare(site, file, off_spec, 20)]  # fmt: skip


BOARD = Board("综治中心")


@pytest.mark.parametrize(
    ("site", "file", "outcome"),
    [
        ([BOARD], [BOARD], Outcome.MATCHED),
        ([BOARD], [], Outcome.UNEXPECTED),
        ([], [BOARD], Outcome.MISSING),
        ([BOARD], [replace(BOARD, placement="outside")], Outcome.MISPLACED),
        ([BOARD], [replace(BOARD, region="990101001202")], Outcome.MISPLACED),
        ([BOARD], [replace(BOARD, width_mm=700)], Outcome.OFF_SPEC),
        ([BOARD], [replace(BOARD, width_mm=615)], Outcome.MATCHED),
        ([Board("综合治理中心")], [Board("综合治理服务中心")], Outcome.OFF_SPEC),
    ],
)
def test_each_way_of_differing_has_its_outcome(site, file, outcome):
    ((found, _, _),) = outcomes(site, file)
    assert found is outcome


def test_a_board_that_breaks_the_table_is_off_spec_though_both_ledgers_agree():
    (found,) = compare([BOARD], [BOARD], lambda _: "一览表要求600×400，现为900×400", 20)
    assert (found.outcome, found.difference) == (Outcome.OFF_SPEC, "一览表要求600×400，现为900×400")


def test_every_board_of_either_ledger_is_in_the_comparison_once():
    site = [Board("甲站"), Board("丙室"), BOARD]
    file = [Board("乙岗"), BOARD, Board("丙室", region="990101001202")]
    found = outcomes(site, file)
    assert sorted(name for _, name, _ in found if name) == sorted(each.name for each in site)
    assert sorted(name for _, _, name in found if name) == sorted(each.name for each in file)
    assert [outcome for outcome, _, _ in found].count(Outcome.MATCHED) == 1
