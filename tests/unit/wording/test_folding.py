"""One spelling for what people write in many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wording.folding import LONGEST, fold, folded


@pytest.mark.parametrize(
    "written",
    [
        "责任状",
        "責任狀",
        "责·任·状",
        "责-任—状",
        "责 任　状",
        "责\u200b任\u2060状",
        "“责任”状",
        "责*任*状",
        "责🔥任🔥状",
        "责\u0336任\u0336状\u0336",
        "责\ufe0f任状",
    ],
)
def test_masks_and_variants_are_one_word(written):
    assert fold(written) == "责任状"


def test_width_and_case():
    assert fold("ＡＰＰ打卡１０次（含）") == "app打卡10次含"


def test_marks_are_found_in_the_written_text():
    whole = folded("请签訂「責·任\u200b·狀」,速报")
    start = whole.text.index("责任状")
    first, end = whole.original(start, start + 3)
    assert whole.written[first:end] == "責·任\u200b·狀"


def test_sentences_and_numbers_keep_their_points():
    assert folded("完成2.5万元,每日1-2次。\n不得摊派").text == "完成2.5万元,每日1-2次。\n不得摊派"


@pytest.mark.parametrize(
    ("first", "second"),
    [("3·15维权站", "3•15维权站"), ("3·15", "3.15"), ("1—2", "1-2"), ("二○二六", "二〇二六"), ("L\u00fc", "Lu\u0308")],
)
def test_dots_dashes_and_accents_are_one_however_they_were_typed(first, second):
    assert folded(first).text == folded(second).text
    assert fold(first) == fold(second)


def test_marks_that_are_letters_keep_names_apart():
    assert fold("དཀར་པོ") != fold("དཀོར་པོ")


def test_only_the_first_characters_are_looked_at():
    assert len(folded("村" * (LONGEST + 5)).text) == LONGEST


@given(st.text(max_size=200))
def test_any_text_can_be_folded_and_stays_so(text):
    assert fold(fold(text)) == fold(text)
    whole = folded(text)
    assert len(whole.text) == len(whole.places)
    assert all(0 <= place < len(text) for place in whole.places)
