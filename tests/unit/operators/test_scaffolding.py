"""Names of new services and aggregates, and where they are entered."""

from pathlib import Path

import pytest
from songbang.scaffolding.aggregate import add_aggregate, wire
from songbang.scaffolding.names import NameRefused, Names
from songbang.scaffolding.service import add_service

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("plural", "singular", "kind"),
    [
        ("pipes", "pipe", "Pipe"), ("hand_pumps", "hand_pump", "HandPump"), ("companies", "company", "Company"),
        ("boxes", "box", "Box"), ("branches", "branch", "Branch"), ("passes", "pass_", ""),
    ],
)  # fmt: skip
def test_the_names_of_an_aggregate_follow_from_its_plural(plural, singular, kind):
    if not kind:
        with pytest.raises(NameRefused, match="a word of Python"):
            Names("water", plural)
        return
    names = Names("water", plural)
    assert (names.singular, names.kind, names.package) == (singular, kind, "water_svc")


@pytest.mark.parametrize(
    ("service", "plural"),
    [("Water", "pipes"), ("wa", "pipes"), ("water-works", "pipes"), ("water", "Pipes"), ("water", "glass"),
     ("water", "p" * 40 + "s"), ("water", "../pipes"), ("", "pipes")],
)  # fmt: skip
def test_a_name_that_cannot_be_used_is_refused(service, plural):
    with pytest.raises(NameRefused):
        Names(service, plural)


def test_code_urls_types_and_prose_are_named_each_in_their_own_way():
    names = Names("water", "hand_pumps", "供水", "水井")
    for before, after in (
        ("from example_svc.events import SuggestionChanged", "from contracts.hand_pumps import HandPumpChanged"),
        ("from example_svc.suggestions import service", "from water_svc.hand_pumps import service"),
        ('prefix="/v1/suggestions", tags=["suggestions"]', 'prefix="/v1/hand-pumps", tags=["hand-pumps"]'),
        ('"example.suggestion.changed.v1"', '"water.hand_pump.changed.v1"'),
        ("SUGGESTIONS = Records(Suggestion)", "HAND_PUMPS = Records(HandPump)"),
        ('"""One suggestion of several suggestions."""', '"""One hand pump of several hand pumps."""'),
        ('"""建议 of 示例."""', '"""水井 of 供水."""'),
        ('Field(examples=["990101001000"])', 'Field(examples=["990101001000"])'),
    ):
        assert names.renamed(before) == after


@pytest.mark.parametrize("taken", ["signage", "gateway", "example", "todos", "words"])
def test_a_service_whose_name_is_taken_is_refused_before_anything_is_written(taken):
    with pytest.raises(NameRefused, match="taken"):
        add_service(ROOT, Names(taken, "pipes"))
    assert not (ROOT / "services" / f"{taken}-svc" / "src" / f"{taken}_svc" / "pipes").exists()


@pytest.mark.parametrize(
    ("service", "plural", "reason"), [("checklist", "groups", "has it already"), ("water", "pipes", "no such service")]
)
def test_an_aggregate_that_is_there_or_has_no_service_is_refused(service, plural, reason):
    with pytest.raises(NameRefused, match=reason):
        add_aggregate(ROOT, Names(service, plural))


@pytest.mark.parametrize("service", ["checklist", "signage", "report", "certificate", "supervision"])
def test_the_wiring_of_each_service_has_a_place_for_one_more(service, tmp_path):
    source = ROOT / "services" / f"{service}-svc" / "src" / f"{service}_svc" / "main.py"
    main = tmp_path / "main.py"
    main.write_text(source.read_text())
    wire(main, Names(service, "community_noticeboards"))
    text = main.read_text()
    assert f"from {service}_svc.community_noticeboards.routes import router as community_noticeboards\n" in text
    assert text.count("community_noticeboards, ") == 1
    assert text.count("todo_list(community_noticeboards_models.TODOS, ") == 1
    assert max(map(len, text.splitlines())) <= 120
    compile(text, "main.py", "exec")


@pytest.mark.parametrize("plural", ["purchases", "words"])
def test_a_name_that_the_contracts_have_is_refused_before_anything_is_written(plural):
    with pytest.raises(NameRefused, match="the contracts have a module of this name"):
        add_aggregate(ROOT, Names("checklist", plural))
    assert not (ROOT / "services" / "checklist-svc" / "src" / "checklist_svc" / plural).exists()
