"""The text of the letter with which a village refuses an unlisted demand."""

import re
from dataclasses import dataclass
from datetime import date

from countykit.written import chinese_day

from checklist_svc.admissions.checks import Coverage
from checklist_svc.admissions.models import Admission
from checklist_svc.editions.models import EVERYBODY, Edition, ListItem

OPINION = "中共中央办公厅、国务院办公厅《关于规范村级组织工作事务、机制牌子和证明事项的意见》"
_RULE = "清单外事项未经县级党委和政府统一部署，不得派交村级组织"
_LOCAL = re.compile("清单|方案|措施|目录|通报|指引|省")
"""How the paper of one place is called: what another place wrote for itself is no law here."""


def law_of(basis: str, edition: Edition) -> str | None:
    """What of an item's basis is law in this county: all of its own list, of the shipped one what holds everywhere."""
    if edition.region != EVERYBODY:
        return basis
    return "；".join(part for part in re.split("[;；]", basis) if not _LOCAL.search(part)) or None


_NOT_DISPATCHED = (
    "准入事项应当逐村派交，载明由谁办理、多久一次、到何时止；未向我村派交的，对我村不构成任务，我村不予承接。",
    "确需我村办理的，请先凭准入编号向我村派交后再行安排。",
)


@dataclass(frozen=True, slots=True)
class Undispatched:
    """What was admitted and not dispatched to the village."""

    found: str

    @classmethod
    def of(cls, admission: Admission | None, day: date) -> "Undispatched | None":
        """What the letter says of an admission that asks nothing of the village on that day."""
        if admission is None:
            return None
        number = f"；该事项虽已准入（编号{admission.number}）"
        return cls(f"{number}，但未查到你单位在{chinese_day(day)}向我村派交该事项的有效记录。")


@dataclass(frozen=True, slots=True)
class Parts:
    """A letter as it is laid out on paper."""

    title: str
    addressee: str
    paragraphs: list[str]
    village: str
    day: str


def parts(text: str) -> Parts:
    """The parts of a letter that `compose` wrote."""
    title, addressee, *paragraphs, village, day = text.split("\n")
    return Parts(title, addressee.rstrip(":："), paragraphs, village, day)


def about_number(number: str, found: Coverage, admission: Admission | None, day: date) -> str:
    """The sentence about a number that was shown and does not cover the demand: only what is certain."""
    if admission is not None and admission.valid_until is not None:
        if found is Coverage.OTHER_PLACE:
            return f"你单位出示的编号“{number}”经核验，准入的任务范围不包括我村。"
        if found is Coverage.OTHER_DAY and admission.ended_on is not None and day >= admission.ended_on:
            return f"你单位出示的编号“{number}”经核验，已于{chinese_day(admission.ended_on)}终止。"
        if found is Coverage.OTHER_DAY:
            first, last = chinese_day(admission.starts_on), chinese_day(admission.valid_until)
            return f"你单位出示的编号“{number}”经核验，有效期自{first}起至{last}止，{chinese_day(day)}不在有效期内。"
    return f"你单位出示的编号“{number}”经核验不能证明该事项已获准入。"


def _cited(item: ListItem, edition: Edition, *, literal: bool) -> str:
    """What the letter says of an item: that the demand is it only where it stands there in those words."""
    basis = law_of(item.legal_basis, edition)
    law = f"（依据：{basis}）" if basis else ""
    if literal:
        return f"该事项属于负面事项清单{item.code}“{item.name}”{law}，村级组织不应承担。"
    return f"该事项与负面事项清单{item.code}“{item.name}”{law}所列情形相近。"


def compose(
    *, village: str, department: str, title: str, edition: Edition, cited: ListItem | None, literal: bool,
    shown: str | None, day: date, basis: str | None = None, undispatched: Undispatched | None = None,
) -> str:  # fmt: skip
    """The letter, as plain text with one paragraph per line."""
    since = chinese_day(edition.effective_from) if edition.effective_from else ""
    lists = f"《村级组织工作事务三个清单》第{edition.number}版"
    lines = [
        "不予承接告知书",
        f"{department}：",
        f"你单位要求我村承担的“{title}”，经查对{lists}（自{since}起施行），"
        "不在依法履行职责事项和依法协助政府工作事项之列"
        + (undispatched.found if undispatched else "，也未查到覆盖我村的有效准入编号。"),
    ]
    if undispatched is not None:
        return "\n".join([*lines, *_NOT_DISPATCHED, village, chinese_day(day)])
    if shown is not None:
        lines.append(shown)
    if cited is not None:
        lines.append(_cited(cited, edition, literal=literal))
    if basis is not None:
        lines.append(f"你单位所称依据“{basis}”，由县减负办在准入时审核，不能代替准入编号。")
    lines += [
        f"按照“{_RULE}”的规定（规则 LST-01；依据：{OPINION}、本县执行的{lists}），我村不予承接。",
        "确需村级组织办理的，请先向县减负办提出准入申请，取得准入编号后再行安排。",
        village,
        chinese_day(day),
    ]
    return "\n".join(lines)
