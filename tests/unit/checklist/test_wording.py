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
        ("订阅报刊杂志", "NE05"), ("征订报刊", "NE05"), ("安全生产责任书签订", "NE06"), ("考核评比村级工作", "NE12"),
        ("村干部手机定位打卡", "NE11"), ("学习强国积分排名", "NE11"), ("微信公众号关注任务", "NE07"),
        ("处理12345投诉件", "NE03"), ("城管执法由村级负责", "NE02"), ("负责征地拆迁工作", "NE02"),
        ("为村民开具收入证明", "NE09"), ("开展村级督查考核", "NE12"), ("摊派费用", "NE13"),
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
        "残疾人证明材料协助核查", "考核", "协助做好养老保险参保登记", "义务兵征集宣传", "高龄津贴认证协助",
        "农村宅基地初审协助", "农业保险政策宣传", "税收政策宣传", "城乡居民医保缴费提醒", "饮用水源巡查",
        "道路交通安全劝导", "村级报刊阅览室开放", "招商推介会秩序维护", "退役军人信息采集", "农村厕所改造验收协助",
        "村级安全生产检查协助", "低保对象入户核查协助",
        "学生资助材料核实", "社区矫正人员帮教", "信访矛盾排查化解", "反诈宣传", "人居环境整治志愿服务",
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
