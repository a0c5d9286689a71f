"""Training: the shipped weights come from the shipped texts, hold a floor by cross-validation, and never get worse."""

import hashlib

import pytest
from wording import candidates, tables
from wording.boards import board_kind, judge_board
from wording.candidates import TrainingRefused, activated, measured, train
from wording.demands import Models
from wording.training import train_boards, train_demands


def part(name, fold):
    """Every third text is tested by weights that the others made."""
    rows = tables.rows(name)
    mark = [int(hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest(), 16) % 3 for row in rows]
    return [row for row, at in zip(rows, mark, strict=True) if at != fold], [
        row for row, at in zip(rows, mark, strict=True) if at == fold
    ]


def test_demands_hold_the_floor_by_cross_validation():
    known, unseen = part("texts/demands", 0)
    score = measured(train_demands(known, assists=False), unseen)
    assert score.caught / score.breaches >= 0.85
    assert score.alarms / score.lawful <= 0.07


def test_boards_hold_the_floor_by_cross_validation():
    known, unseen = part("texts/boards", 1)
    model = train_boards(known)
    judged = [(row, judge_board(row["name"], model=model)) for row in unseen]
    right = sum(judgement.answer == "unsure" or judgement.row == row.get("row") for row, judgement in judged)
    assert right / len(judged) >= 0.93
    flagged = [row["name"] for row, judgement in judged if row["lawful"] == "yes" and judgement.answer == "flag"]
    assert flagged == []


def test_training_gives_the_same_weights_every_time():
    texts = tables.rows("texts/boards")[:120]
    assert train_boards(texts).stored() == train_boards(texts).stored()
    assert set(train_boards(texts).classes) >= {board_kind(dict(row)) for row in texts}


def test_the_first_line_of_each_table_says_where_it_comes_from():
    for name in ("items", "certificates", "boards", "elements", "texts/demands", "texts/usual", "texts/columns"):
        assert len(tables.origin(name)) > 10
    assert set(tables.versions()) == {"rules", "texts", "models"}


OWN = [
    {"text": f"{place}组村民需要按手环步数领取{thing}", "label": "unlawful", "items": ["NE11"]}
    for place in "一二三四五六七八九十"
    for thing in ("化肥", "种子")
]


def test_a_countys_texts_teach_and_the_candidate_can_be_activated():
    candidate = train(OWN)
    assert not candidate.score.worse_than(candidate.shipped)
    models = activated(candidate.stored())
    assert isinstance(models, Models)
    assert measured(models, OWN[:5]).caught > measured(Models.shipped(), OWN[:5]).caught
    assert len(candidate.version) == 12


def test_texts_that_make_it_worse_are_refused():
    turned = [{**row, "label": "lawful"} for row in tables.rows("texts/demands") if row["label"] == "unlawful"]
    poisoned = [{**row, "text": row["text"] + "。"} for row in turned]
    with pytest.raises(TrainingRefused) as refused:
        train(poisoned)
    assert refused.value.code == "WORDS-WORSE"


@pytest.mark.parametrize(
    ("texts", "code"),
    [(OWN[: candidates.LEAST - 1], "WORDS-TOO-FEW"), ([*OWN, {"text": "", "label": "lawful"}], "WORDS-UNLABELLED")],
)
def test_too_few_or_unlabelled_texts_are_refused(texts, code):
    with pytest.raises(TrainingRefused) as refused:
        train(texts)
    assert refused.value.code == code
