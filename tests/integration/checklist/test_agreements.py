"""Entrusted work: agreed on, dispatched, accepted and paid, and what is owed meanwhile."""

from datetime import UTC, date, datetime

from checklist_svc.consumers import consumers
from contracts.purchases import AgreementSigned, PaymentConfirmed, PaymentDisputed, PaymentOverdue, PaymentRecorded
from countykit.identity import Role
from countykit.testing import open_actions

from tests.integration.checklist.conftest import NOW
from tests.integration.territory import ended

COUNTY, TOWNSHIP, VILLAGE, NEXT_DOOR = "990101000000", "990101001000", "990101001201", "990101002201"
SUMMER = datetime(2026, 6, 30, 15, 59, tzinfo=UTC)
JULY = datetime(2026, 6, 30, 16, 1, tzinfo=UTC)
ENTRUSTED = {"entrusted": True, "funding_source": "本部门预算", "funding_yuan": "12000.00"}


def agreement(admission, **changes):
    body = {
        "admission_id": admission["id"], "region": VILLAGE, "receiver": "collective",
        "receiver_name": "青石村股份经济合作社", "content": "汛期值守，每次2人", "price_yuan": "6000.00",
        "signed_on": "2026-03-02", "instalments": [
            {"due_on": "2026-06-30", "amount_yuan": "2000.50"}, {"due_on": "2026-09-30", "amount_yuan": "3999.50"},
        ],
    }  # fmt: skip
    return body | changes


