"""HTTP about coverage."""

from typing import Annotated, Literal

from contracts.titles import TITLE, coded
from countykit.identity import Caller, Role, allow
from fastapi import Query
from servicekit.errors import Forbidden
from servicekit.http import Router, Tx

from supervision_svc.coverage import service
from supervision_svc.coverage.schemas import CoverageView

router = Router(prefix="/v1", tags=["visits"])
_COUNTY_DIGITS = 6
Watcher = Annotated[Caller, allow(Role.COUNTY_OFFICE, Role.INSPECTOR, Role.APPROVER)]
Level = Annotated[
    Literal["township", "village"],
    coded("coverage_level", "覆盖层级", township="乡镇", village="村（社区）"), Query(title="层级"),
]  # fmt: skip
Within = Annotated[str | None, Query(alias="region", pattern=r"^\d{9}000$", description="one township's villages")]
Days = Annotated[int, Query(ge=1, le=1830, description="after so many days without an inspector a village is unseen")]


@router.get("/coverage", openapi_extra={TITLE: "到村覆盖"})
async def read_coverage(
    tx: Tx, caller: Watcher, level: Level = "township", region: Within = None, unseen_days: Days = 180
) -> CoverageView:
    """Which township or village nobody has seen for how long, the longest first; past visits only.

    For those who send people out: nobody placed in a township reads how likely it is that somebody comes.
    """
    if caller.is_of_a_township or len(caller.region) < _COUNTY_DIGITS:
        raise Forbidden
    return await service.coverage(tx, caller, level=level, within=region, unseen_days=unseen_days)
