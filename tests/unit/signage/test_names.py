"""The same board under many spellings has one fingerprint, and different boards have different ones."""

import pytest
from signage_svc.plaques.names import fingerprint

REGIONS = ("松柏县", "青石镇", "柳河村")


@pytest.mark.parametrize(
    "name",
    [
        "妇女之家", "妇女 之家", " 妇女之家\u3000", "【妇女之家】", "(妇女之家)", "“妇女之家”", "妇女·之家",
        "柳河村妇女之家", "青石镇柳河村妇女之家", "松柏县青石镇柳河村妇女之家", "青石镇·柳河村(妇女之家)", "村妇女之家",
    ],
)  # fmt: skip
def test_spelling_brackets_and_the_names_of_the_place_do_not_make_another_board(name):
    assert fingerprint(name, REGIONS) == "妇女之家"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("间隔·双胞牌", "间隔•双胞牌"), ("连点·双胞牌", "连点‧双胞牌"), ("破折—双胞牌", "破折-双胞牌"),
        ("软\u00ad连双胞牌", "软连双胞牌"),
        ("变体☎双胞牌", "变体☎\ufe0f双胞牌"), ("婦女之家", "妇女之家"), ("☎", "☎\ufe0f"), ("3·15维权站", "3・15维权站"),
    ],
)  # fmt: skip
def test_one_board_written_twice_is_one_board(one, other):
    assert fingerprint(one, REGIONS) == fingerprint(other, REGIONS)


def test_full_width_and_half_width_letters_are_one():
    assert fingerprint("AA工作站", REGIONS) == fingerprint("aa工作站", REGIONS)


def test_different_boards_stay_different():
    names = ["妇女之家", "青年之家", "人大代表之家", "村务监督委员会", "村民委员会"]
    assert len({fingerprint(name, REGIONS) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("青石镇柳河村民委员会", "村民委员会"),
        ("青石镇柳河村村民委员会", "村民委员会"),
        ("青石镇柳河村务监督委员会", "村务监督委员会"),
        ("柳河村村务监督委员会", "村务监督委员会"),
        ("柳河村民兵连", "民兵连"),
        ("民兵连", "民兵连"),
        ("中共青石镇柳河村支部委员会", "支部委员会"),
        ("中国共产党青石镇柳河村总支部委员会", "总支部委员会"),
        ("村卫生室", "卫生室"),
    ],
)
def test_the_word_village_stays_only_where_it_belongs_to_the_board(name, expected):
    assert fingerprint(name, REGIONS) == expected


def test_a_community_and_an_official_village_name_are_stripped_too():
    assert fingerprint("和平社区妇女之家", ("松柏县", "城关街道办事处", "和平社区居委会")) == "妇女之家"
    assert fingerprint("城关街道和平社区妇女之家", ("松柏县", "城关街道办事处", "和平社区居委会")) == "妇女之家"
    assert fingerprint("柳河村妇女之家", ("松柏县", "青石镇", "柳河村村民委员会")) == "妇女之家"


def test_a_village_whose_stem_begins_a_boards_name_does_not_eat_it():
    assert fingerprint("新时代文明实践站", ("松柏县", "青石镇", "新时代村")) == "新时代文明实践站"
    assert fingerprint("新时代村新时代文明实践站", ("松柏县", "青石镇", "新时代村")) == "新时代文明实践站"


def test_a_name_of_nothing_but_brackets_still_has_a_fingerprint():
    assert fingerprint("()", REGIONS)
    assert fingerprint("柳河村", REGIONS)
