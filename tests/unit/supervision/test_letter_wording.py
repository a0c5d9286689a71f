"""How a reminder letter is worded."""

import pytest
from supervision_svc.letters.schemas import Contact, LetterDraft, LetterProblem
from supervision_svc.letters.wording import address_form

TOWNSHIP = "990101001000"
CONTACT = Contact(name="王某", phone="0999-1234567")
PROBLEM = LetterProblem(action="work", description="转嫁任务", clause="LST-05")


@pytest.mark.parametrize(
    ("name", "form"), [("青石镇", "你镇"), ("白沙乡", "你乡"), ("城关街道", "你街道"), ("松岭农场", "你单位")]
)
def test_a_township_is_addressed_by_its_kind(name, form):
    assert address_form(name) == form


def test_a_letter_names_one_to_twenty_problems():
    with pytest.raises(ValueError, match="1 至 20"):
        LetterDraft(region=TOWNSHIP, contact=CONTACT)
    with pytest.raises(ValueError, match="at most 20"):
        LetterDraft(region=TOWNSHIP, contact=CONTACT, problems=[PROBLEM] * 21)
    assert LetterDraft(region=TOWNSHIP, contact=CONTACT, problems=[PROBLEM] * 20).deadline_workdays == 10


def test_the_contact_is_an_office_number():
    with pytest.raises(ValueError, match="phone"):
        Contact(name="王某", phone="wechat:abc")
