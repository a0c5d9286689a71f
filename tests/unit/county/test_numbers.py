"""What lets a body ask something of villages: the rules that need no database."""

from datetime import date

import pytest
from countykit.numbers.grounds import cites_law
from countykit.numbers.refusals import NUMBER_REFUSALS, REFUSALS
from countykit.numbers.rows import Gap
from countykit.numbers.scope import good_on, within


@pytest.mark.parametrize("basis", [
    "统计法(2024)第12条", "《中华人民共和国防洪法》第四十五条", "退役军人保障法第8条和工作安排",
    "政府督查工作条例第16、17条",
])  # fmt: skip
def test_a_law_with_its_article_is_a_ground(basis):
    assert cites_law(basis)


@pytest.mark.parametrize("basis", [
    "县里会议要求", "本部门法定职责和年度工作安排", "农田建设管理办法", "第三条线路巡查", "按照领导办法办，见第2页", "",
])  # fmt: skip
def test_an_order_or_a_law_without_an_article_is_none(basis):
    assert not cites_law(basis)


def test_reading_a_basis_takes_linear_time():
    assert not cites_law("法" * 150 + "（" * 200)


def test_a_number_is_good_in_what_it_names_and_else_in_the_whole_region():
    assert within([], "990101000000", ["990101002201"])
    assert within(["990101001000"], "990101000000", ["990101001201"])
    assert not within(["990101001000"], "990101000000", ["990101002201"])
    assert not within(["990101001201"], "990101000000", ["990101001000"])
    assert not within([], "990101001000", ["990101000000"])
    assert within(["990101001201"], "990101000000", ["990101002202", "990101001201"])


def test_the_day_of_its_end_is_no_day_of_a_number():
    first, last, ended = date(2026, 3, 1), date(2026, 6, 30), date(2026, 5, 1)
    assert good_on(first, last, None, first)
    assert good_on(first, last, None, last)
    assert good_on(first, last, ended, date(2026, 4, 30))
    assert not good_on(first, last, ended, ended)


def test_each_gap_has_a_refusal_of_its_own_with_its_law():
    assert set(REFUSALS) == set(Gap)
    assert len({refusal.code for refusal in NUMBER_REFUSALS}) == len(Gap)
    assert all(refusal.law for refusal in NUMBER_REFUSALS)
