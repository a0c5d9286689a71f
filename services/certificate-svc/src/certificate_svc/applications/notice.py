"""The printable 告知书 that a villager takes to the body that demanded the certificate."""

from countykit.workdays import today
from countykit.written import chinese_day

from certificate_svc.applications.models import Application, Reason
from certificate_svc.items.models import Item
from certificate_svc.personal import Personal
from certificate_svc.unlisted import ITSELF

TITLE = "不予出具证明告知书"
_REASONS = {
    Reason.NOT_VERIFIABLE: "所申请证明的内容无法核实",
    Reason.OUTSIDE_DUTY: "所申请证明的内容不属于村级组织职责范围",
    Reason.MATERIALS_MISSING: "申请材料不齐全",
    Reason.UNTRUE: "所申请证明的内容与事实不符",
}
_FORBIDDEN = (
    "经查，该事项列入《不应由基层群众性自治组织出具证明事项清单》（依据：{law}），村级组织依法不予出具，有关单位不得索要。",
    "请改按下列途径办理：{instead}。{exception}",
    "上述索要情况已登记，将报县级减负工作机构处理。",
)
_UNLISTED = (
    "经查，该事项不在本县村级组织可出具证明清单内，有关单位不得索要（依据：优化营商环境条例第44条），村级组织依法不予出具。",
    "请改按下列途径办理：{instead}。",
    "上述索要情况已登记，将报县级减负工作机构研究。",
)
_OBJECTION = "如对本告知有异议，可持本告知书向乡镇人民政府反映。"


def notice(application: Application, item: Item | None, village: str, person: Personal) -> str:
    """The notice as plain text."""
    day = chinese_day(today(application.updated_at))
    said = "\n\n".join(f"    {paragraph}" for paragraph in paragraphs(application, item, village, person))
    return f"{TITLE}\n\n编号：{application.id}\n\n{person.at_the_counter}：\n\n{said}\n\n{village:>40}\n{day:>40}\n"


def paragraphs(application: Application, item: Item | None, village: str, person: Personal) -> list[str]:
    """What the notice says: the legal basis and the right authority where the item is forbidden."""
    with_whom = "、".join(other.name for other in person.others)
    whose = f"代{person.names}" if person.agent else f"与{with_whom}共同" if with_whom else ""
    request = (
        f"您于{chinese_day(application.received_on)}{whose}向{village}申请出具“{application.item_name}”"
        f"（索要单位：{application.demander}）。"
    )
    if item is None:
        instead = _unstopped(application.issue_instead or ITSELF)
        return [request, *(text.format(instead=instead) for text in _UNLISTED), _OBJECTION]
    if not application.forbidden:
        reason = _REASONS[Reason(application.reason)] if application.reason else ""
        return [request, f"经核，{reason}，依法不予出具。具体情况：{_unstopped(person.explanation)}。", _OBJECTION]
    exception = f"（{item.exception}）" if item.exception else ""
    instead = _unstopped(item.issue_instead or ITSELF)
    grounds = [text.format(law=item.legal_basis, instead=instead, exception=exception) for text in _FORBIDDEN]
    return [request, *grounds, _OBJECTION]


def _unstopped(text: str | None) -> str:
    return (text or "").rstrip("。")
