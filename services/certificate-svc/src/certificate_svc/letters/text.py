"""What a letter says: a body of the county is asked neutrally until a charge is confirmed; nobody learns who told."""

from datetime import date

from countykit.written import chinese_day

from certificate_svc.letters.models import DemandLetter, Kind

TITLES = {Kind.QUESTION: "关于了解要求提交村级证明情况的询问函", Kind.NOTICE: "关于规范索要村级证明的提示函"}


def paragraphs(letter: DemandLetter) -> list[str]:
    """The text of a letter."""
    said = _question(letter) if letter.kind is Kind.QUESTION else _notice(letter)
    if letter.due_on:
        said.append(f"请于{chinese_day(letter.due_on)}前答复。")
    if letter.copy_to:
        said.append(f"抄送：{letter.copy_to}。")
    return said


def period_begin(letter: DemandLetter) -> date:
    """A question is about the year before it, whenever something was demanded: the day would point to who told."""
    return date(letter.sent_on.year - 1, letter.sent_on.month, 1)


def _question(letter: DemandLetter) -> list[str]:
    period = f"{chinese_day(period_begin(letter))}至{chinese_day(letter.sent_on)}"
    said = [
        f"为了解要求提交村级证明的情况，请贵单位就下列事项作出说明：{period}，办理有关事项时是否要求提交“{letter.item_name}”；"
        "如要求，所依据的法律、行政法规或者国务院决定；如不再要求，从何时起停止。"
    ]
    if letter.follows:
        said.insert(0, "此前就同一事项的询问函未收到答复，现再次函请说明。")
    if letter.basis:
        said.append(f"依照{letter.basis}，该事项不由村（社区）出具证明{_instead(letter)}。")
    return [*said, "本函只为了解情况，不作为认定。"]


def _notice(letter: DemandLetter) -> list[str]:
    demanded = f"要求群众提交村（社区）出具的“{letter.item_name}”"
    if letter.department:
        said = [f"经核实认定，贵单位在办理有关事项时，{demanded}。"]
    elif letter.repeated:
        said = [f"此前就“{letter.item_name}”向贵单位发函后，又有反映称仍要求群众提交该证明。"]
    else:
        said = [f"近期有反映称，贵单位在办理有关事项时，{demanded}。"]
    if letter.follows:
        said.append("此前函件未收到答复。")
    if letter.basis:
        listed = "列入不应由基层群众性自治组织出具证明事项清单"
        said.append(f"该事项{listed}（依据：{letter.basis}）{_instead(letter)}。")
    return [*said, "请贵单位停止索要；认为有法律、行政法规或者国务院决定依据的，请列明依据书面答复。"]


def _instead(letter: DemandLetter) -> str:
    return f"，应按下列途径办理：{letter.issue_instead.rstrip('。')}" if letter.issue_instead else ""
