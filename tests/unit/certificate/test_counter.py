"""What the counter makes of every shipped name without asking anybody: none of it is wrong for good."""

import pytest
from certificate_svc.items.schemas import ItemAdmission

from bench.certificates import ADMISSION
from bench.words import DOC, counter


@pytest.fixture(scope="module")
def figures():
    return dict(counter())


def test_no_shipped_name_is_refused_or_taken_wrongly_without_a_person(figures):
    wrong = [
        "lawful ones refused without a person", "lawful ones taken as another item",
        "forbidden ones taken without a person", "forbidden ones refused as another item",
        "names of other bodies taken without a person",
    ]  # fmt: skip
    assert {name: figures[f"counter: {name}"].split("/")[0] for name in wrong} == dict.fromkeys(wrong, "0")


def test_the_page_has_the_figures_of_the_counter(figures):
    page = DOC.read_text(encoding="utf-8")
    for what, said in figures.items():
        assert f"| {what} | {said} |" in page


def test_the_admission_of_the_bench_is_one():
    ItemAdmission.model_validate(ADMISSION)
