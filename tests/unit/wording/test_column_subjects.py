"""Columns of forms that no table of scopes knows: their titles and their other columns say what they are about."""

import pytest
from wording.columns import POSSIBLE, SURE, Column, is_generic, judge_column, scored

UNLISTED = "农家书屋借阅季报"


@pytest.mark.parametrize("title", ["数量", "备注", "户数", "人数", "面积", "合计", "其中:人数", "本月数量"])
def test_a_generic_title_is_never_matched_by_itself_nor_surely_by_its_form(title):
    assert is_generic(title)
    assert judge_column(title).elements == []
    for form in (UNLISTED, "古树名木巡查月报"):
        assert all(score < SURE for _, score in scored(Column(title, form)))


def test_what_a_generic_title_may_count_is_asked_where_the_form_says_what_it_is_about():
    found = scored(Column("户数", "危房改造花名册"))
    assert found
    assert all(POSSIBLE <= score < SURE for _, score in found)
    assert "E061" in {code for code, _ in found}
    assert scored(Column("数量", "危房改造花名册")) == []


def test_other_columns_that_are_sure_bring_those_of_their_kind_nearer():
    alone = dict(scored(Column("存栏", UNLISTED))), dict(scored(Column("能繁母猪", UNLISTED)))
    beside = dict(scored(Column("能繁母猪", UNLISTED, siblings=frozenset({"E099"}))))
    assert alone[0] == {}
    assert max(beside.values()) > max(alone[1].values())
