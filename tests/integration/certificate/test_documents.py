"""Papers with a person's name on it, which stands there and nowhere else: the 告知书, and the certificate."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp
from certificate_svc import documents
from countykit.identity import Role

from tests.printed import faxed, pages_of, text_of

from .story import KINSHIP, NEIGHBOUR, VILLAGE, admit, application, issue, take

VERIFY = Path(__file__).parents[3] / "examples" / "verify_certificate.py"


def checked_by(paper: dict) -> str:
    check = paper["check"]
    day = "{}年{}月{}日".format(*(int(part) for part in check["on"].split("-")))
    return f"核实方式：{check['method']}，核实人{check['by']}，{day}。"


async def issued(svc) -> list:
    connection = await svc.database.direct()
    try:
        return await connection.fetch("SELECT issued_document::text AS whole, code FROM issued_document")
    finally:
        await connection.close()


async def refused(village) -> str:
    problem = (await village.post("/v1/applications", json=application(item="FC05"))).json()
    return problem["document_href"].removeprefix("/api/certificate")


async def test_the_notice_names_the_person_on_paper_and_nowhere_else(svc, village):
    path = await refused(village)
    answer = await village.get(path)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store"), answer.text
    read = text_of(answer.content)
    for said in ("不予出具证明告知书", "张三丰：", "公安机关出具", "不得索要", "-BY-2026-0001"):
        assert said in read, read
    (row,) = await issued(svc)
    assert "张三丰" not in row["whole"]
    assert row["code"] in read
    async with svc.client() as anybody:
        check = await anybody.get(f"/v1/documents/{row['code']}")
    assert (check.status_code, check.json()["title"]) == (200, "不予出具证明告知书")
    assert "张" not in check.text


async def test_the_notice_says_why_where_to_go_what_to_bring_and_where_to_complain_on_one_page(village):
    problem = (await village.post("/v1/applications", json=application(item="FC05"))).json()
    printed = (await village.get(f"/v1/applications/{problem['application_id']}/document")).content
    assert len(pages_of(printed)) == 1
    read = text_of(printed)
    for said in (
        "用途：办理继承公证", "索要单位：青山县公证处", "第5项（依据：民发〔2020〕20号附件）", "去哪里办带什么",
        "派出所）居民身份证", f"登记编号：{problem['demand_id']}", "向青石镇或青山县民政局反映，监督电话12345",
        "前进村村民委员会", "经办人：", "村留存联",
    ):  # fmt: skip
        assert said in read, read
    stub = read.partition("村留存联")[2]
    assert "FC05无犯罪记录证明" in stub
    assert "-BY-2026-0001" in stub
    assert "张三丰" not in stub


async def test_the_notice_of_what_no_list_knows_and_of_what_cannot_be_checked_say_where_to_go_too(county, village):
    unlisted = (await village.post("/v1/applications", json=application(item=None, name="无辐射史证明"))).json()
    read = text_of((await village.get(f"/v1/applications/{unlisted['application_id']}/document")).content)
    for said in ("优化营商环境条例第44条", "去哪里办带什么", "本人有效身份证件", f"登记编号：{unlisted['demand_id']}"):
        assert said in read, read
    await admit(county)
    taken = await take(village)
    reason = {"reason": "materials_missing", "explanation": "缺户口簿"}
    assert (await village.post(f"/v1/applications/{taken['id']}/refusal", json=reason)).status_code == 200
    read = text_of((await village.get(f"/v1/applications/{taken['id']}/document")).content)
    for said in ("具体情况：缺户口簿。", "再次申请上列所缺材料", "四、如不同意", "监督电话12345"):
        assert said in read, read
    assert "登记编号" not in read


async def test_a_notice_that_was_issued_before_is_copied_as_it_looked(svc, village):
    path = await refused(village)
    await village.get(path)
    connection = await svc.database.direct()
    await connection.execute(
        "UPDATE issued_document SET template_version = 1, template_sha256 = $1", documents.NOTICE.sha256
    )
    await connection.close()
    read = text_of((await village.get(path)).content)
    assert "村留存联" not in read
    assert "公安机关出具" in read


async def test_only_the_village_and_its_township_print_a_notice(svc, village):
    path = await refused(village)
    async with svc.client(Role.VILLAGE, region=NEIGHBOUR) as neighbour:
        assert (await neighbour.get(path)).status_code == 404
    async with svc.client(Role.COUNTY_OFFICE, region="990101000000") as office:
        assert (await office.get(path)).status_code == 403


async def test_there_is_no_notice_on_paper_of_an_application_that_was_not_refused(county, village):
    await admit(county)
    answer = await village.get(f"/v1/applications/{(await take(village))['id']}/document")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_refused")


@pytest.fixture
async def certificate(county, village) -> dict:
    await admit(county)
    return await issue(village)


async def test_a_certificate_is_printed_with_what_the_village_checked_for_one_purpose(svc, village, certificate):
    assert certificate["document_href"] == f"/api/certificate/v1/certificates/{certificate['id']}/document"
    answer = await village.get(f"/v1/certificates/{certificate['id']}/document")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store"), answer.text
    read = text_of(answer.content)
    for said in (
        f"编号：{certificate['number']}", certificate["verification_code"], "张三丰", "110105********002X",
        "与张建国系父子关系", "前进村村民委员会", "仅用于办理继承公证，提交青山县公证处", "核实人李建民", "负责人：",
    ):  # fmt: skip
        assert said in read, read
    assert "11010519491231002X" not in read
    (row,) = await issued(svc)
    assert "张三丰" not in row["whole"]
    assert row["code"] == certificate["verification_code"]


async def test_the_code_is_read_from_a_fax_and_a_strangers_program_checks_it(svc, village, certificate, tmp_path):
    printed = (await village.get(f"/v1/certificates/{certificate['id']}/document")).content
    (code,) = zxingcpp.read_barcodes(faxed(printed))
    assert code.text == certificate["qr_payload"]
    async with svc.client() as anybody:
        keys = tmp_path / "keys.json"
        keys.write_text((await anybody.get("/v1/public-key")).text, "utf-8")
    clear = await village.post(f"/v1/certificates/{certificate['id']}/unmasking", json={"purpose": "核对"})
    paper, day = clear.json()["paper"], [int(part) for part in certificate["issued_on"].split("-")]
    last = [int(part) for part in paper["valid_until"].split("-")]
    typed = "\n".join([
        certificate["number"], paper["title"], *paper["paragraphs"], checked_by(paper), paper["issuer"],
        "{}年{}月{}日".format(*day),
        paper["purpose"], paper["demander"], "{}年{}月{}日".format(*last),
    ])  # fmt: skip
    read = text_of(printed)
    assert all("".join(line.split()) in read for line in typed.split("\n"))

    def says(text: str, payload: str = code.text) -> tuple[int, str]:
        (tmp_path / "text.txt").write_text(text, "utf-8")
        command = [sys.executable, VERIFY, str(keys), payload, str(tmp_path / "text.txt")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    assert says(typed)[0] == 0
    assert "另一方姓名=张*国" in says(typed)[1]
    assert says(typed.replace("父子", "母子"))[0] == 1
    assert says(typed.replace("核实人李建民", "核实人王五六"))[0] == 1
    assert says(typed, code.text[:-1] + ("A" if code.text[-1] != "A" else "Q"))[0] == 1
    keys.write_text(json.dumps({"public_key": "A" * 43 + "=", "previous": []}), "utf-8")
    assert says(typed)[0] == 1


async def test_the_page_for_checking_without_a_network_carries_the_keys_of_the_county(svc, certificate):
    async with svc.client() as anybody:
        page = await anybody.get("/v1/verifier")
        key = (await anybody.get("/v1/public-key")).json()["public_key"]
    assert page.headers["content-disposition"].startswith("attachment")
    assert f'const KEYS = ["{key}"]' in page.text


async def test_what_a_village_may_say_is_the_items_wording(village, county):
    await admit(county)
    (wording,) = (await village.get("/v1/items/AC01/wordings")).json()["wordings"]
    assert {field["name"] for field in wording["fields"]} == KINSHIP["facts"].keys()
    path = f"/v1/applications/{(await take(village))['id']}/issue"
    free = {"content": ["情况属实，特此证明。"], "fact_check": KINSHIP["fact_check"]}
    refused = await village.post(path, json=free)
    assert (refused.status_code, refused.json()["code"]) == (422, "wording_prescribed")
    short = {**KINSHIP, "facts": {**KINSHIP["facts"], "witnesses": "两"}}
    refused = await village.post(path, json=short)
    assert (refused.status_code, refused.json()["code"]) == (422, "facts_incomplete")
    assert refused.json()["errors"][0]["pointer"] == "/body/facts/witnesses"
    assert (await village.get("/v1/items/AC02/wordings")).json()["wordings"] == []
    assert (await village.get(f"/v1/certificates?region={VILLAGE}")).json()["items"] == []


async def test_only_the_village_and_its_township_print_a_certificate(svc, certificate):
    path = f"/v1/certificates/{certificate['id']}/document"
    async with svc.client(Role.VILLAGE, region=NEIGHBOUR) as neighbour:
        assert (await neighbour.get(path)).status_code == 404
    async with svc.client(Role.COUNTY_OFFICE, region="990101000000") as office:
        assert (await office.get(path)).status_code == 403


@pytest.mark.parametrize(
    ("sign", "named"), [("𠮷", "“𠮷”（U+20BB7）"), ("\ue001", "U+E001")], ids=["in no font", "for private use"]
)
async def test_a_name_that_the_paper_could_not_write_is_refused_at_the_counter(village, county, sign, named):
    await admit(county)
    for changes in (
        {"applicant": {"name": f"张{sign}三", "id_number": "11010519491231002X"}},
        {"purpose": f"办理{sign}公证"},
        {"demander": {"name": f"青山县{sign}公证处"}},
    ):
        refused = await village.post("/v1/applications", json=application(**changes))
        assert (refused.status_code, refused.json()["code"]) == (422, "glyph_missing"), refused.text
        assert named in refused.json()["detail"]
    assert (await village.get("/v1/applications")).json()["items"] == []


async def test_what_no_font_can_write_gets_no_number(svc, village, county):
    await admit(county)
    taken = await take(village, applicant={"name": "张𬱖·伊", "id_number": "11010519491231002X"})
    path = f"/v1/applications/{taken['id']}/issue"
    for changes in (
        {"facts": {**KINSHIP["facts"], "counterpart": "张𠮷"}},
        {"fact_check": {**KINSHIP["fact_check"], "by": "李𠮷"}},
    ):
        refused = await village.post(path, json=KINSHIP | changes)
        assert (refused.status_code, refused.json()["code"]) == (422, "glyph_missing"), refused.text
    certificate = (await village.post(path, json=KINSHIP)).json()
    assert certificate["number"].split("-")[3] == "00001"
    printed = await village.get(f"/v1/certificates/{certificate['id']}/document")
    assert "张𬱖·伊（居民身份证号" in text_of(printed.content)


async def test_a_letter_that_no_font_can_write_gets_no_number_either(svc, village):
    rare = {"applicant": {"name": "张𠮷", "id_number": "11010519491231002X"}, "item": "FC05"}
    problem = (await village.post("/v1/applications", json=application(**rare))).json()
    assert problem["code"] == "item_forbidden"  # who demanded it is on the record, whatever the name
    refused = await village.get(f"/v1/applications/{problem['application_id']}/document")
    assert (refused.status_code, refused.json()["code"]) == (422, "glyph_missing")
    assert await issued(svc) == []
    assert (await village.get(problem["notice"])).text.startswith("不予出具证明告知书")


async def test_a_text_longer_than_a_page_is_printed_whole_with_its_number_and_code(county, village):
    await admit(county, "AC02")
    taken = await take(village, item="AC02")
    paragraphs = [sign * 499 + "。" for sign in "经查阅户籍底册并走访知情村民所述情况属实特此"[:20]]
    free = {"content": paragraphs, "fact_check": KINSHIP["fact_check"]}
    made = (await village.post(f"/v1/applications/{taken['id']}/issue", json=free)).json()
    answer = await village.get(f"/v1/certificates/{made['id']}/document")
    assert answer.status_code == 200, answer.text
    assert len(pages_of(answer.content)) > 5
    read = text_of(answer.content)
    for said in (made["number"], made["verification_code"], "核实人李建民", "前进村村民委员会", "负责人："):
        assert said in read
    for paragraph in paragraphs:
        assert read.count(paragraph[0]) >= 499
    another = await take(village, item="AC02")
    too_long = await village.post(f"/v1/applications/{another['id']}/issue", json={**free, "content": ["长" * 501]})
    assert (too_long.status_code, too_long.json()["errors"][0]["pointer"]) == (422, "/body/content/0")
