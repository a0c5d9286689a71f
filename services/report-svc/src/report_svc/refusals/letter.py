"""The text of the letter with which a village refuses a form: only what is certain, and the rule behind it."""

from collections.abc import Sequence
from datetime import date

from contracts.form_refusals import Ground
from countykit.written import chinese_day

from report_svc.forms.errors import MARKS_LAW

MARKS = {
    "table_number": "表号",
    "issued_by": "制定机关",
    "approval_number": "批准或备案文号",
    "valid_until": "有效期限",
}
_RIGHT = "对未标明规定的标志或者超过有效期限的统计调查表，统计调查对象有权拒绝填报"
_COUNTY = (
    "本县{year}年度报表目录（{published}发布）：目录之外的报表不得要求村级填报，新增报表一事一报（规则FRM-04、FRM-06）"
)
_OUTSIDE = (
    "本县{year}年度报表目录（{published}发布）："
    "目录内报表只在统一平台填报，不得通过纸质件、邮件、工作群等另行要求（规则FRM-08）"
)


def law_of(ground: Ground, year: int, published: date) -> str:
    """The source that the letter cites: 统计法 for surveys, otherwise the county's own rule."""
    if ground in (Ground.UNMARKED, Ground.EXPIRED):
        return MARKS_LAW
    return (_OUTSIDE if ground is Ground.OUTSIDE else _COUNTY).format(year=year, published=chinese_day(published))


def compose(
    *, village: str, department: str, title: str, ground: Ground, law: str, missing: Sequence[str],
    ended: date | None, day: date,
) -> str:  # fmt: skip
    """The letter, as plain text with one paragraph per line."""
    found = {
        Ground.UNMARKED: f"该表未标明{'、'.join(MARKS[mark] for mark in missing)}。",
        Ground.EXPIRED: f"该表的有效期限已于{chinese_day(ended)}届满。" if ended else "",
        Ground.ENDED: f"经查，该报表已于{chinese_day(ended)}停用或到期。" if ended else "经查，该报表已停用或到期。",
        Ground.OUTSIDE: "经查，该报表已列入目录并在统一平台填报，你单位要求在平台之外另行填报。",
        Ground.OFF_CATALOGUE: "经查，该报表未列入本县本年度报表目录。",
    }[ground]
    right = f"（{_RIGHT}）" if law == MARKS_LAW else ""
    return "\n".join([
        "不予填报告知书", f"{department}：", f"你单位要求我村填报的“{title}”已收悉。{found}",
        f"依据{law}{right}，我村不予填报。如确需数据，请按规定列入目录，或向已掌握数据的部门取数。",
        village, chinese_day(day),
    ])  # fmt: skip