async def read(client, url, **params):
    async with client:
        answer = await client.get(url, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def debt(client):
    return {
        row["department"]: (row["due_yuan"], row["paid_yuan"], row["confirmed_yuan"], row["unpaid_yuan"])
        for row in (await read(client, "/v1/dues"))["bodies"]
    }


async def test_entrusted_work_is_agreed_on_before_it_is_dispatched(svc, people):
    granted = await people.granted(**ENTRUSTED)
    dispatch = f"/v1/admissions/{granted['id']}/assignment"
    order = {
        "villages": [VILLAGE], "doer": "合作社2人", "frequency": "on_event", "work_class": "assist",
        "starts_on": "2026-05-06", "until": "2026-09-30",
    }  # fmt: skip
    assert await people.refused(people.department(), dispatch, order) == (422, "entrusted_not_purchased")
    purchased = order | {"work_class": "purchase"}
    assert await people.refused(people.department(), dispatch, purchased) == (409, "agreement_missing")
    signed = await people.made(people.department(), "/v1/agreements", agreement(granted))
    assert (signed["state"], signed["price_yuan"], open_actions(signed)) == (
        "running", "6000.00", ["acceptance", "termination"],
    )  # fmt: skip
    (event,) = await svc.events(AgreementSigned)
    assert (event["region"], event["data"]["price"], event["data"]["instalments"]) == (VILLAGE, 600000, 2)
    everywhere = purchased | {"villages": []}
    assert await people.refused(people.department(), dispatch, everywhere) == (409, "agreement_missing")
    await people.made(people.department(), dispatch, purchased, status=200)
    (assignment,) = (await read(people.village(), "/v1/assignments"))["items"]
    assert assignment["work_class"] == "purchase"


async def test_what_is_due_is_owed_until_it_is_paid_and_the_township_confirms_it(svc, people):
    granted = await people.granted(**ENTRUSTED)
    await people.made(people.department(), "/v1/agreements", agreement(granted))
    await svc.do_due(SUMMER)
    assert await svc.events(PaymentOverdue) == []
    await svc.do_due(JULY)
    july = people.at(JULY)
    (overdue,) = await svc.events(PaymentOverdue)
    assert (overdue["department"], overdue["data"]["amount"], overdue["data"]["charged_home"]) == (
        "NYJ",
        200050,
        COUNTY,
    )
    owed = {"NYJ": ("2000.50", "0.00", "0.00", "2000.50")}
    assert await debt(july.county()) == await debt(july.village()) == await debt(july.department()) == owed
    assert await debt(july.village(NEXT_DOOR)) == await debt(july.department("WLJ")) == {}
    (first,) = (await read(july.village(), "/v1/payments", state="overdue"))["items"]
    assert open_actions(first) == []

    path = f"/v1/payments/{first['id']}"
    entry = {"amount_yuan": "2000.50", "paid_on": "2026-07-01", "voucher": "国库支付凭证0317号"}
    for wrong in ("2000.49", "6000.00"):
        refusal = await july.refused(july.department(), f"{path}/payment", entry | {"amount_yuan": wrong})
        assert refusal == (422, "payment_differs")
    future = entry | {"paid_on": "2026-07-02"}
    assert await july.refused(july.department(), f"{path}/payment", future) == (422, "date_in_future")
    paid = await july.made(july.department(), f"{path}/payment", entry, status=200)
    assert paid["state"] == "paid"
    assert await debt(july.county()) == {"NYJ": ("2000.50", "2000.50", "0.00", "0.00")}
    unarrived = {"reason": "合作社账户未收到"}
    disputed = await july.made(july.township(), f"{path}/dispute", unarrived, status=200)
    assert (disputed["state"], await debt(july.county())) == ("overdue", owed)
    await july.made(july.department(), f"{path}/payment", entry, status=200)
    for client in (july.county(), july.department(), july.village()):
        assert (await july.refused(client, f"{path}/receipt", {}))[0] == 403
    assert await july.refused(july.township("990101002000"), f"{path}/receipt", {}) == (404, "not_found")
    confirmed = await july.made(july.township(), f"{path}/receipt", {}, status=200)
    assert (confirmed["state"], confirmed["voucher"]) == ("confirmed", "国库支付凭证0317号")
    assert await debt(july.county()) == {"NYJ": ("2000.50", "2000.50", "2000.50", "0.00")}
    assert [e["data"]["was_overdue"] for e in await svc.events(PaymentRecorded)] == [True, True]
    assert [e["data"]["overdue"] for e in await svc.events(PaymentDisputed)] == [True]
    assert len(await svc.events(PaymentConfirmed)) == 1


async def test_work_is_accepted_by_its_department_and_confirmed_by_the_township(people):
    granted = await people.granted(**ENTRUSTED)
    signed = await people.made(people.department(), "/v1/agreements", agreement(granted))
    path = f"/v1/agreements/{signed['id']}"
    acceptance = {"accepted_on": "2026-03-02", "reason": "按约定完成"}
    await people.made(people.department(), f"{path}/acceptance", acceptance, status=200)
    disputed = await people.made(people.township(), f"{path}/dispute", {"reason": "尚未完成"}, status=200)
    assert disputed["state"] == "running"
    await people.made(people.department(), f"{path}/acceptance", acceptance, status=200)
    confirmed = await people.made(people.township(), f"{path}/confirmation", {"reason": "情况属实"}, status=200)
    assert (confirmed["state"], confirmed["accepted_on"]) == ("confirmed", "2026-03-02")


async def test_a_townships_own_body_is_confirmed_by_the_county_office(people):
    granted = await people.granted("QSZ-DZB", **ENTRUSTED)
    signed = await people.made(people.department("QSZ-DZB"), "/v1/agreements", agreement(granted))
    path = f"/v1/agreements/{signed['id']}"
    acceptance = {"accepted_on": "2026-03-02", "reason": "按约定完成"}
    await people.made(people.department("QSZ-DZB"), f"{path}/acceptance", acceptance, status=200)
    body = {"reason": "情况属实"}
    assert await people.refused(people.township(), f"{path}/confirmation", body) == (403, "forbidden")
    confirmed = await people.made(people.county(), f"{path}/confirmation", body, status=200)
    assert confirmed["state"] == "confirmed"


async def test_a_terminated_agreement_still_owes_what_had_fallen_due(svc, people):
    granted = await people.granted(**ENTRUSTED)
    signed = await people.made(people.department(), "/v1/agreements", agreement(granted))
    await svc.do_due(JULY)
    july = people.at(JULY)
    path = f"/v1/agreements/{signed['id']}"
    await july.made(july.department(), f"{path}/termination", {"reason": "改由专业队伍承担"}, status=200)
    payments = (await read(july.village(), "/v1/payments", sort="id"))["items"]
    assert {(each["due_on"], each["state"]) for each in payments} == {
        ("2026-06-30", "overdue"), ("2026-09-30", "cancelled"),
    }  # fmt: skip
    await svc.do_due(datetime(2026, 10, 8, tzinfo=UTC))
    assert len(await svc.events(PaymentOverdue)) == 1
    again = agreement(granted, price_yuan="10000.00", instalments=[{"due_on": "2026-09-30", "amount_yuan": "10000.00"}])
    assert (await july.made(july.department(), "/v1/agreements", again))["state"] == "running"


async def test_an_agreement_stays_within_what_was_admitted_and_funded(svc, people):
    granted = await people.granted(**ENTRUSTED, regions=[TOWNSHIP])
    three = [{"due_on": "2026-09-30", "amount_yuan": "3000.00"}]
    for changes, refusal in (
        ({"region": NEXT_DOOR}, (409, "agreement_unadmitted")),
        ({"instalments": three}, (422, "instalments_unequal")),
        ({"price_yuan": "12000.01", "instalments": [{"due_on": "2026-09-30", "amount_yuan": "12000.01"}]},
         (409, "agreement_over_funding")),
        ({"signed_on": "2026-03-03"}, (422, "date_in_future")),
        ({"instalments": [{"due_on": "2026-03-01", "amount_yuan": "6000.00"}]}, (422, "invalid_request")),
        ({"instalments": [{"due_on": "9999-12-31", "amount_yuan": "6000.00"}]}, (422, "invalid_request")),
        ({"signed_on": "9999-12-31"}, (422, "invalid_request")),
        ({"price_yuan": "0.001"}, (422, "invalid_request")),
    ):  # fmt: skip
        refused = await people.refused(people.department(), "/v1/agreements", agreement(granted, **changes))
        assert refused == refusal, changes
    assert await people.refused(people.department("WLJ"), "/v1/agreements", agreement(granted)) == (404, "not_found")
    draft = await people.drafted(**ENTRUSTED, title="秋粮面积核对")
    assert await people.refused(people.department(), "/v1/agreements", agreement(draft)) == (
        409,
        "agreement_unadmitted",
    )
    assert await svc.events(AgreementSigned) == []
    await people.made(people.department(), "/v1/agreements", agreement(granted))
    assert await people.refused(people.department(), "/v1/agreements", agreement(granted)) == (409, "agreement_exists")


async def test_who_took_a_body_over_signs_for_it_and_prints_its_notice(svc, people):
    granted = await people.granted(**ENTRUSTED)
    await ended(svc, consumers, "NYJ", date(2026, 3, 2), "WLJ")
    heir = {"region": COUNTY, "department": "WLJ", "former_departments": ["NYJ"], "at": NOW}
    signed = await people.made(svc.client(Role.DEPARTMENT, **heir), "/v1/agreements", agreement(granted))
    assert (signed["state"], signed["department"]) == ("running", "NYJ")
    async with svc.client(Role.DEPARTMENT, **heir) as client:
        assert (await client.get(f"/v1/admissions/{granted['id']}/document")).status_code == 200
