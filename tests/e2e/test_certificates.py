"""People as they are at the counter: each leaves with a paper that proves its wording, or with a true letter."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from stdnum.iso7064 import mod_11_2

from tests.printed import text_of

VERIFY = Path(__file__).parents[2] / "examples" / "verify_certificate.py"
API, VILLAGE, WHO = "/api/certificate/v1", "990101001202", "v001202"
_BODY = "32092219500810123"  # 滨海县, which today's table of counties places elsewhere than some older ones
BORN_1950 = {"name": "卞德胜", "id_number": _BODY + mod_11_2.calc_check_digit(_BODY)}
CHILD = {"name": "阿依古丽", "document": "none", "no_document_reason": "户口正在补录", "born_on": "2019-03-02"}
_MOTHER = "65010319880512124"
MOTHER = {
    "name": "帕提古丽·吐尔逊", "id_number": _MOTHER + mod_11_2.calc_check_digit(_MOTHER), "relation": "parent",
    "authority": "birth_certificate",
}  # fmt: skip
DOTTED = {"name": "阿卜杜拉·艾山", "id_number": "11010519491231002X"}
COURT = {"name": "青山县人民法院"}


def application(applicant: dict, **more: object) -> dict:
    return {
        "region": VILLAGE,
        "item": "AC06",
        "applicant": applicant,
        "purpose": "诉讼确定管辖",
        "demander": COURT,
        **more,
    }


def statement() -> dict:
    facts = {
        "since": "2009-03", "place": "第三村民小组12号", "until": "2026-03-02", "continuous": "是",
        "case_number": "（2026）青民初18号",
    }  # fmt: skip
    return {"facts": facts, "fact_check": {"by": "李建民", "on": "2026-03-02", "method": "查阅户籍底册并走访"}}


def written(day: str) -> str:
    there = date.fromisoformat(day)
    return f"{there.year}年{there.month}月{there.day}日"


@pytest.fixture
def village(sign_in):
    return sign_in(WHO)


def issued(village, **body) -> dict:
    taken = village.post(f"{API}/applications", json=application(**body))
    assert taken.status_code == 201, taken.text
    answer = village.post(f"{API}/applications/{taken.json()['id']}/issue", json=statement())
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_everybody_leaves_with_a_paper_or_a_true_letter_and_a_changed_year_is_seen(sign_in, village, tmp_path):
    old, child = issued(village, applicant=BORN_1950), issued(village, applicant=CHILD, agent=MOTHER)
    printed = {
        certificate["id"]: text_of(village.get(f"{API}/certificates/{certificate['id']}/document").content)
        for certificate in (old, child)
    }
    assert "卞德胜（居民身份证号320922********" in printed[old["id"]]
    assert "自2009年3月起居住于本村第三村民小组12号" in printed[old["id"]]
    assert "阿依古丽（2019年3月2日出生，无身份证件）" in printed[child["id"]]
    assert "帕提古丽·吐尔逊（当事人的父母）代为申请" in printed[child["id"]]

    refused = village.post(f"{API}/applications", json=application(DOTTED) | {"item": "FC05"})
    assert (refused.status_code, refused.json()["code"]) == (422, "item_forbidden")
    letter = text_of(village.get(f"{API}/applications/{refused.json()['application_id']}/document").content)
    for said in ("阿卜杜拉·艾山：", "依法不予出具", "公安机关", "民发〔2020〕20号"):
        assert said in letter, letter

    # Without a network: the paper's text, and what the county's program and the keys say of it.
    (tmp_path / "keys.json").write_text(sign_in().get(f"{API}/public-key").text, "utf-8")
    shown = village.post(f"{API}/certificates/{old['id']}/unmasking", json={"purpose": "核对"}).json()["paper"]
    text = "\n".join([
        old["number"], shown["title"], *shown["paragraphs"],
        f"核实方式：{shown['check']['method']}，核实人{shown['check']['by']}，{written(shown['check']['on'])}。",
        shown["issuer"], written(old["issued_on"]), shown["purpose"], shown["demander"], written(shown["valid_until"]),
    ])  # fmt: skip
    assert says(tmp_path, old, text)[0] == 0
    code, said = says(tmp_path, old, text.replace("自2009年", "自2019年"))
    assert (code, "居住起始年月=2009年3月" in said) == (1, True)


def says(folder: Path, certificate: dict, text: str) -> tuple[int, str]:
    (folder / "text.txt").write_text(text, "utf-8")
    command = [sys.executable, VERIFY, folder / "keys.json", certificate["qr_payload"], folder / "text.txt"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"applicant": CHILD}, "minor_without_agent"),
        ({"applicant": BORN_1950 | {"died_on": "2026-01-03"}}, "deceased_without_agent"),
    ],
)
def test_who_cannot_come_alone_is_told_by_which_law(village, refused, changes, code):
    answer = village.post(f"{API}/applications", json=application(**changes))
    assert "民法典" in refused(answer, 422, code)["law"]
