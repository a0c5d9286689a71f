"""The negative list of the shipped catalogue against what people write."""

import pytest
from checklist_svc.editions.catalogue import shipped_items
from checklist_svc.editions.models import Kind
from checklist_svc.judgements.service import published
from checklist_svc.wording import sameness
from wording.answers import Verdict
from wording.demands import judge_demand

ITEMS = list(shipped_items())
LISTED = published(item for item in ITEMS if item.kind is Kind.NEGATIVE)


def judged(text: str):
    return judge_demand(text, listed=LISTED)


def test_no_duty_and_no_assist_item_of_the_catalogue_is_blocked_or_flagged():
    found = {item.name: judged(item.name).answer for item in ITEMS if item.kind is not Kind.NEGATIVE}
    assert {name for name, answer in found.items() if answer in {Verdict.BLOCK, Verdict.FLAG}} == set()


def test_every_negative_item_is_stopped_by_its_own_name():
    for item in LISTED:
        judgement = judged(item.name)
        assert judgement.answer in {Verdict.BLOCK, Verdict.FLAG}, item.name
        assert judgement.items[0].code == item.code


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("请各村征订报刊", "NE05"), ("各村招商引资任务指标分解", "NE04"), ("签订安全生产责任状", "NE06"),
        ("推广手机app并统计在线时长", "NE11"), ("每 日 打 卡 签 到", "NE11"), ("处理12345投诉件", "NE03"),
    ],
)  # fmt: skip
def test_a_literal_name_blocks(title, code):
    judgement = judged(title)
    assert (judgement.answer, judgement.items[0].code) == (Verdict.BLOCK, code)


@pytest.mark.parametrize(
    "title",
    [
        "村级防汛值守", "森林防火巡查", "疫苗接种宣传动员", "春季动物防疫", "政务服务代办", "防溺水宣传",
        "医保参保宣传动员", "垃圾分类宣传", "协助做好养老保险参保登记", "义务兵征集宣传", "农业保险政策宣传",
        "税收政策宣传", "城乡居民医保缴费提醒", "饮用水源巡查", "村级报刊阅览室开放", "招商推介会秩序维护",
        "社区矫正人员帮教", "反诈宣传", "人居环境整治志愿服务", "取消各类责任状", "不再与村签订责任状",
    ],
)  # fmt: skip
def test_ordinary_tasks_are_never_blocked(title):
    assert judged(title).answer in {Verdict.PASS, Verdict.UNSURE}


def test_titles_are_the_same_in_any_spelling():
    assert sameness("村级 防汛值守", "村级防汛值守。") == 100
    assert sameness("村級防汛值守", "村级防汛值守") == 100
    assert sameness("……", "每日打卡") == 0
