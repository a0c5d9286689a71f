"""What a set of forms costs one village in a year, in figures that anybody recomputes."""

from collections.abc import Iterable

from pydantic import Field
from servicekit.bodies import View

from report_svc.consolidation.lines import Line
from report_svc.consolidation.subjects import Subjects


class Measure(View):
    """Forms, columns, filings and cells of one village in one year. A cell is one column of one filing."""

    forms: int = Field(title="报表数")
    columns: int = Field(title="栏目数", description="without those that the system knows: 填报人, 电话, 备注")
    elements: int = Field(title="数据项数", description="different things asked for")
    filings: int = Field(title="年填报次数")
    filings_in_season: int = Field(title="其中应急季节内", description="flood and fire: kept as they were")
    cells: int = Field(title="年填写格数")
    cells_in_season: int = Field(title="其中应急季节内格数")
    cells_with_known: int = Field(title="含系统已知栏的格数")
    cells_without_source: int = Field(title="无来源的格数", description="what no source holds: a village must type it")


def measure(lines: Iterable[Line], subjects: Subjects) -> Measure:
    """The cost of these forms; nothing is counted twice, and nothing is estimated but forms on event."""
    lines = list(lines)
    total = dict.fromkeys(Measure.model_fields, 0)
    different: set[str] = set()
    for line in lines:
        answered = line.answered
        in_season = sum(season.filings for season in line.seasons)
        season_cells = sum(season.filings * len(season.columns) for season in line.seasons)
        cells, known = line.filings * len(answered), line.filings * (len(line.columns) - len(answered))
        unsourced = sum(not subjects.has_source(column.element) for column in answered)
        total["forms"] += 1
        total["columns"] += len(answered)
        total["filings"] += line.filings + in_season
        total["filings_in_season"] += in_season + (line.filings if line.in_season else 0)
        total["cells"] += cells + season_cells
        total["cells_in_season"] += season_cells + (cells if line.in_season else 0)
        total["cells_with_known"] += cells + season_cells + known
        total["cells_without_source"] += line.filings * unsourced
        different.update(key for key, _ in line.keyed())
    return Measure(**total | {"elements": len(different)})
