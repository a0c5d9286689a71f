"""The people, places and requests of the certificate tests."""

from uuid import uuid4

COUNTY = "990101000000"
TOWNSHIP, OTHER_TOWNSHIP = "990101001000", "990101002000"
VILLAGE, NEIGHBOUR, STRANGER = "990101001201", "990101001202", "990101002201"
REGIONS = [
    (COUNTY, "青山县", "county"), (TOWNSHIP, "青石镇", "township"), (OTHER_TOWNSHIP, "白水镇", "township"),
    (VILLAGE, "前进村", "village"), (NEIGHBOUR, "后山村", "village"), (STRANGER, "河口村", "village"),
]  # fmt: skip
ADMISSION = {
    "legal_basis": "公证法第11条", "requested_by": "公证机构", "issuing_body": "村民委员会",
    "guide": "持身份证、户口簿到村便民服务站办理", "days": 5, "decided_by": ["县民政局", "县司法局"],
    "source": "青民发〔2026〕8号",
}  # fmt: skip
CHECK = {"by": "李建民", "on": "2025-01-02", "method": "查阅户籍底册并走访"}
KINSHIP = {
    "facts": {
        "materials": "户口簿和1998年户籍底册", "witnesses": "2", "counterpart": "张建国", "relation": "父子关系",
        "obstacle": "早年户籍底册未记载亲属关系", "notary_file": "（2026）青证受字第18号", "matter": "继承公证",
    },
    "fact_check": CHECK,
}  # fmt: skip
FREE = {"content": ["经查阅1998年台账，所述情况属实。"], "fact_check": CHECK}
PERSON = {"name": "张三丰", "id_number": "11010519491231002X", "phone": "13800138000"}


def application(**changes):
    return {
        "region": VILLAGE, "item": "AC01", "applicant": PERSON, "purpose": "办理继承公证",
        "demander": {"name": "青山县公证处"}, "statement": [{"label": "与被继承人关系", "value": "父子"}], **changes,
    }  # fmt: skip


async def admit(client, code="AC01", **changes):
    answer = await client.post(f"/v1/items/{code}/admission", json={**ADMISSION, **changes})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def take(client, **changes):
    # A key of its own: the same content again within ten minutes would be taken for a double click.
    key = {"idempotency-key": str(uuid4())}
    answer = await client.post("/v1/applications", json=application(**changes), headers=key)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def issue(client, **changes):
    taken = await take(client, **changes)
    answer = await client.post(f"/v1/applications/{taken['id']}/issue", json=KINSHIP)
    assert answer.status_code == 201, answer.text
    return answer.json()
