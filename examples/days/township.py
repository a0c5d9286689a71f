"""A township clerk's day: receive a letter, name who handles it, report a repair.

python examples/days/township.py http://127.0.0.1:8080 t001 PASSWORD
"""

import sys

from songbang_client import connect
from songbang_client.generated.api.gateway_todos import gateway_list_all_todos
from songbang_client.generated.api.supervision_letters import supervision_confirm_receipt, supervision_list_letters
from songbang_client.generated.api.supervision_rectifications import (
    supervision_list_rectifications,
    supervision_submit_repair,
)
from songbang_client.generated.client import AuthenticatedClient
from songbang_client.generated.models.supervision_contact import SupervisionContact
from songbang_client.generated.models.supervision_letters_state import SupervisionLettersState
from songbang_client.generated.models.supervision_receipt import SupervisionReceipt
from songbang_client.generated.models.supervision_repair_submission import SupervisionRepairSubmission


def day(county: AuthenticatedClient) -> None:
    """The repair runs from the receipt; it is late only after its deadline, and done only when it was rechecked."""
    for todo in gateway_list_all_todos.sync(client=county).items:
        print(f"待办：{todo.title}，{todo.due or '不限期'}")
    sent = supervision_list_letters.sync(client=county, state=[SupervisionLettersState.SENT])
    for letter in sent.items[:1]:
        receipt = SupervisionReceipt(handler=SupervisionContact("党政办", "0990-7654321"))
        supervision_confirm_receipt.sync(letter.id, client=county, body=receipt, if_match=f'"{letter.version}"')
        print(f"已签收：{letter.number}")
        for repair in supervision_list_rectifications.sync(client=county, letter=letter.id).items:
            done = SupervisionRepairSubmission("已退回相关事项并向村里说明", on_the_spot="镇党政办可查退回通知")
            shown = supervision_submit_repair.sync(
                repair.id, client=county, body=done, if_match=f'"{repair.version}"'
            )  # fmt: skip
            print(f"已报送整改：{shown.description}，状态 {shown.state}")


if __name__ == "__main__":
    day(connect(*sys.argv[1:4]))
