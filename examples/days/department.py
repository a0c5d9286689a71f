"""A day in a county department: draft a task for villages, change the draft, hand it in, see what the gate says.

python examples/days/department.py http://127.0.0.1:8080 d101 PASSWORD
"""

import sys
from datetime import date, timedelta

from songbang_client import Refused, connect
from songbang_client.generated.api.checklist_admissions import (
    checklist_amend_admission,
    checklist_draft_admission,
    checklist_submit_admission,
)
from songbang_client.generated.client import AuthenticatedClient
from songbang_client.generated.models.checklist_application import ChecklistApplication
from songbang_client.generated.models.checklist_application_patch import ChecklistApplicationPatch
from songbang_client.generated.models.checklist_frequency import ChecklistFrequency
from songbang_client.generated.models.checklist_submission import ChecklistSubmission
from songbang_client.generated.models.checklist_work import ChecklistWork


def day(county: AuthenticatedClient) -> None:
    """What comes under the negative list is refused with the law; everything else goes to people."""
    begin = date.today() + timedelta(days=60)  # noqa: DTZ011 # well beyond the 30 working days of LST-03
    application = ChecklistApplication(
        title="困难群众走访慰问", content="节前走访并登记慰问需求", legal_basis="社会救助暂行办法",
        starts_on=begin, ends_on=begin + timedelta(days=10), frequency=ChecklistFrequency.ONCE,
        work=ChecklistWork.PATROL,
    )  # fmt: skip
    draft = checklist_draft_admission.sync(client=county, body=application)
    shorter = ChecklistApplicationPatch(work=ChecklistWork.NOTICE)
    changed = checklist_amend_admission.sync(draft.id, client=county, body=shorter, if_match=f'"{draft.version}"')
    try:
        handed_in = checklist_submit_admission.sync(
            changed.id, client=county, body=ChecklistSubmission(), if_match=f'"{changed.version}"'
        )  # fmt: skip
        print(f"已提交：{handed_in.title}，每村每月 {handed_in.burden_minutes} 分钟，状态 {handed_in.state}")
    except Refused as refused:
        print(f"未受理：{refused.detail}（{refused.code}）")


if __name__ == "__main__":
    day(connect(*sys.argv[1:4]))
