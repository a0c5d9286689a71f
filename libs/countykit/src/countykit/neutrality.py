"""Nobody checks or decides about the township or body that they serve in another post, or served lately.

How long "lately" is, the gateway decides when it says so in the token (`recusal_days`).
"""

from typing import Any

import sqlalchemy as sa
from servicekit.errors import Forbidden
from sqlmodel import col

from countykit.identity import Caller
from countykit.regions import TOWNSHIP_DIGITS


class ServedThere(Forbidden):
    """The caller holds, or held within the recusal period, a post in the township or body in question."""

    code = "served_there"
    detail = "您在该乡镇或机构任职（或离任未满回避期），依法应当回避，请由其他人员办理"
    law = "中华人民共和国公务员法第七十六条（公务回避）"


def neutral(row: Any, caller: Caller) -> ServedThere | None:
    """Nobody judges their own former place: the township of the row's region, the body it is about, or that one's."""
    body, home = getattr(row, "department", None), getattr(row, "charged_home", None)
    return ServedThere() if caller.has_served(row.region, body) or caller.has_served(home) else None


def not_served(model: Any, caller: Caller) -> sa.ColumnElement[bool]:
    """`neutral` as a condition on the rows of a to-do."""
    townships = sorted(caller.served_townships)
    served: sa.ColumnElement[bool] = sa.func.left(col(model.region), TOWNSHIP_DIGITS).in_(townships)
    # Of a row whose charged home is no column of its own it is the region.
    if "charged_home" in model.model_fields:
        served = served | sa.func.left(sa.func.coalesce(col(model.charged_home), ""), TOWNSHIP_DIGITS).in_(townships)
    department = getattr(model, "department", None)
    if department is not None and caller.served_departments:
        served = served | sa.func.coalesce(col(department), "").in_(sorted(caller.served_departments))
    return sa.not_(served)
