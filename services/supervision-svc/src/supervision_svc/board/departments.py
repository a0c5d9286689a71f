"""The reverse board: departments by the burden that they put on villages."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from countykit.directory import RegionCode
from countykit.identity import Caller
from pydantic import Field
from servicekit.bodies import View
from servicekit.transaction import Transaction

from supervision_svc.board import repository
from supervision_svc.board.service import FULL_VIEW, Question

BURDENS = ("imposed_tasks", "offplan_forms", "offplan_visits", "forbidden_demands")


class FormerBody(View):
    """What a body caused before another one took it over."""

    code: str = Field(title="机构代码")
    name: str = Field(title="机构名称")
    total: int = Field(title="合计")


class DepartmentRow(View):
    """What one department has caused in the window; more is worse."""

    table_title = "部门反向榜"

    code: str = Field(title="机构代码")
    name: str = Field(title="机构名称")
    home: RegionCode | None = Field(title="所属行政区划")
    rank: int = Field(title="名次")
    imposed_tasks: int = Field(title="清单外派交")
    offplan_forms: int = Field(title="目录外报表")
    offplan_visits: int = Field(title="计划外检查")
    forbidden_demands: int = Field(title="违规索要证明")
    total: int = Field(title="合计")
    payments_owed: int = Field(
        title="欠付委托经费笔数", description="instalments for entrusted work that were due by then and not paid; not "
        "of the total, since it is money and no work",
    )  # fmt: skip
    owed_yuan: Decimal = Field(title="欠付委托经费(元)", description="what these come to")
    former: list[FormerBody] = Field(title="其中原机构", description="what bodies caused that it took over since")
    minutes: int | None = Field(None, title="负担分钟", description="burden minutes; null until they are measured")


class DepartmentsView(View):
    """The reverse board: departments by the burden that they have caused, heaviest first."""

    as_of: date
    window_days: int
    items: Sequence[DepartmentRow]


async def reverse_board(tx: Transaction, caller: Caller, question: Question) -> DepartmentsView:
    """All departments of the caller's region; a department sees what is charged to itself, and its rank."""
    full = bool(caller.roles & FULL_VIEW)
    prefix = caller.region if full else caller.region[:6]
    found = await repository.departments(tx, prefix, question.as_of, question.window_days, BURDENS)
    rows: list[DepartmentRow] = []
    for found_row in found:
        fields = found_row._mapping
        figures = fields["figures"]
        counts = {burden: int(figures.get(burden, 0)) for burden in BURDENS} if isinstance(figures, dict) else {}
        about = {name: fields[name] for name in ("code", "name", "home", "former", "payments_owed")}
        about["owed_yuan"] = Decimal(fields["owed_fen"]).scaleb(-2)
        rows.append(DepartmentRow.model_validate({**about, **counts, "rank": 0, "total": sum(counts.values())}))
    rows.sort(key=lambda row: (-row.total, row.code))
    place, above = 0, -1
    for position, row in enumerate(rows, 1):
        if row.total != above:
            place, above = position, row.total
        row.rank = place
    mine = rows if full else [row for row in rows if caller.acts_for(row.code)]
    return DepartmentsView(as_of=question.as_of, window_days=question.window_days, items=mine)
