"""What people find by number or name in this service: plaques and survey rounds."""

from countykit.search import Findable, search_list

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
)  # fmt: skip
