"""The shipped catalogue of the three lists."""

from collections import Counter

from checklist_svc.editions.catalogue import shipped_items
from checklist_svc.editions.models import Kind
from checklist_svc.editions.service import law_faults
from checklist_svc.groups.models import Feature, Group
from contracts.checklist import Platform
from contracts.gateway import RegionLevel


def test_the_catalogue_holds_the_seed_countys_figures():
    items = list(shipped_items())
    assert Counter(item.kind for item in items) == {Kind.DUTY: 12, Kind.ASSIST: 63, Kind.NEGATIVE: 13}
    assert len({item.category for item in items if item.kind is Kind.ASSIST}) == 20


def test_every_shipped_item_names_its_four_marks_and_its_provenance():
    for item in shipped_items():
        assert item.name
        assert item.content
        assert item.legal_basis
        assert item.lead_department
        assert item.provenance in {"found", "general-knowledge"}


def test_every_shipped_law_is_one_that_its_basis_cites_and_no_day_is_invented():
    items = list(shipped_items())
    assert [item.code for item in items if law_faults(item)] == []
    assert sum(bool(item.law) for item in items) > 60
    assert not any(item.law_from or item.law_until for item in items)


def test_every_assisted_matter_says_who_does_it_what_a_village_need_not_do_and_who_pays():
    items = {item.code: item for item in shipped_items()}
    assert all(
        item.doer and item.not_required and "委托部门" in item.support
        for item in items.values() if item.kind is Kind.ASSIST
    )  # fmt: skip
    assert items["DU04"].how_often == "村民代表会议每季度一次"
    assert items["AS01"].how_often == ""  # no source says how often


def app(**changes):
    values = {"owner_level": RegionLevel.COUNTY, "filing_number": "省网信备2026-0007", "forced_features": []} | changes
    return Group(region="990101001000", name="应用", platform=Platform.GOVERNMENT_APP, members=9, **values)


def test_an_app_is_flagged_with_every_rule_that_it_breaks():
    assert app().flags == []
    assert app(owner_level=RegionLevel.TOWNSHIP).flags == ["APP-01"]
    assert app(filing_number=None).flags == ["APP-02"]
    assert app(filing_number=None, forced_features=[Feature.CHECK_IN]).flags == ["APP-02", "APP-03"]


def test_a_chat_group_is_no_app_and_breaks_no_app_rule():
    assert Group(region="990101001000", name="群", platform=Platform.WECHAT, members=9).flags == []
