"""What contradicts a rule is a doubt with its values in Chinese; what is empty, or unknown, contradicts nothing."""

import pytest
from pydantic import ValidationError
from report_svc.elements.models import Element
from report_svc.elements.starter import starter_set
from report_svc.forms.fields import FormField
from report_svc.forms.rules import FormRule
from report_svc.forms.schemas import FormProposal
from report_svc.validation.doubts import Column, Earlier, doubts_of
from report_svc.validation.settling import answered, errors_of

FIELDS = {
    "总人口": "人", "男性": "人", "女性": "人", "收入": "万元", "受灾": None, "原因": None, "面积": "亩",
}  # fmt: skip
COLUMNS = [
    Column(FormField(name=name, unit=unit, kind="yes_no" if name == "受灾" else None), None)
    for name, unit in FIELDS.items()
]


def doubts(rule, values, **more):
    return [
        (doubt.code.value, doubt.columns, doubt.detail)
        for doubt in doubts_of(COLUMNS, [FormRule.model_validate(rule)], values, **more)
    ]


SUM = {"kind": "sum", "columns": ["男性", "女性"], "than": "总人口"}


def test_parts_make_the_whole():
    (found,) = doubts(SUM, {"男性": 10, "女性": 9, "总人口": 20})
    assert found == ("sum_differs", ["男性", "女性", "总人口"], "“男性”“女性”之和为19，与“总人口”20不等")
    assert doubts(SUM, {"男性": 10, "女性": 10, "总人口": 20}) == []
    assert doubts(SUM, {"男性": 10, "总人口": 20}) == []  # incomplete, not contradictory


def test_a_part_is_not_more_than_the_whole_and_decimals_add_up():
    rule = {"kind": "at_most", "columns": ["面积", "收入"], "than": "总人口"}
    assert doubts(rule, {"面积": 0.1, "收入": 0.2, "总人口": 0.3}) == []
    (found,) = doubts(rule, {"面积": 0.1, "收入": 0.25, "总人口": 0.3})
    assert found[2] == "“面积”“收入”之和为0.35，大于“总人口”0.3"


@pytest.mark.parametrize(("now", "odd"), [(21, True), (20, False), (5, False), (4, True), (None, False)])
def test_what_changes_by_more_than_its_factor_is_odd(now, odd):
    rule = {"kind": "change", "columns": ["总人口"], "factor": 2}
    before = Earlier(filings=[{"总人口": 10}])
    assert bool(doubts(rule, {"总人口": now}, before=before)) is odd


def test_nothing_is_so_many_times_as_much_as_nothing():
    rule = {"kind": "change", "columns": ["总人口"], "factor": 2}
    assert doubts(rule, {"总人口": 500}, before=Earlier(filings=[{"总人口": 0}])) == []
    assert doubts(rule, {"总人口": 500}) == []


def test_several_periods_are_a_span():
    rule = {"kind": "change", "columns": ["总人口"], "factor": 1.5, "periods": 3}
    before = Earlier(filings=[{"总人口": 100}, {"总人口": 200}, {}, {"总人口": 900}])
    assert doubts(rule, {"总人口": 299}, before=before) == []
    (found,) = doubts(rule, {"总人口": 301}, before=before)
    assert found[2] == "“总人口”本期为301，近2期为100至200，变动超过1.5倍"


def test_a_condition_makes_a_column_compulsory_and_a_refusal_frees_it():
    rule = {"kind": "required_if", "columns": ["原因"], "than": "受灾", "equals": "是"}
    assert doubts(rule, {"受灾": True}) == [("needed_here", ["原因", "受灾"], "“受灾”为“是”，应填写“原因”")]
    assert doubts(rule, {"受灾": False}) == doubts(rule, {}) == []
    assert doubts(rule, {"受灾": True}, refused=frozenset({"原因"})) == []
    assert doubts(rule | {"equals": "1"}, {"受灾": True}) == []  # yes is not the number one
    assert doubts(rule | {"equals": None}, {"受灾": False})[0][2] == "“受灾”已填写，应填写“原因”"


