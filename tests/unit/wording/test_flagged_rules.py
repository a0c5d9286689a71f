"""Rules that no program can decide: whoever decides is shown the words, with their rule and law."""

import pytest
from wording.answers import Verdict
from wording.boards import judge_board
from wording.demands import judge_demand

FLAGGED = [
    ("MTG-05", "推进会延伸到村，各村党支部书记视频参会不得请假", "会议延伸到村"),
    ("BRW-01", "抽调两名社区工作者到县住建局集中办公三个月", "借调抽调"),
    ("CRE-01", "各村创建星级示范村，达标授牌", "创建示范评选"),
    ("CRE-02", "评选最美庭院示范村，各村报送评比材料", "创建示范评选"),
    ("GRP-02", "在工作群接龙回复，收到后五分钟内响应", "建群接龙"),
]


@pytest.mark.parametrize(("rule", "text", "cue"), FLAGGED, ids=[rule for rule, *_ in FLAGGED])
def test_a_demand_that_strains_the_rule_is_shown_with_its_words_and_law(rule, text, cue):
    judgement = judge_demand(text)
    assert judgement.answer is Verdict.FLAG, rule
    assert cue in {mark.cue for mark in judgement.marks}
    assert all(mark.law.title for mark in judgement.marks)


@pytest.mark.parametrize("name", ["村干部职责分工上墙牌", "组织架构图", "党员活动室管理制度"])
def test_charts_and_rules_on_the_wall_are_flagged_and_a_public_notice_is_not(name):
    assert (judge_board(name).answer, judge_board(name).lawful) == (Verdict.FLAG, "no")
    assert judge_board("村务公开栏").answer is Verdict.PASS
