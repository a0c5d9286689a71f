"""HTTP about the spec table."""

from countykit.identity import Anyone
from servicekit.errors import NotFound
from servicekit.http import Router, Tx
from servicekit.problems import refusals

from signage_svc.specs import service
from signage_svc.specs.errors import SpecTableMissing
from signage_svc.specs.schemas import SpecTableView, SpecView

router = Router(prefix="/v1/specs", tags=["specs"])


@router.get("", responses=refusals(SpecTableMissing))
async def read_spec_table(tx: Tx, _: Anyone) -> SpecTableView:
    """The plaque spec table in force (挂牌规格一览表), with the origin of each row."""
    table, rows = await service.in_force(tx)
    items = [SpecView.model_validate(row) for row in rows]
    return SpecTableView(**table.model_dump(include=set(SpecTableView.model_fields)), items=items)


@router.get("/{code}", responses=refusals(NotFound, SpecTableMissing))
async def read_spec(code: str, tx: Tx, _: Anyone) -> SpecView:
    """One row of the table in force."""
    return SpecView.model_validate(await service.one(tx, code))
