"""What a letter says: neutral before any verdict, without who told, from where, or how many."""

from certificate_svc.letters.models import DemandLetter, Kind

TITLES = {Kind.QUESTION: "关于核实索要村级证明情况的询问函", Kind.NOTICE: "关于规范索要村级证明的提示函"}


def paragraphs(letter: DemandLetter) -> list[str]:
    """The text of a letter."""
    demanded = f"近期有反映称，贵单位在办理有关事项时，要求群众提交村（社区）出具的“{letter.item_name}”。"
    if letter.repeated:
        demanded = f"此前就“{letter.item_name}”向贵单位发函后，又有反映称仍要求群众提交该证明。"
    said = [demanded]
    if letter.basis:
        instead = f"，应按下列途径办理：{letter.issue_instead.rstrip('。')}" if letter.issue_instead else ""
        said.append(f"该事项列入不应由基层群众性自治组织出具证明事项清单（依据：{letter.basis}）{instead}。")
    if letter.kind == Kind.QUESTION:
        said += [
            "为核实情况，请贵单位答复：一、是否要求提交该证明；二、如要求，所依据的法律、行政法规或者国务院决定；三、如不再要求，从何时起停止。",
            "本函只为核实情况，不作为认定。",
        ]
    else:
        said.append("请贵单位停止索要；认为有法律、行政法规或者国务院决定依据的，请列明依据书面答复。")
    if letter.copy_to:
        said.append(f"抄送：{letter.copy_to}。")
    return said
