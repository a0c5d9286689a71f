"""Names of certificates and boards, titles of columns."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wording.answers import Verdict
from wording.boards import judge_board, without_place
from wording.certificates import ListedCertificate, judge_certificate
from wording.columns import Column, compare_columns, judge_column


@pytest.mark.parametrize(
    "name", ["无犯罪记录证明", "村委会开具的无犯罪记录证明", "無犯罪記錄證明", "无·犯罪 记录证明书"]
)
def test_a_forbidden_certificate_called_by_its_name_is_blocked(name):
    judgement = judge_certificate(name)
    assert (judgement.answer, judgement.route) == (Verdict.BLOCK, "FC05")
    assert judgement.authority


def test_what_it_is_for_makes_the_same_certificate_lawful():
    assert judge_certificate("亲属关系证明", purpose="银行取款", demander="银行").answer is Verdict.BLOCK
    notary = judge_certificate("亲属关系证明", purpose="办理继承公证", demander="公证处")
    assert (notary.answer, notary.route) == (Verdict.PASS, "AC01")
    adoption = judge_certificate("婚姻状况证明", purpose="收养登记", demander="民政局")
    assert adoption.answer is not Verdict.BLOCK


@pytest.mark.parametrize(
    ("name", "route"),
    [
        ("外祖父和外孙关系证明", "FC01"),
        ("大哥和弟弟关系证明", "FC01"),
        ("银行卡遗失证明", "FC20"),
        ("人还活着的证明", "FC10"),
        ("没结过婚的证明", "FC08"),
        ("打架经过证明", "not_for_villages"),
    ],
)
def test_everyday_names_lead_to_their_matter(name, route):
    judgement = judge_certificate(name)
    assert judgement.route == route
    assert judgement.answer is Verdict.FLAG


def test_a_certificate_that_hangs_on_its_purpose_is_asked_about():
    judgement = judge_certificate("居住证明")
    assert judgement.answer is Verdict.UNSURE
    assert "法院" in (judgement.question or "")


def test_the_countys_own_list_lets_or_forbids():
    own = [ListedCertificate("X1", "鱼塘承包年限证明", forbidden=True)]
    assert judge_certificate("鱼塘承包年限证明", listed=own).items[0].code == "X1"
    assert judge_certificate("无犯罪记录证明", listed=[]).answer is not Verdict.BLOCK


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("青山县柳河镇文昌村妇女之家", (Verdict.FLAG, None, "PL07")),
        ("文昌村村民委员会", (Verdict.PASS, "PL02", None)),
        ("中共柳河镇文昌村支部委员会", (Verdict.PASS, "PL01", None)),
        ("柳河镇文昌村人民调解委员会", (Verdict.FLAG, None, "PL08")),
        ("文昌村乡村振兴指挥部", (Verdict.FLAG, None, None)),
        ("文昌社区卫生服务站", (Verdict.PASS, "PL11", None)),
    ],
)
def test_boards_by_name(name, expected):
    judgement = judge_board(name)
    assert (judgement.answer, judgement.row, judgement.merge_into) == expected


def test_a_board_for_indoors_is_flagged_outside():
    assert judge_board("新时代文明实践站").answer is Verdict.PASS
    assert judge_board("新时代文明实践站", place="外部").answer is Verdict.FLAG


def test_the_own_word_village_is_not_taken_for_a_place():
    assert without_place("柳河村民委员会") == "村民委员会"
    assert without_place("柳河镇文昌村村务监督委员会") == "村村务监督委员会"


@pytest.mark.parametrize("title", ["数量", "户数", "备注", "人数", "面积", "姓名", "身份证号", "联系电话"])
def test_a_generic_title_alone_is_no_element(title):
    assert judge_column(title).elements == []


def test_the_form_says_what_a_generic_title_counts():
    assert judge_column("户数", form="脱贫户帮扶情况表").elements[0].code == "E041"
    assert judge_column("户数", form="村级人口基本情况表").elements[0].code == "E004"
    relation = compare_columns(Column("户数", "脱贫户帮扶情况表"), Column("户数", "村级人口基本情况表")).relation
    assert relation in {"different", "broader"}


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        (("低保户数", "社会救助月报"), ("农村低保户", "困难群众统计表"), "same"),
        (("党员总数", "党员情况表"), ("流动党员数", "党员情况表"), "broader"),
        (("耕地面积", "耕地情况表"), ("农机台数", "农机统计表"), "different"),
        (("本季集体收入", "集体经济季报"), ("年初至今集体收入", "集体经济季报"), "broader"),
    ],
)
def test_pairs_of_columns(first, second, relation):
    assert compare_columns(Column(*first), Column(*second)).relation == relation


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=250), st.text(max_size=120))
def test_any_name_gets_an_answer(name, beside):
    certificate = judge_certificate(name, purpose=beside, demander=beside)
    board, column = judge_board(name, place=beside), judge_column(name, form=beside, unit=beside)
    for judgement in (certificate, board, column):
        assert len(judgement.items) <= 3
        assert (judgement.question is not None) == (judgement.answer is Verdict.UNSURE)
        assert all(name[mark.start : mark.end] == mark.text for mark in judgement.marks)


def test_all_four_kinds_stay_small_and_need_no_training_library():
    code = """
import resource, sys
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
from wording.boards import judge_board
from wording.certificates import judge_certificate
from wording.columns import judge_column
from wording.demands import judge_demand
for judge in (judge_demand, judge_certificate, judge_board, judge_column): judge("村民委员会无犯罪记录证明")
assert "sklearn" not in sys.modules and "numpy" not in sys.modules
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    assert float(done.stdout) < 150
