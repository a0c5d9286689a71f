"""People as they are: numbers of any county, other documents, none; and the last day of an application."""

from datetime import UTC, date, datetime

import pytest
from certificate_svc.applications.process import follow_the_calendar
from certificate_svc.consumers import consumers
from contracts.certificate import CertificateIssued
from contracts.gateway import CalendarPublished
from countykit.identity import Role
from servicekit.transaction import Context
from stdnum.iso7064 import mod_11_2

from .story import KINSHIP, VILLAGE, admit, application


def number(place: str, born: str, serial: str = "123") -> str:
    return f"{place}{born}{serial}" + mod_11_2.calc_check_digit(f"{place}{born}{serial}")


def person(**document):
    return {"name": "张三丰", "phone": "13800138000", **document}


@pytest.mark.parametrize("place", ["130123", "441900", "310115", "110105", "659999", "220000"])
async def test_an_applicant_born_in_1950_with_any_countys_code_gets_a_certificate(svc, county, village, place):
    await admit(county)
    taken = await village.post(
        "/v1/applications", json=application(applicant=person(id_number=number(place, "19500810")))
    )
    assert taken.status_code == 201, taken.text
    assert taken.json()["document"] == "resident_id"
    issued = await village.post(f"/v1/applications/{taken.json()['id']}/issue", json=KINSHIP)
    assert issued.status_code == 201, issued.text
    assert len(await svc.events(CertificateIssued)) == 1


@pytest.mark.parametrize(
    ("document", "kind", "clear", "masked"),
    [
        ({"id_number": " 110105 19491231 002x "}, "resident_id", "11010519491231002X", "1*************002X"),
        ({"id_number": number("810000", "19900101")}, "residence_permit", number("810000", "19900101"), None),
        (
            {"id_number": "can110081080310", "born_on": "1981-08-03"},
            "permanent_residence",
            "CAN110081080310",
            "C**********0310",
        ),
        (
            {"document": "passport", "id_number": "E12345678", "born_on": "1975-03-02"},
            "passport",
            "E12345678",
            "E*****678",
        ),
        ({"id_number": "110105491231002"}, "resident_id_15", "110105491231002", "1**********1002"),
        ({"document": "none", "no_document_reason": "户口正在补录", "born_on": "1960-10-01"}, "none", "", ""),
    ],
)
async def test_other_documents_are_taken_found_and_masked(county, village, document, kind, clear, masked):
    await admit(county)
    answer = await village.post("/v1/applications", json=application(applicant=person(**document)))
    assert answer.status_code == 201, answer.text
    taken = answer.json()
    assert taken["document"] == kind
    assert masked is None or taken["id_number"] == masked
    unmasked = await village.post(f"/v1/applications/{taken['id']}/unmasking", json={"purpose": "打印"})
    assert (unmasked.json()["id_number"], unmasked.json()["document"]) == (clear, kind)
    assert unmasked.json()["no_document_reason"] == document.get("no_document_reason")
    issued = await village.post(f"/v1/applications/{taken['id']}/issue", json=KINSHIP)
    assert issued.status_code == 201
    if clear:
        search = {name: value for name, value in document.items() if name in ("document", "id_number")}
        found = (await village.post("/v1/certificates/search", json=search)).json()["items"]
        assert [row["id"] for row in found] == [issued.json()["id"]]


async def test_people_without_a_document_are_not_taken_for_one_another(county, village):
    await admit(county)
    for reason in ("户口正在补录", "证件遗失待补"):
        nobody = person(document="none", no_document_reason=reason, born_on="1960-10-01")
        taken = (await village.post("/v1/applications", json=application(applicant=nobody))).json()
        await village.post(f"/v1/applications/{taken['id']}/issue", json=KINSHIP)
    answer = await village.post("/v1/certificates/search", json={"document": "none", "id_number": ""})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("document", "code", "pointer"),
    [
        ({"id_number": number("110105", "20990101")}, "id_number_birthday", "/body/applicant/id_number"),
        ({"id_number": number("110105", "18500101")}, "id_number_birthday", "/body/applicant/id_number"),
        ({"id_number": number("990101", "19800101")}, "id_number_province", "/body/applicant/id_number"),
        ({"id_number": "12345"}, "id_number_length", "/body/applicant/id_number"),
        ({"id_number": "张" * 18}, "id_number_length", "/body/applicant/id_number"),
        ({"id_number": ""}, "missing", "/body/applicant/id_number"), ({}, "missing", "/body/applicant/id_number"),
        ({"document": "none"}, "no_document_reason", "/body/applicant"),
        ({"document": "passport", "id_number": "护照Ｅ12"}, "passport_invalid", "/body/applicant/id_number"),
    ],
)  # fmt: skip
async def test_a_wrong_number_is_refused_by_the_rule_it_breaks_and_never_repeated(village, document, code, pointer):
    answer = await village.post("/v1/applications", json=application(applicant=person(**document)))
    assert answer.status_code == 422, answer.text
    error = answer.json()["errors"][0]
    assert (error["code"], error["pointer"]) == (code, pointer)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in error["detail"])
    assert not document.get("id_number") or document["id_number"] not in answer.text


async def test_the_last_day_of_an_application_is_provisional_until_the_notice(svc, county, monkeypatch):
    await admit(county)
    christmas = datetime(2026, 12, 25, 2, tzinfo=UTC)
    monkeypatch.setattr(svc.app.state.clock, "of_request", datetime.fromisoformat)
    async with svc.client(Role.VILLAGE, region=VILLAGE, at=christmas) as village:
        taken = (await village.post("/v1/applications", json=application())).json()
        assert (taken["due_on"], taken["provisional"]) == ("2027-01-04", True)
        assert taken["deadline_rule"] == {"from": "2026-12-25", "workdays": 5, "calendar": 0}
        days_off = [date(2027, 1, 1), date(2027, 1, 4)]
        notice = CalendarPublished(year=2027, days_off=days_off, make_up_days=[], source="通知")
        await svc.hear(consumers, notice, region="000000000000")
        async with svc.database.transaction(Context.of_system("tick", christmas)) as tx:
            await follow_the_calendar(tx)
        shown = (await village.get(f"/v1/applications/{taken['id']}")).json()
    assert (shown["due_on"], shown["provisional"]) == ("2027-01-05", False)
