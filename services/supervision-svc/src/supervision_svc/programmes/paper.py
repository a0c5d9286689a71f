"""The programme on paper (实施方案): what was published, in the order of such a document.

It says what was approved on its day: neither progress nor a figure, which would compare townships (INS-10).
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.programmes import Strand
from countykit.written import chinese_day, chinese_number
from servicekit.transaction import Transaction

from supervision_svc.programmes import repository
from supervision_svc.programmes.models import Programme
from supervision_svc.programmes.success import Success


async def content(tx: Transaction, programme: Programme, county: str) -> dict[str, Any]:
    """What the template is filled with."""
    codes = {
        code for measure in programme.plan for code in (measure["department"], *measure["joint"], *measure["townships"])
    }
    names = await repository.names(tx, codes - {None})
    sections = [("总体要求", [programme.requirements]), ("预期目标", [programme.aims])]
    for strand in Strand:
        measures = [measure for measure in programme.plan if measure["strand"] == strand]
        if measures:
            sections.append((f"重点任务（{strand.title_zh}）", [_measure(each, names) for each in measures]))
    sections.append(("保障措施", [programme.safeguards]))
    return {
        "addressee": "各乡镇党委和人民政府，县直有关单位",
        "opening": f"为规范村级组织工作事务、机制牌子和证明事项，{county}制定本方案，"
        f"自{chinese_day(programme.starts_on)}起实施，至{chinese_day(programme.ends_on)}完成。",
        "sections": [
            {
                "heading": f"{chinese_number(place)}、{heading}",
                "items": [
                    {"heading": "", "text": _numbered(number, text, len(texts))} for number, text in enumerate(texts, 1)
                ],
            }
            for place, (heading, texts) in enumerate(sections, 1)
        ],
        "closing": "任务进度依据已经办理的事项计算，各单位不得要求村级组织另行填表报送、开展评比排名。",
        "day": chinese_day(programme.published_on or programme.starts_on),
    }  # fmt: skip


def _measure(measure: Mapping[str, Any], names: Mapping[str, str]) -> str:
    bodies = [measure["department"]] if measure["department"] is not None else measure["townships"]
    joint = f"配合单位：{'、'.join(names.get(code, code) for code in measure['joint'])}。" if measure["joint"] else ""
    return (
        f"{measure['title']}。责任单位：{'、'.join(names.get(code, code) for code in bodies)}。{joint}"
        f"完成期限：{chinese_day(date.fromisoformat(measure['deadline']))}。成效：{_aim(measure)}。"
    )


def _aim(measure: Mapping[str, Any]) -> str:
    success, target = Success(measure["success"]), Decimal(str(measure["target"]))
    if success.is_share:
        return f"{success.title_zh}达到{(target * 100).normalize():f}%"
    return f"{success.title_zh}不超过{target.normalize():f}"


def _numbered(number: int, text: str, of: int) -> str:
    return text if of == 1 else f"{number}.{text}"
