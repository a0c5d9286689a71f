"""What is offered as the same matter, measured on the labelled texts: docs/admission.md has the figures."""

import json
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from checklist_svc.admissions.models import Admission
from checklist_svc.admissions.same_matter import SHARE, Sign, is_shared, shared, signs
from checklist_svc.admissions.states import Frequency
from checklist_svc.wording import sameness
from wording import tables
from wording.demands import judge_demand

from bench.words import folds, interval

DOC = Path(__file__).parents[3] / "docs" / "admission.md"
FORTY = json.loads((Path(__file__).parents[1] / "report" / "forty_forms.json").read_text(encoding="utf-8"))
PAIRS = tables.rows("texts/matters")
SHARES = (0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7)


def rated(found):
    """Precision and recall with their intervals, of pairs (offered, same)."""
    found = list(found)
    right = sum(offered and same for offered, same in found)
    return interval(right, sum(offered for offered, _ in found)), interval(right, sum(same for _, same in found))


def form_pairs():
    """Each pair of the forty forms: the columns of both, and whether the right answer has them in one form."""
    together = {
        frozenset(pair) for answer in FORTY["answer"] for pair in combinations(answer["merges"], 2)
    }  # fmt: skip
    columns = {form["code"]: [column["name"] for column in form["columns"]] for form in FORTY["forms"]}
    return [
        {"columns": (columns[one], columns[other]), "same": frozenset((one, other)) in together}
        for one, other in combinations(columns, 2)
    ]  # fmt: skip


def f1(rows, share):
    offered = [is_shared(*row["columns"], share) for row in rows]
    right = sum(each and row["same"] for each, row in zip(offered, rows, strict=True))
    return 2 * right / (sum(offered) + sum(row["same"] for row in rows))


def suggested(text):
    """The item that the words suggest, which stands here for the one that the body confirms."""
    return next((item.code for item in judge_demand(text, known=False).assists), None)


def line(name, figures):
    return f"| {name} | {figures[0]} | {figures[1]} |"


def test_the_precision_of_what_is_offered_is_what_the_document_says():
    said = DOC.read_text()
    by_words = [(sameness(row["first"], row["second"]) >= 80, row["same"]) for row in PAIRS]
    assert line("names", rated(by_words)) in said
    codes = [(suggested(row["first"]), suggested(row["second"]), row["same"]) for row in PAIRS]
    assert line("item", rated((one is not None and one == other, same) for one, other, same in codes)) in said
    found, chosen = [], []
    for train, test in folds(form_pairs()):
        share = max(SHARES, key=lambda each: (f1(train, each), each))
        chosen.append(share)
        found += [(is_shared(*row["columns"], share), row["same"]) for row in test]
    assert line("columns", rated(found)) in said
    assert max(set(chosen), key=chosen.count) == SHARE


def task(title="走访慰问", **changes):
    values = {
        "region": "990101000000", "department": "NYJ", "title": title, "content": "入户", "legal_basis": "某法第1条",
        "starts_on": date(2026, 5, 1), "ends_on": date(2026, 9, 30), "frequency": Frequency.MONTHLY, "entrusted": False,
        "emergency": False, "matter": "AS26", "columns": [],
    }  # fmt: skip
    return Admission(**values | changes)


@pytest.mark.parametrize(("changes", "found"), [
    ({}, [Sign.MATTER]),
    ({"matter": "AS22"}, []),
    ({"matter": None}, []),
    ({"about": "残疾人"}, [Sign.MATTER]),
    ({"about": "重度残疾人"}, [Sign.MATTER]),
    ({"about": "退役军人"}, []),
    ({"starts_on": date(2026, 10, 1), "ends_on": date(2026, 12, 31)}, []),
    ({"valid_until": date(2026, 5, 31), "starts_on": date(2026, 4, 1)}, [Sign.MATTER]),
    ({"regions": ["990101001000"]}, [Sign.MATTER]),
    ({"region": "990101002000"}, [Sign.MATTER]),
    ({"title": "残疾人情况核查工作"}, [Sign.MATTER, Sign.WORDS]),
])  # fmt: skip
def test_the_same_item_counts_for_the_same_object_time_and_place(changes, found):
    assert signs(task("残疾人情况核查", about="残疾人"), task("某项工作").model_copy(update=changes), 80) == found


def test_tasks_of_two_villages_do_not_meet():
    one, other = (task(regions=[f"9901010012{number:02d}"], title=f"事{number}") for number in (1, 2))
    assert signs(one, other, 80) == []


def test_tables_are_compared_by_what_they_ask_and_not_by_what_every_form_has():
    one = ["常住人口", "外出务工人数", "填报人", "联系电话", "备注"]
    assert shared(one, ["常住人口数", "填报人", "备注"]) == ["常住人口"]
    assert not is_shared(["填报人", "备注"], ["填报人", "备注"])
    matter = {"matter": None, "columns": one}
    assert signs(task("甲", **matter), task("乙", matter=None, columns=["常住人口数"]), 80) == [Sign.COLUMNS]
    assert signs(task("甲", **matter), task("乙", matter=None, columns=["水井眼数"]), 80) == []
