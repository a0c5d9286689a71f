"""How long the workbench takes over 2,000 forms of 40 columns: `python -m bench.consolidation`.

Forms of the dictionary's elements share many objects; forms of a county's own columns are compared by titles alone.
"""

import random
import time
from datetime import date

from report_svc.consolidation.desk import desk_of
from report_svc.consolidation.finding import proposals
from report_svc.consolidation.lines import InventoryForm, Line
from report_svc.consolidation.subjects import Subject, Subjects
from report_svc.elements.starter import starter_set

FORMS, COLUMNS = 2000, 40


def seconds(names: list[str], subjects: Subjects) -> tuple[float, int]:
    """The time from the forms as they were sent to all proposals, and how many there are."""
    chance = random.Random(1)
    sent = [
        {
            "code": f"P{number}", "title": f"报表{number}", "owner": "县民政局", "kind": "business", "frequency": "monthly",
            "columns": [
                {"name": name, "element": name if name.startswith("E") else None}
                for name in chance.sample(names, COLUMNS)
            ],
        }
        for number in range(FORMS)
    ]  # fmt: skip
    started = time.perf_counter()
    lines = [Line.entered(InventoryForm.model_validate(each)) for each in sent]
    found = proposals(desk_of(lines, subjects, date(2026, 12, 1)))
    return time.perf_counter() - started, len(found)


def main() -> None:
    """Print both."""
    subjects = Subjects({
        code: Subject(each.name, each.source, each.refresh, sensitive=False, typed=each.typed_by_village)
        for code, each in starter_set().items()
    })  # fmt: skip
    for title, names in (("elements", list(starter_set())), ("titles", [f"乡土栏目{n}" for n in range(2000)])):
        took, found = seconds(names, subjects)
        print(f"{title}: {took:.1f} s for {FORMS} forms of {COLUMNS} columns, {found} proposals")


if __name__ == "__main__":
    main()
