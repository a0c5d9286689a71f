"""docs/speech.md has a row for each sentence of the county's speech, with an operation and a test."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINES = [line for line in (ROOT / "docs" / "speech.md").read_text().splitlines() if line.startswith("| ")]
SENTENCES = [
    "五多问题", "“三联”工作机制", "五项减负行动", "实施方案", "述职评议考核", "规范工作小组", "党建办主任抓落实",
    "专题会议", "转移任务、层层加码", "靠实整治责任", "督查专班", "建立沟通渠道", "现场会商、现场解决", "三个清单",
    "不应承担事项", "微信群", "基本保留1个工作群", "规格一览表", "乡、村两级台账", "138块", "进行整合",
    "新时代文明实践中心(站)整合妇女之家", "综治中心整合治保", "集合式服务功能指引标牌", "党群服务中心为基本阵地",
    "综合性服务岗位", "简化办事流程、畅通办理渠道", "“一门式办理”", "每年年初统一安排", "专题培训", "据实出具",
    "常态化开展", "12项依法履职", "整合各类报表两个任务", "准入制", "分类工作", "购买服务", "考核评价",
    "15个牌子规格", "三个细节", "证明事项两个清单", "市、县组织、农办、民政等部门", "四不两直、随机抽查", "直面问题",
    "红黑榜", "查弱项", "看成绩", "定期梳理排查成效明显的乡镇", "通报表扬", "大水漫灌", "点对点发工作提示函",
    "整改要求、整改时限", "会同县委组织部、县委农办", "逐一上门会商",
]  # fmt: skip
"""The head of each sentence, in the order of the speech."""


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_has_a_row_with_an_operation_and_a_test(sentence):
    rows = [line for line in LINES if sentence in line.split("|")[1]]
    assert rows, sentence
    for row in rows:
        assert re.search(r"`(?:GET|POST) /api/[^`]+`", row), row
        assert re.search(r"`tests/[\w/]+\.py`", row), row
