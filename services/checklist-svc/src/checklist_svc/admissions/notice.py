"""The text of the notice that tells a department what was admitted, and within which limits."""

from collections.abc import Sequence

from countykit.reviews import ReviewState
from countykit.workdays import today
from countykit.written import chinese_day

from checklist_svc.admissions.models import Admission
from checklist_svc.admissions.reviews.models import Review

TITLE = "准予准入通知书"


def paragraphs(admission: Admission, reviews: Sequence[Review], places: str) -> list[str]:
    """What a granted admission says on paper; `reviews` are those of its last round,
    `places` the names of where it is valid."""
    heard = "、".join(review.body for review in reviews if review.state == ReviewState.GIVEN)
    handed_in = chinese_day(today(admission.submitted_at)) if admission.submitted_at else ""
    first, last = chinese_day(admission.starts_on), chinese_day(admission.valid_until or admission.ends_on)
    written = [
        f"你单位{handed_in}提出的“{admission.title}”准入申请，经{heard}联合审核，"
        f"以“{admission.approval_number}”批准，准予准入，准入编号为{admission.number}。",
        f"事项内容：{admission.content.rstrip('。')}。频次：{admission.frequency.title_zh}。"
        f"{_how_much(admission)}范围：{places}。期限：自{first}起至{last}止。依据：{admission.legal_basis.rstrip('。')}。",
    ]
    if admission.entrusted:
        written.append(
            f"该事项属委托事项，经费{admission.funding_yuan}元由你单位承担，来源为{admission.funding_source}（费随事转）。"
        )
    written.append(
        "准入编号仅在上述范围、内容和期限内有效。安排事项时应当向村级组织出示编号；超出部分未经准入，村级组织可以不予承接。"
    )
    return written


def _how_much(admission: Admission) -> str:
    """Form and quantity of the work, where the application gives them."""
    form = f"工作方式：{admission.work_form}。" if admission.work_form else ""
    return form + (f"工作量：{admission.quantity}。" if admission.quantity else "")
