"""The values to start with stand in docs/minutes.md as they are computed with."""

from pathlib import Path

from checklist_svc.admissions.works import LEAST_VILLAGES, START

DOCUMENT = (Path(__file__).parents[3] / "docs" / "minutes.md").read_text(encoding="utf-8")


def test_the_document_names_each_work_with_its_value_to_start_with():
    for work, minutes in START.items():
        assert f"| `{work.value}` | {work.title_zh} | {minutes} |" in DOCUMENT
    assert f"at least {LEAST_VILLAGES} villages" in DOCUMENT
