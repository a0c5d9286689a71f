"""What people find by number or name in this service: admissions, refusals, groups, reports."""

from countykit import cases
from countykit.search import Findable, search_list

from checklist_svc.admissions import repository as admissions
from checklist_svc.admissions.models import Admission
from checklist_svc.editions import repository as editions
from checklist_svc.editions.models import Edition
from checklist_svc.groups.models import Group
from checklist_svc.groups.repository import GROUPS
from checklist_svc.imposed_tasks.models import ImposedTask
from checklist_svc.refusals import repository as refusals
from checklist_svc.refusals.models import RefusedDemand

SEARCH = search_list(
    Findable(
        "admissions", "准入事项", Admission, "read_admission", lambda caller: admissions.visible(caller.scope),
        name="title", number="number", placed=True,
    ),
    Findable(
        "editions", "清单版本", Edition, "read_edition", lambda caller: editions.visible(caller.scope), name="title",
    ),
    Findable(
        "groups", "工作群", Group, "read_group", lambda caller: GROUPS.visible(caller.scope),
        name="name", number="filing_number", placed=True,
    ),
    Findable(
        "imposed-tasks", "违规派单反映", ImposedTask, "read_imposed_task",
        lambda caller: cases.visible(ImposedTask, caller), name="title", number="admission_number",
    ),
    Findable(
        "refusals", "不予承接记录", RefusedDemand, "read_refusal", lambda caller: refusals.visible(caller.scope),
        name="title", placed=True,
    ),
)  # fmt: skip
