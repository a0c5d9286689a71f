"""The likeness of wordings, measured against the shipped catalogue."""

import pytest
from checklist_svc.editions.catalogue import shipped_items
from checklist_svc.editions.models import Kind
from checklist_svc.settings import Settings
from checklist_svc.wording import demands, likeness, most_alike, sameness

THRESHOLD = Settings.model_fields["wording_threshold"].default
ITEMS = list(shipped_items())
NEGATIVE = [item for item in ITEMS if item.kind is Kind.NEGATIVE]


def score(text: str) -> float:
    return most_alike(demands(text), NEGATIVE)[1]


def test_no_duty_and_no_assist_item_of_the_catalogue_comes_near_the_negative_list():
    highest = max(score(item.name) for item in ITEMS if item.kind is not Kind.NEGATIVE)
    assert highest <= THRESHOLD - 15


def test_every_negative_item_is_recognised_by_its_own_wording():
    assert all(score(item.name) == 100 for item in NEGATIVE)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("报刊订阅任务", "NE05"), ("2026年党报党刊征订", "NE05"), ("各村招商引资任务分解", "NE04"),
        ("村干部下载安装政务APP并每日打卡签到", "NE11"), ("推广手机app并统计在线时长", "NE11"),
        ("协助拆迁拆违责任主体落实", "NE02"), ("签订安全生产责任状", "NE06"), ("落实“一票否决”,签订责任书", "NE06"),
        ("为辖区居民出具无法核实的证明", "NE09"), ("要求村级组织突击报送数据和材料", "NE08"),
        ("转嫁费用支出给村级组织", "NE13"), ("向村民推销商业保险", "NE05"), ("协税护税工作指标", "NE04"),
        ("在村委会加挂工作站牌子", "NE10"), ("12345热线工单由村办理", "NE03"), ("人人关注公众号", "NE07"),
        ("对村级组织开展考核评比", "NE12"), ("每 日 打 卡 签 到", "NE11"),
    ],
)  # fmt: skip
def test_usual_paraphrases_of_negative_items_are_recognised(title, code):
    item, likest = most_alike(demands(title), NEGATIVE)
    assert likest >= THRESHOLD
    assert item is not None
    assert item.code == code


@pytest.mark.parametrize(
    "title",
    [
        "村级防汛值守", "秋粮播种面积摸底", "经济普查入户登记", "养老保险待遇资格认证协助", "森林防火巡查",
        "疫苗接种宣传动员", "春季动物防疫", "农村危房排查", "环境整治", "城市管理", "责任", "政务服务代办",
        "防溺水宣传", "秸秆禁烧巡查", "医保参保宣传动员", "垃圾分类宣传", "农村公路养护协助", "投诉建议收集",
        "残疾人证明材料协助核查", "考核",
    ],
)  # fmt: skip
def test_ordinary_tasks_are_not_taken_for_negative_items(title):
    assert score(title) < THRESHOLD


def test_a_clause_that_forbids_is_not_taken_for_a_demand():
    assert demands("值守期间,不得要求每日打卡签到;报告险情") == ["值守期间", "报告险情"]


def test_a_short_title_inside_a_long_wording_is_not_alike():
    assert likeness("环境整治", "将村级组织作为行政执法、拆迁拆违、环境整治、城市管理等事项的责任主体") < 40


def test_texts_without_letters_are_like_nothing():
    assert likeness("……", "每日打卡") == 0
    assert sameness("村级 防汛值守", "村级防汛值守。") == 100
