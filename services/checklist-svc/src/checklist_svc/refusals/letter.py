"""The text of the letter with which a village refuses an unlisted demand."""

from dataclasses import dataclass
from datetime import date

from countykit.written import chinese_day

from checklist_svc.editions.models import Edition, ListItem

_RULE = "清单外事项未经县级党委和政府统一部署，不得派交村级组织"
_SOURCE = (
    "规则 LST-01；依据：禹会区村级组织工作任务责任清单、中办国办《关于规范村级组织工作事务、机制牌子和证明事项的意见》"
)


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


def compose(
    *, village: str, department: str, title: str, edition: Edition, cited: ListItem | None,
    number: str | None, day: date,
) -> str:  # fmt: skip
    """The letter, as plain text with one paragraph per line."""
    since = chinese_day(edition.effective_from) if edition.effective_from else ""
    lines = [
        "不予承接告知书",
        f"{department}：",
        f"你单位要求我村承担的“{title}”，经查对《村级组织工作事务三个清单》第{edition.number}版"
        f"（自{since}起施行），不在依法履行职责事项和依法协助政府工作事项之列，也未取得有效准入编号。",
    ]
    if number is not None:
        lines.append(f"你单位出示的编号“{number}”经核验不能证明该事项已获准入。")
    if cited is not None:
        lines.append(
            f"该事项属于负面事项清单{cited.code}“{cited.name}”（依据：{cited.legal_basis}），村级组织不应承担。"
        )
    lines += [
        f"按照“{_RULE}”的规定（{_SOURCE}），我村不予承接。",
        "确需村级组织办理的，请先向县减负办提出准入申请，取得准入编号后再行安排。",
        village,
        chinese_day(day),
    ]
    return "\n".join(lines)
