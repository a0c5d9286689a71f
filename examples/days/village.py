"""A village clerk's day: see what waits, report a task that was pushed down, follow what becomes of it.

python examples/days/village.py http://127.0.0.1:8080 v001001 PASSWORD
"""

import sys

from songbang_client import connect
from songbang_client.generated.api.checklist_imposed_tasks import (
    checklist_read_imposed_task_history,
    checklist_report_imposed_task,
)
from songbang_client.generated.api.gateway_identity import gateway_who_am_i
from songbang_client.generated.api.gateway_todos import gateway_list_all_todos
from songbang_client.generated.client import AuthenticatedClient
from songbang_client.generated.models.checklist_imposed_task_report import ChecklistImposedTaskReport


def day(county: AuthenticatedClient) -> None:
    """Nothing is demanded of a village: it reports when it wants to, by name or anonymously."""
    me = gateway_who_am_i.sync(client=county)
    print(f"{me.name}，{me.region_name}")
    for todo in gateway_list_all_todos.sync(client=county).items:
        print(f"待办：{todo.title}")
    report = ChecklistImposedTaskReport(title="代为征订报刊", department="T001", detail="要求每村征订三十份")
    task = checklist_report_imposed_task.sync(client=county, body=report)
    print(f"已反映：{task.title}，被反映机构 {task.department_name}，状态 {task.state}")
    for entry in checklist_read_imposed_task_history.sync(task.id, client=county).items:
        print(f"办理记录：{entry.at:%Y-%m-%d} {entry.label}")


if __name__ == "__main__":
    day(connect(*sys.argv[1:4]))
