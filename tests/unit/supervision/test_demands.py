"""What no letter, finding, decision or guidance may demand: literal and un-negated is refused, the rest is shown."""

import pytest
from supervision_svc.demands import (
    DEMAND_REFUSALS,
    CheckInDemanded,
    PhotosDemanded,
    RankingDemanded,
    TracesDemanded,
    flags,
    require_telling,
    require_undemanding,
)

REFUSED = [
    ("各村每日打卡", CheckInDemanded),
    ("请村干部使用APP打 卡、签到积分", CheckInDemanded),
    ("網格員每天簽到", CheckInDemanded),
    ("请各村上传整改前后照片", PhotosDemanded),
    ("整改照片于周五前报送", PhotosDemanded),
    ("巡查视频每日发至工作群", PhotosDemanded),
    ("入户须拍照留痕", TracesDemanded),
    ("村干部撰写学习笔记", TracesDemanded),
    ("对各村整改情况按月排名通报", RankingDemanded),
    ("每季度对村排名", RankingDemanded),
    ("不得增加村级负担，但必须每日打卡", CheckInDemanded),
]
ALLOWED = [
    "取消每日打卡", "不得要求村级上传照片", "停止按月排名通报", "不再要求拍照留痕", "严禁以学习笔记作为评判标准",
    "各村无需打卡签到", "请在整改期限内改正，防止反弹", "退还村级多报的报表", "会议签到表不作为考核依据",
]  # fmt: skip
SHOWN = [
    ("请立即清理要求村级打卡的工作群", ["APP-03：打卡"]),
    ("由检查人员提供现场照片", ["APP-05：提供现场照片", "APP-05：照片"]),
    ("开展村级评比", ["INS-10：评比"]),
    ("学习笔记不再检查", ["INS-09：学习笔记", "INS-09：笔记"]),
    ("3月15日前通报整改情况", []),
    ("请于周五前报送整改情况", ["DOC-04：报送整改情况"]),
]


@pytest.mark.parametrize(("text", "refusal"), REFUSED)
def test_a_literal_demand_is_refused_with_its_rule(text, refusal):
    with pytest.raises(refusal) as refused:
        require_undemanding("请改正", None, text)
    assert refused.value.rule == refusal.rule


@pytest.mark.parametrize("text", ALLOWED)
def test_what_is_denied_is_neither_refused_nor_shown(text):
    require_undemanding(text)
    assert flags(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "请删除群内打卡要求",
        "收回要求各村每日打卡的通知",
        "停用打卡小程序",
        "改正要求村干部上传照片的做法",
        "避免以排名代替指导",
        "请将排名表撤下",
    ],
)
def test_who_is_to_end_it_is_not_told_to_begin_it(text):
    require_undemanding(text)


@pytest.mark.parametrize(("text", "shown"), SHOWN)
def test_what_only_sounds_like_a_demand_is_shown(text, shown):
    require_undemanding(text)
    assert flags(text) == shown


def test_a_finding_tells_of_a_breach_and_demands_nothing_unless_it_speaks_to_somebody():
    require_telling("镇里要求网格员每日打卡，按月排名通报")
    assert flags("镇里要求网格员每日打卡") == ["APP-03：打卡"]
    with pytest.raises(CheckInDemanded):
        require_telling("台账不全。请各村每日打卡")


def test_each_rule_is_refused_by_one_code():
    assert len({refusal.code for refusal in DEMAND_REFUSALS}) == len(DEMAND_REFUSALS)
    assert {refusal.rule for refusal in DEMAND_REFUSALS} == {"APP-03", "APP-05", "INS-09", "INS-10"}
