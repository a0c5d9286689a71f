"""The table as a workbook or CSV: locked but for the values, with a check code in each row."""

from collections.abc import Mapping, Sequence

from countykit.regions import township_of
from servicekit.tabular.exporting import Cell
from servicekit.transaction import Transaction

from report_svc.filings.models import Filing
from report_svc.filings.prefill import DraftColumn, columns_for, digest_of
from report_svc.forms.fields import Value
from report_svc.tables.gathering import Gathered, heads_of
from report_svc.tables.service import sums
from report_svc.tables.template import row_code

VILLAGE, FORM, PERIOD, CODE = "村(社区)代码", "报表编码", "填报期", "校验码(勿改)"
FIXED = (VILLAGE, "村(社区)", "乡镇", FORM, PERIOD, "填报状态", CODE)
"""The heads before the form's own columns."""
NOTE = "疑问说明"
"""The head behind them: why a doubted value of the row stands all the same."""
MOST_NOTE = 1000
SUM = "合计"
TAKEN = (*FIXED, NOTE)
"""The heads that no column of a form may have."""
_MISSING = "未报"


async def known_of(tx: Transaction, gathered: Gathered) -> Mapping[str, Sequence[DraftColumn]]:
    """What the register holds for the villages that have not filed, as their own prefilled form would show it."""
    drafts: dict[str, Sequence[DraftColumn]] = {}
    for each in gathered.addressed:
        waiting = [village for village in each.villages if village not in gathered.filings]
        if waiting:
            drafts |= await columns_for(tx, gathered.form, waiting, first=each.first_day, last=each.last_day)
    return drafts


def lines(gathered: Gathered, drafts: Mapping[str, Sequence[DraftColumn]]) -> list[list[Cell]]:
    """The head and a row for each village; who has not filed gets what is known already."""
    fields = [column.field for column in gathered.columns]
    found: list[list[Cell]] = [[*FIXED, *heads_of(fields, TAKEN), NOTE]]
    for village in gathered.villages:
        filing, draft = gathered.filings.get(village), drafts.get(village, ())
        values = said_of(gathered, drafts, village)
        code = row_code(gathered.template, village, (filing.id, filing.version) if filing else None, digest_of(draft))
        township = township_of(village)
        found.append([
            village, gathered.names.get(village, ""), gathered.names.get(township, ""), gathered.form.code,
            gathered.period, filing.state.title_zh if filing else _MISSING, code,
            *(cell_of(values.get(field.name)) for field in fields), answers(filing),
        ])  # fmt: skip
    return found


def said_of(gathered: Gathered, drafts: Mapping[str, Sequence[DraftColumn]], village: str) -> Mapping[str, Value]:
    """What a village filed; what is known already where it has not."""
    filing = gathered.filings.get(village)
    if filing is not None:
        return filing.values
    return {column.field.name: column.known.value for column in drafts.get(village, ()) if column.known is not None}


def sum_lines(gathered: Gathered) -> list[list[Cell]]:
    """The sums by township and of the whole, in the same columns; of a table how many rows there are."""
    names = [next(iter(column.field.figures), column.field.name) for column in gathered.columns]
    rows: list[list[Cell]] = []
    for each in sums(gathered):
        label = gathered.names.get(each.region, each.region)
        state = f"已报{each.actual}/应报{each.expected}"
        rows.append(
            ["", SUM, label, gathered.form.code, gathered.period, state, SUM, *map(each.totals.get, names), None]
        )  # fmt: skip
    filed = [village for village in gathered.villages if village in gathered.filings]
    state, totals = f"已报{len(filed)}/应报{len(gathered.expected)}", gathered.totals(filed)
    rows.append(["", SUM, "全部", gathered.form.code, gathered.period, state, SUM, *map(totals.get, names), None])
    return rows


def answers(filing: Filing | None) -> str | None:
    """What a village has said to the doubts of its row."""
    given = (doubt["answer"] for doubt in (filing.doubts if filing else ()) if doubt["answer"])
    return "；".join(dict.fromkeys(given))[:MOST_NOTE] or None


def without_code(line: Sequence[Cell]) -> list[Cell]:
    """A line without its check code."""
    place = FIXED.index(CODE)
    return [*line[:place], *line[place + 1 :]]


def cell_of(value: Value) -> Cell:
    """A value as a sheet shows it; of a table the number of its rows."""
    if isinstance(value, list):
        return len(value)
    return ("是" if value else "否") if isinstance(value, bool) else value
