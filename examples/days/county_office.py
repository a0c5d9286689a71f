"""A day of the county office: judge what villages reported, read the board, send a letter and print it.

python examples/days/county_office.py http://127.0.0.1:8080 jianfuban PASSWORD
"""

import sys
from pathlib import Path

from songbang_client import connect
from songbang_client.generated.api.checklist_imposed_tasks import (
    checklist_confirm_imposed_task,
    checklist_list_imposed_tasks,
)
from songbang_client.generated.api.gateway_todos import gateway_list_all_todos
from songbang_client.generated.api.supervision_board import supervision_read_board
from songbang_client.generated.api.supervision_letters import supervision_print_letter, supervision_send_letter
from songbang_client.generated.client import AuthenticatedClient
from songbang_client.generated.models.checklist_cases_state import ChecklistCasesState
from songbang_client.generated.models.checklist_finding import ChecklistFinding
from songbang_client.generated.models.supervision_action import SupervisionAction
from songbang_client.generated.models.supervision_contact import SupervisionContact
from songbang_client.generated.models.supervision_letter_draft import SupervisionLetterDraft
from songbang_client.generated.models.supervision_letter_problem import SupervisionLetterProblem

TOWNSHIP = "990101001000"


def day(county: AuthenticatedClient) -> None:
    """A confirmation counts against the accused body, so the reason is written down."""
    print(f"待办 {len(gateway_list_all_todos.sync(client=county).items)} 项")
    reported = checklist_list_imposed_tasks.sync(client=county, state=[ChecklistCasesState.REPORTED])
    for task in reported.items[:1]:
        finding = ChecklistFinding(reason="没有准入编号，属清单外派交")
        judged = checklist_confirm_imposed_task.sync(
            task.id, client=county, body=finding, if_match=f'"{task.version}"'
        )  # fmt: skip
        print(f"已认定：{judged.title}，{judged.department_name}")
    for row in supervision_read_board.sync(client=county, limit=3).items:
        print(f"榜单：{row.name} {row.score}")
    problem = SupervisionLetterProblem(SupervisionAction.WORK, "向村级派交清单外事项", "LST-01")
    draft = SupervisionLetterDraft(TOWNSHIP, SupervisionContact("督查股", "0990-1234567"), problems=[problem])
    letter = supervision_send_letter.sync(client=county, body=draft)
    paper = supervision_print_letter.sync(letter.id, client=county)
    Path(f"{letter.number}.pdf").write_bytes(paper.payload.read())
    print(f"已发函：{letter.number}，{letter.deadline} 前整改")


if __name__ == "__main__":
    day(connect(*sys.argv[1:4]))
