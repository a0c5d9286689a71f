"""Forms for the tests of consolidation: forty real ones with their right answer, and small ones made up."""

import json
from datetime import date
from pathlib import Path

from report_svc.consolidation.desk import desk_of
from report_svc.consolidation.lines import InventoryForm, Line
from report_svc.consolidation.subjects import Subject, Subjects
from report_svc.elements.models import Sensitivity
from report_svc.elements.starter import starter_set

FORTY = json.loads((Path(__file__).parent / "forty_forms.json").read_text(encoding="utf-8"))
ON = date(2026, 12, 1)
SUBJECTS = Subjects({
    code: Subject(
        each.name, each.source, each.refresh, each.sensitivity is Sensitivity.SENSITIVE, each.typed_by_village
    )
    for code, each in starter_set().items()
})  # fmt: skip


def form(code, elements, **changes):
    columns = [{"name": each, "element": each if each.startswith("E") else None} for each in elements]
    return {
        "code": code, "title": f"报表{code}", "owner": "县民政局", "kind": "business", "frequency": "monthly",
        "columns": columns, **changes,
    }  # fmt: skip


def survey(code, elements, number="X统制〔2026〕1号", **changes):
    marks = {"table_number": "X01表", "issued_by": "县统计局", "approval_number": number, "valid_until": "2027-12-31"}
    return form(code, elements, **{"kind": "survey", "owner": "县统计局", **marks, **changes})


def lines(*forms):
    return [Line.entered(InventoryForm.model_validate(each)) for each in forms]


def desk(*forms):
    return desk_of(lines(*forms), SUBJECTS, ON)
