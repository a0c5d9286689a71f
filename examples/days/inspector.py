"""An inspector's day: an unannounced visit, what it found, and the repairs that wait for a recheck.

python examples/days/inspector.py http://127.0.0.1:8080 ducha1 PASSWORD
"""

import sys
from datetime import datetime
from zoneinfo import ZoneInfo

from songbang_client import connect
from songbang_client.generated.api.gateway_todos import gateway_list_all_todos
from songbang_client.generated.api.supervision_findings import supervision_record_finding
from songbang_client.generated.api.supervision_visits import supervision_record_visit
from songbang_client.generated.client import AuthenticatedClient
from songbang_client.generated.models.supervision_action import SupervisionAction
from songbang_client.generated.models.supervision_finding_record import SupervisionFindingRecord
from songbang_client.generated.models.supervision_grade import SupervisionGrade
from songbang_client.generated.models.supervision_visit_record import SupervisionVisitRecord

VILLAGE = "990101001001"


def day(county: AuthenticatedClient) -> None:
    """A finding is a statement of facts under a rule; the township answers for it in a letter, not the village."""
    for todo in gateway_list_all_todos.sync(client=county, limit=5).items:
        print(f"待办：{todo.title}，{todo.due or '不限期'}")
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    visit = supervision_record_visit.sync(
        client=county, body=SupervisionVisitRecord(VILLAGE, today, unannounced=True, team_size=2)
    )  # fmt: skip
    seen = SupervisionFindingRecord(SupervisionAction.WORK, SupervisionGrade.GENERAL, "墙上有清单外考核表", "LST-01")
    finding = supervision_record_finding.sync(visit.id, client=county, body=seen)
    print(f"已登记：{visit.region_name}，{finding.description}，状态 {finding.state}")


if __name__ == "__main__":
    day(connect(*sys.argv[1:4]))
