"""People who must be found nowhere: put in wherever a person can be, and looked for everywhere."""

import io
from uuid import uuid4

from PIL import Image

from .story import KINSHIP, application

PERSON = {"name": "金丝雀", "id_number": "110101199003070871", "phone": "13912345678"}
CANARIES = {
    **PERSON, "purpose": "为金丝雀办理公证", "statement": "与金丝雀系父子", "content": "金丝雀家的户口簿",
    "explanation": "金丝雀的材料不全", "signed_by": "金丝雀长老", "agent": "云雀·百灵",
    "agent_number": "650103198805121240", "agent_phone": "13998765432", "other": "黄鹂鸟",
    "other_number": "130123196605121232", "other_phone": "13911112222",
}  # fmt: skip


AGENT = {
    "name": CANARIES["agent"], "id_number": CANARIES["agent_number"], "phone": CANARIES["agent_phone"],
    "relation": "entrusted", "authority": "mandate",
}  # fmt: skip

OTHER = {
    "name": CANARIES["other"], "id_number": CANARIES["other_number"], "phone": CANARIES["other_phone"],
    "relation": "spouse",
}  # fmt: skip


def keyed():
    """A key of its own: the keys of requests and their answers are kept, and must hold nobody."""
    return {"headers": {"idempotency-key": str(uuid4())}}


async def live(village, township, county):
    """Everything that can happen to a person's data: issued, refused, excepted, unmasked, searched, found wrong."""
    body = application(
        applicant=PERSON,
        others=[OTHER],
        purpose=CANARIES["purpose"],
        statement=[{"label": "关系", "value": CANARIES["statement"]}],
    )
    issued = (await village.post("/v1/applications", json=body, **keyed())).json()
    certificate = await village.post(
        f"/v1/applications/{issued['id']}/issue",
        json={"facts": {**KINSHIP["facts"], "materials": CANARIES["content"]}, "fact_check": KINSHIP["fact_check"]},
        **keyed(),
    )  # fmt: skip
    refused = (await village.post("/v1/applications", json=body)).json()
    through = await village.post("/v1/applications", json={**body, "others": [OTHER], "agent": AGENT})
    assert through.status_code == 201, through.text
    drawn = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(drawn, "PNG")
    named = {"name": f"{CANARIES['name']}的授权委托书.png"}
    files = f"/v1/applications/{through.json()['id']}/attachments"
    assert (await village.post(files, params=named, content=drawn.getvalue())).status_code == 201
    wrong = {**body, "agent": {**AGENT, "relation": "parent"}}
    assert (await village.post("/v1/applications", json=wrong)).status_code == 422
    await village.get(f"/v1/certificates/{certificate.json()['id']}/document")
    reason = {"reason": "materials_missing", "explanation": CANARIES["explanation"]}
    await village.post(f"/v1/applications/{refused['id']}/refusal", json=reason, **keyed())
    forbidden = (await village.post("/v1/applications", json={**body, "item": "FC05"}, **keyed())).json()
    path = f"/v1/applications/{forbidden['application_id']}"
    exception = await village.post(f"{path}/exception", json={"reason": CANARIES["explanation"]}, **keyed())
    assert exception.status_code == 200, exception.text
    decision = {"decision": "denied", "reason": CANARIES["explanation"]}
    denied = await township.post(f"{path}/exception-decision", json=decision, **keyed())
    assert denied.status_code == 200, denied.text
    public = (await village.post("/v1/applications", json={**body, "item": "AC21"})).json()
    path = f"/v1/applications/{public['id']}"
    met = {"forum": "representatives", "held_on": "2026-01-05", "present": 9, "agreed": True, "decision": "同意"}
    minutes = await village.post(f"{path}/deliberation", json={**met, "signed_by": CANARIES["signed_by"]}, **keyed())
    files = f"/v1/proceedings/{minutes.json()['id']}/attachments"
    assert (await village.post(files, params=named, content=drawn.getvalue())).status_code == 201
    checked = {**KINSHIP["fact_check"], "findings": CANARIES["content"]}
    assert (await village.post(f"{path}/check", json=checked, **keyed())).status_code == 200
    await village.get(f"/v1/applications/{refused['id']}/notice")
    await village.post("/v1/certificates/search", json={"id_number": PERSON["id_number"]}, **keyed())
    await village.post("/v1/applications", json={**body, "applicant": {**PERSON, "id_number": "1" * 18}}, **keyed())
    for role in (village, township):
        for path in (f"/v1/applications/{issued['id']}", f"/v1/certificates/{certificate.json()['id']}"):
            clear = await role.post(f"{path}/unmasking", json={"purpose": "打印证明"}, **keyed())
            assert clear.json()["name"] == PERSON["name"]
    await _demanded(village, county, named, drawn.getvalue())
    return issued, certificate.json()


async def _demanded(village, county, named, file):
    """A person in every word about a demand: what would be kept in clear is refused, a file loses its name."""
    numbers = (CANARIES["id_number"], CANARIES["other_number"], CANARIES["phone"])
    body = {"item": "FC05", "demander": {"department": "GA"}}
    for number in numbers:
        for changes in (
            {"written": f"{number}的材料清单"}, {"demander": {"name": f"银行{number}"}},
            {"item": None, "name": f"{number}无犯罪证明材料"},
        ):  # fmt: skip
            await _refused(village, "/v1/demands", {**body, **changes})
    applied = application(demander={"name": f"{CANARIES['name']}所在公司"}, applicant=PERSON)
    await _refused(village, "/v1/applications", applied)
    demand = (await village.post("/v1/demands", json=body, **keyed())).json()
    path = f"/v1/demands/{demand['id']}"
    assert (await village.post(f"{path}/attachments", params=named, content=file)).json()["name"] is None
    await _refused(village, f"{path}/charge", {"written": f"{numbers[0]}的材料清单"})
    letter = (await county.post(f"{path}/letter", json={}, **keyed())).json()
    path = f"/v1/demand-letters/{letter['id']}"
    for number in numbers:
        await _refused(county, f"{path}/reply", {"answer": "denied", "statement": f"{number}本人自愿提交"})
        await _refused(county, f"{path}/reply", {"answer": "law", "law": f"关于{number}", "statement": "见附件"})
    cited = {"answer": "law", "law": "《某规定》第三条", "statement": "按规定收取"}
    assert (await county.post(f"{path}/reply", json=cited, **keyed())).status_code == 200
    await _refused(county, f"{path}/decision", {"decision": "unfounded", "reason": f"{numbers[0]}无此义务"})
    charged = await village.post(f"/v1/demands/{demand['id']}/charge", json={"written": "《清单》第3项"}, **keyed())
    assert charged.status_code == 200, charged.text


async def _refused(client, path, body):
    answer = await client.post(path, json=body, **keyed())
    assert (answer.status_code, answer.json()["code"]) == (422, "personal_data_in_name"), answer.text


async def every_text_in(connection):
    """All text and bytes of every table, as somebody with a dump would read them."""
    tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for (table,) in tables:
        if table in ("alembic_version", "audit_seal"):
            continue
        for row in await connection.fetch(f'SELECT * FROM "{table}"'):
            for column, value in row.items():
                if isinstance(value, bytes):
                    yield table, column, value.decode("utf-8", "replace")
                else:
                    yield table, column, str(value)


def canaries_in(text):
    """Which of them stand in a text."""
    return {name for name, canary in CANARIES.items() if canary in text}
