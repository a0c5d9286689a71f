"""When a village is told that it may refuse, measured on every known text: what may be owed is never red."""

from collections import Counter
from datetime import date

import pytest
from checklist_svc.editions.catalogue import shipped_items
from checklist_svc.editions.models import EVERYBODY, Edition, ListItem
from checklist_svc.judgements.service import published
from checklist_svc.refusals.answers import Case, answer
from checklist_svc.refusals.letter import law_of
from checklist_svc.refusals.schemas import Demand
from contracts.envelope import new_id
from countykit.never_refused import named_in
from wording import tables
from wording.demands import judge_demand

DAY = date(2026, 3, 2)
EDITION = Edition(region=EVERYBODY, title="清单", number=1)
ITEMS = [ListItem(edition_id=new_id(), position=n, **item.model_dump()) for n, item in enumerate(shipped_items())]
LISTED = published(ITEMS)


def told(text, **changes):
    return answer(Case(
        demand=Demand(title=text[:200], department="WLJ"), day=DAY, village="990101001201", edition=EDITION,
        items=ITEMS, judgement=judge_demand(text[:200], listed=LISTED, on=DAY, known=False),
        number=None, known=(None, None), running=[], forms=[], threshold=80, **changes,
    ))  # fmt: skip


@pytest.mark.parametrize("table", ["texts/demands", "texts/usual"])
def test_no_lawful_text_and_none_that_depends_is_red_and_most_breaches_are(table):
    found = Counter((row["label"], told(str(row["text"])).answer.value) for row in tables.rows(table))
    assert found["lawful", "red"] == found["depends", "red"] == 0, found
    assert found["unlawful", "red"] > 0.6 * sum(n for (label, _), n in found.items() if label == "unlawful"), found


@pytest.mark.parametrize("item", [item for item in ITEMS if item.kind != "negative"], ids=lambda item: item.code)
def test_a_listed_matter_is_never_red_by_its_name(item):
    assert told(item.name).answer != "red"
    assert told(f"请各村{item.name},本月完成").answer != "red"


def test_a_law_of_another_county_is_none_here():
    laws = {item.code: law_of(item.legal_basis, EDITION) for item in ITEMS if item.kind == "negative"}
    assert laws["NE01"] == "中办国办2022意见"
    assert laws["NE04"] is None
    assert not any(place in (law or "") for law in laws.values() for place in ("湖南", "浙江", "禹会", "黔南", "张掖"))


@pytest.mark.parametrize(("text", "claim"), [
    ("审计局来查账", "audit"), ("配合信访件调查", "petition"), ("上山扑火", "fire"), ("抗洪抢险", "emergency"),
    ("统计局来做住户调查", "statistics"), ("订阅报刊", None),
])  # fmt: skip
def test_what_refusal_never_covers_is_known_by_its_words(text, claim):
    found = named_in(text)
    assert (found and found.claim) == claim