def test_pairs_stand_together_or_apart():
    both = {"kind": "together", "columns": ["面积", "收入"]}
    assert doubts(both, {"面积": 1})[0][0] == "not_together"
    assert doubts(both, {}) == doubts(both, {"面积": 1, "收入": 2}) == []
    either = {"kind": "exclusive", "columns": ["面积", "收入", "男性"]}
    assert doubts(either, {"面积": 1, "男性": 2})[0][:2] == ("both_given", ["面积", "男性"])
    assert doubts(either, {"面积": 1}) == []


def _element(code, **changes):
    content = starter_set()[code]
    columns = {name: getattr(content, name) for name in type(content).model_fields}
    relations = [each.model_dump(mode="json") for each in content.relations]
    return Element(region="990101000000", code=code, **columns | {"relations": relations} | changes)


def test_the_dictionary_is_asked_with_the_columns_names():
    columns = [
        Column(FormField(name="户数", unit="户", element="E004"), _element("E004")),
        Column(FormField(name="常住户", unit="户", element="E005"), _element("E005", greatest_change=2, maximum=400)),
    ]
    found = doubts_of(columns, [], {"户数": 300, "常住户": 500}, before=Earlier(known={"E005": 120}))
    assert {doubt.code.value: doubt.detail for doubt in found} == {
        "out_of_bounds": "“常住户”填写500，一般不小于0不大于400",
        "changed_much": "“常住户”本期为500，上期为120，变动超过2倍",
        "relation_broken": "按数据元字典应有：“常住户”不大于“户数”",
    }
    assert {doubt.basis for doubt in found} == {"dictionary"}


def test_a_balance_goes_on_from_the_period_before():
    codes = {"E154": "排查", "E155": "化解", "E156": "未结"}
    columns = [Column(FormField(name=name, unit="件", element=code), _element(code)) for code, name in codes.items()]
    before = Earlier(filings=[{"未结": 4}])
    assert doubts_of(columns, [], {"排查": 5, "化解": 6, "未结": 3}, before=before) == []
    (found,) = doubts_of(columns, [], {"排查": 5, "化解": 6, "未结": 8}, before=before)
    assert found.detail == "按数据元字典应有：“未结”等于上期“未结”＋“排查”－“化解”"
    assert doubts_of(columns, [], {"排查": 5, "化解": 6, "未结": 8}) == []


def test_only_what_was_said_owes_an_answer_and_an_answer_ends_with_its_values():
    found = doubts_of(COLUMNS, [FormRule.model_validate(SUM)], {"男性": 10, "女性": 9, "总人口": 20})
    said = frozenset({"男性"})
    assert [error.pointer for error in errors_of(found, said)] == ["/body/values/男性"]
    kept = answered(found, said, {"女性": "一人待核"})
    assert errors_of(kept, said) == []
    assert answered(found, frozenset({"面积"}), {}, kept)[0].answer == "一人待核"
    assert answered(found, said, {}, kept)[0].answer is None


CONTENT = {
    "code": "X1", "title": "村级人口表", "frequency": "monthly", "legal_basis": "统计法",
    "fields": [{"name": "总人口", "unit": "人"}, {"name": "男性", "unit": "人"}, {"name": "备注"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"kind": "sum", "columns": ["男性"], "than": "女性"}, "rule_unknown_column"),
        ({"kind": "sum", "columns": ["备注"], "than": "总人口"}, "rule_of_numbers"),
        ({"kind": "sum", "columns": ["男性"]}, "rule_than"),
        ({"kind": "change", "columns": ["男性"]}, "rule_factor"),
        ({"kind": "change", "columns": ["男性"], "factor": 1}, "greater_than"),
        ({"kind": "together", "columns": ["男性"]}, "rule_pair"),
        ({"kind": "at_most", "columns": ["男性"], "than": "男性"}, "rule_repeats"),
        ({"kind": "at_most", "columns": ["男性"], "than": "总人口", "equals": "1"}, "rule_equals"),
    ],
)
def test_a_rule_that_cannot_be_checked_is_refused_with_the_form(rule, code):
    with pytest.raises(ValidationError) as refused:
        FormProposal.model_validate(CONTENT | {"rules": [rule]})
    assert refused.value.errors()[0]["type"] == code
