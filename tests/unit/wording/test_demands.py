"""A demand on a village: what blocks it, what lifts the block, what asks a person."""

import subprocess
import sys
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wording.answers import Verdict
from wording.cues import cues
from wording.demands import Published, judge_demand
from wording.exceptions import exemptions

PLAIN = "请各村签订安全生产责任状"


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "請各村簽訂安全生產責任狀",
        "请各村签订安全生产责·任·状",
        "请各村签订安全生产责 任 状",
        "请各村签订安全生产责\u200b任\u2060状",
        "请各村签订安全生产“责任”狀",
        "请各村签订安全生产责🔥任🔥状",
    ],
)
def test_the_literal_name_blocks_however_it_is_written(text):
    judgement = judge_demand(text)
    assert judgement.answer is Verdict.BLOCK
    assert judgement.items[0].code == "NE06"


@pytest.mark.parametrize(
    "text",
    [
        "取消各类责任状",
        "不再与村签订任何责任状",
        "严禁向村级组织征订报刊",
        "责任状和一票否决一律取消",
        "停止下载安装APP的要求",
        "已签的责任狀作废",
    ],
)
def test_what_is_denied_passes(text):
    judgement = judge_demand(text)
    assert judgement.answer is Verdict.PASS
    assert any(mark.denied for mark in judgement.marks)


@pytest.mark.parametrize(
    "text", ["收到责任状的村请向县减负办举报", "村里讨论责任状是否合法", "为落实责任状的整改情况,请举报违规行为"]
)
def test_a_text_about_a_breach_is_never_blocked(text):
    assert judge_demand(text).answer is not Verdict.BLOCK


def test_a_negation_ends_where_something_is_asked_anew():
    assert judge_demand("不再签订责任状,改为每村递交保证书,出现问题扣分并排名通报").answer is Verdict.FLAG


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("镇政府依法与村委会签订基本农田保护责任书", "基本农田保护条例第27条"),
        ("发现有人种植罂粟的,及时制止、铲除并报告公安机关", "禁毒法第19条"),
        ("镇里和村委会就五保老人签订供养服务协议", "农村五保供养工作条例"),
        ("建立村务档案,会议记录和合同要存好", "村民委员会组织法第34条（2018年文本）"),
    ],
)
def test_a_statutory_exception_passes_and_says_so(text, law):
    judgement = judge_demand(text)
    assert judgement.answer is Verdict.PASS
    assert judgement.exception is not None
    assert judgement.exception.title == law


def test_a_penalty_on_top_of_a_lawful_paper_is_unlawful_again():
    judgement = judge_demand("签订基本农田保护责任书,出现违法用地的扣分并取消评优资格")
    assert judgement.answer in {Verdict.FLAG, Verdict.BLOCK}
    assert judgement.items[0].code == "NE06"


def test_an_exception_holds_only_while_its_law_does():
    text = "镇政府依法与村委会签订耕地保护责任书"
    assert judge_demand(text, on=date(2026, 6, 1)).exception is not None
    assert judge_demand(text, on=date(1990, 6, 1)).exception is None


def test_every_cue_and_exception_carries_its_law():
    assert all(cue.law.title and cue.law.sentence for cue in cues())
    assert all(entry.law.title and entry.law.sentence and entry.law.since for entry in exemptions())


def test_marks_point_into_the_text_as_written():
    text = "通知:請各村簽訂“責任·狀”,未完成的扣5分。"
    for mark in judge_demand(text).marks:
        assert text[mark.start : mark.end] == mark.text
        assert mark.law.sentence
    assert {"签责任状、保证书", "扣分扣钱"} <= {mark.cue for mark in judge_demand(text).marks}


def test_the_countys_own_list_is_what_blocks():
    own = [Published("XX01", "代收共享单车押金", law="县清单")]
    text = "各村代收共享单车押金,每村不少于50辆"
    judgement = judge_demand(text, listed=own)
    assert judgement.answer is Verdict.BLOCK
    assert judgement.items[0].code == "XX01"
    assert judge_demand(PLAIN, listed=own).answer is Verdict.FLAG


def test_a_vague_demand_is_asked_about_and_the_field_that_answers_is_named():
    judgement = judge_demand("县文旅局到村检查农家书屋")
    assert judgement.answer is Verdict.UNSURE
    assert judgement.question
    assert judgement.missing in {"basis", "plan_number", "consequence", "payer", "marks", "target"}


def test_what_the_form_says_beside_the_text_counts():
    text = "委托村里张贴公告,费用另行安排"
    assert judge_demand(text, payer="县民政局").breach < judge_demand(text, payer="村集体").breach


def test_a_breach_in_a_long_paper_is_found_at_its_place():
    paper = "为做好防汛工作,现将有关天气情况通报如下,请转告村民注意安全。" * 40
    judgement = judge_demand(paper + "各村每天报送排查照片,少一张扣1分并排名通报。" + paper)
    assert judgement.answer is Verdict.FLAG
    assert any(mark.cue == "拍照留痕" for mark in judgement.marks)


@pytest.mark.parametrize("text", ["", "   ", "。。。", "\u200b\u200b", "🔥🔥"])
def test_nothing_written_asks_what_is_meant(text):
    judgement = judge_demand(text)
    assert judgement.answer is Verdict.UNSURE
    assert judgement.question


@pytest.mark.parametrize(
    "text", ["不" * 20_000, "由村" * 10_000, "(" * 10_000, "每村签订责任状。" * 2_000, "1" * 10_000]
)
def test_a_huge_text_is_bounded(text):
    began = time.perf_counter()
    judge_demand(text)
    assert time.perf_counter() - began < 5


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gets_an_answer_that_explains_itself(text):
    judgement = judge_demand(text)
    assert len(judgement.items) <= 3
    assert all(0 <= item.probability <= 1 for item in judgement.items)
    assert all(text[mark.start : mark.end] == mark.text for mark in judgement.marks)
    assert (judgement.question is not None) == (judgement.answer is Verdict.UNSURE)


def test_the_same_text_gets_the_same_answer_in_another_process():
    text = "各村每周上报照片12张,少一张扣分,并在全镇排名"
    code = f"from wording.demands import judge_demand; print(judge_demand({text!r}).model_dump_json())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    assert done.stdout.strip() == judge_demand(text).model_dump_json()


def test_a_judgement_is_quick():
    judge_demand(PLAIN)
    times = []
    for _ in range(30):
        began = time.perf_counter()
        judge_demand("请各村签订安全生产责任状,实行一票否决,完成不了的扣分并全县通报")
        times.append(time.perf_counter() - began)
    assert sorted(times)[15] < 0.1
