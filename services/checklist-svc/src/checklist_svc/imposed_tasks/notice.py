"""The text of the notice of a verdict: what the body did on which day, why it was found so, and how it objects."""

from countykit.written import chinese_day

from checklist_svc.imposed_tasks.models import GroupDemand, ImposedTask
from checklist_svc.refusals.letter import OPINION

TITLE = "清单外派交认定通知书"


def paragraphs(task: ImposedTask, group: str | None) -> list[str]:
    """What a verdict that stands says on paper. It names neither a village nor whoever reported it."""
    said = [
        f"经核实，你单位于{chinese_day(task.acted_on)}将“{task.title}”交由村级组织办理，该事项不在准入范围之内，"
        "现认定为清单外派交。",
        f"认定理由：{(task.reason or '').rstrip('。')}。",
    ]
    # What was reported of a group is found only where the verdict names it.
    if group is not None:
        demands = "、".join(GroupDemand(each).title_zh for each in task.group_demands)
        found = f"，有{demands}的情形" if demands else ""
        said.append(f"该事项通过工作群“{group}”提出{found}。不得借工作群向村级组织派活。")
    said.append(f"依据：{OPINION}。请即停止要求村级组织办理；确需办理的，先行申请准入。")
    if task.objection_due_on is not None:
        said.append(
            f"对本认定有异议的，可在{chinese_day(task.objection_due_on)}前提出申诉，由未参与认定的人员复核；"
            "已经提出的，以复核结论为准。"
        )
    return said
