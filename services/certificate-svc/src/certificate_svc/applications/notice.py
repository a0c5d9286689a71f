"""The printable 告知书 that a villager takes to the body that demanded the certificate."""

from countykit.workdays import today

from certificate_svc.applications.models import Application, Reason
from certificate_svc.items.models import Item
from certificate_svc.personal import Personal

_REASONS = {
    Reason.NOT_VERIFIABLE: "所申请证明的内容无法核实",
    Reason.OUTSIDE_DUTY: "所申请证明的内容不属于村级组织职责范围",
    Reason.MATERIALS_MISSING: "申请材料不齐全",
    Reason.UNTRUE: "所申请证明的内容与事实不符",
}
_FRAME = """不予出具证明告知书

编号：{number}

{person}:

    您于{day}向{village}申请出具“{item}”(索要单位：{demander})。{grounds}

    如对本告知有异议，可持本告知书向乡镇人民政府反映。

                                        {village}
                                        {decided}
"""
_FORBIDDEN = (
    "经查，该事项列入《不应由基层群众性自治组织出具证明事项清单》(依据：{law})，村级组织依法不予出具，有关单位不得索要。"
    "\n\n    请改按下列途径办理：{instead}。{exception}\n\n    上述索要情况已登记，将报县级减负工作机构处理。"
)


def notice(application: Application, item: Item, village: str, person: Personal) -> str:
    """The text of the notice, with the legal basis and the right authority where the item is forbidden."""
    if application.forbidden:
        exception = f"({item.exception})" if item.exception else ""
        instead = item.issue_instead or "向索要单位说明后由其自行核验"
        grounds = _FORBIDDEN.format(law=item.legal_basis, instead=instead, exception=exception)
    else:
        reason = _REASONS[Reason(application.reason)] if application.reason else ""
        grounds = f"经核，{reason}，依法不予出具。具体情况：{person.explanation}。"
    day = application.received_on.strftime("%Y年%m月%d日")
    decided = today(application.updated_at).strftime("%Y年%m月%d日")
    return _FRAME.format(
        number=application.id, person=person.name, day=day, village=village, item=application.item_name,
        demander=application.demander, grounds=grounds, decided=decided,
    )  # fmt: skip
