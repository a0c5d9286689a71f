"""Recognising a certificate by its wording, and the shipped catalogues it is recognised against."""

import pytest
from certificate_svc.items.models import Kind
from certificate_svc.items.shipped import shipped
from certificate_svc.items.wording import essence, named, nearest

ITEMS = list(shipped())
FORBIDDEN = [item for item in ITEMS if item.kind is Kind.FORBIDDEN]
CANDIDATES = [item for item in ITEMS if item.kind is Kind.CANDIDATE]


def test_twenty_forbidden_and_twenty_four_candidate_items_are_shipped_with_their_provenance():
    assert [item.code for item in FORBIDDEN] == [f"FC{number:02d}" for number in range(1, 21)]
    assert [item.code for item in CANDIDATES] == [f"AC{number:02d}" for number in range(1, 25)]
    assert all(item.provenance == "found" and item.legal_basis for item in ITEMS)
    assert all(item.detail_provenance and item.issue_instead for item in FORBIDDEN)
    assert all(item.requested_by and item.days for item in CANDIDATES)


@pytest.mark.parametrize(
    ("wording", "code"),
    [
        ("无犯罪记录证明", "FC05"), ("无犯罪证明", "FC05"), ("关于无犯罪记录的证明", "FC05"),
        ("无违法犯罪证明", "FC05"),
        ("亲属关系证明", "FC01"), ("亲属 关系 证明", "FC01"), ("婚姻情况证明", "FC08"), ("单身证明", "FC08"),
        ("居委会开具的健在证明", "FC10"), ("父亲死亡证明", "FC11"), ("就业状况证明", "FC15"), ("财产证明", "FC17"),
        ("遗失证明", "FC20"), ("身份证明", "FC02"), ("饮水机使用情况证明", None), ("证明", None), ("", None),
        ("健\u200b在证明", "FC10"), ("ABC", None), ("已婚证明", "FC08"), ("养狗证明", "FC04"),
        ("身份证遗失证明", "FC20"),
        ("失业证明", "FC15"), ("房产证明", "FC17"), ("父子关系证明", "FC01"), ("迁葬证明", None), ("分红证明", None),
        ("居住证明", None), ("监护关系证明", None),
    ],
)  # fmt: skip
def test_wordings_lead_to_the_forbidden_item_they_mean(wording, code):
    found = nearest(wording, FORBIDDEN, 80)
    assert (found.code if found else None) == code


def test_no_candidate_is_mistaken_for_a_forbidden_item_by_its_exact_name():
    for item in CANDIDATES:
        assert named(item.name, CANDIDATES) is item


def test_padding_and_punctuation_do_not_matter():
    assert essence("村民委员会 开具的《健在》证明书") == essence("健在证明") == "健在"
