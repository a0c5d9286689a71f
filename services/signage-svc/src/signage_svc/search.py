"""What people find by number or name in this service: plaques and survey rounds."""

from countykit.search import Findable, search_list

from signage_svc.halls.models import Hall
from signage_svc.halls.repository import HALLS
from signage_svc.matters import repository as matters
from signage_svc.matters.models import ServiceMatter
from signage_svc.plaques import repository as plaques
from signage_svc.plaques.models import Plaque
from signage_svc.surveys.models import SurveyRound
from signage_svc.surveys.repository import ROUNDS

SEARCH = search_list(
    Findable(
        "plaques", "牌子", Plaque, "read_plaque", lambda caller: plaques.visible(caller.scope),
        name="name", placed=True,
    ),
    Findable(
        "surveys", "摸底", SurveyRound, "read_survey", lambda caller: ROUNDS.visible(caller.scope),
        name="title", placed=True,
    ),
    Findable(
        "halls", "服务大厅", Hall, "read_hall", lambda caller: HALLS.visible(caller.scope), name="name", placed=True,
    ),
    Findable(
        "service-matters", "办事指南", ServiceMatter, "read_service_matter", matters.visible, name="title", placed=True,
    ),
)  # fmt: skip
