"""What people find by number or name in this service: letters, repairs, visits, practices."""

from countykit.search import Findable, search_list

from supervision_svc.findings import repository as findings
from supervision_svc.findings.models import Finding
from supervision_svc.letters import repository as letters
from supervision_svc.letters.models import Letter
from supervision_svc.practices.models import Practice
from supervision_svc.practices.repository import PRACTICES
from supervision_svc.rectifications import repository as rectifications
from supervision_svc.rectifications.models import Rectification
from supervision_svc.visits import repository as visits
from supervision_svc.visits.models import Visit

SEARCH = search_list(
    Findable(
        "letters", "提醒整改函", Letter, "read_letter", lambda caller: letters.visible(caller.scope),
        name="addressee", number="number", placed=True,
    ),
    Findable(
        "rectifications", "整改事项", Rectification, "read_rectification",
        lambda caller: rectifications.visible(caller.scope), name="description", number="letter_number", placed=True,
    ),
    Findable(
        "findings", "发现的问题", Finding, "read_finding", lambda caller: findings.visible(caller.scope),
        name="description", placed=True,
    ),
    Findable("visits", "入村检查", Visit, "read_visit", visits.visible, name="plan"),
    Findable(
        "practices", "好做法", Practice, "read_practice", lambda caller: PRACTICES.visible(caller.scope),
        name="title", placed=True,
    ),
)  # fmt: skip
