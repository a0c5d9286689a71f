"""Digests through a real mail server and a real receiver: one a working day at most, for who asked, never villages."""

from datetime import date, datetime
from email import message_from_bytes, policy
from importlib import import_module

import pytest
from aiohttp import web
from aiosmtpd.controller import Controller
from contracts.gateway import RegionRegistered
from countykit.identity import Role
from countykit.workdays import CHINA
from gateway.digests.settings import DigestSettings
from pydantic import SecretStr, ValidationError
from songbang.ports import free_port
from standardwebhooks import Webhook

COUNTY, TOWNSHIP, VILLAGE = "990101000000", "990101001000", "990101001201"
SECRET = "whsec_c29uZ2JhbmctZGlnZXN0LXRlc3Qta2V5LTMyLWJ5dGVz"
PROBLEM = {"action": "work", "description": "向村级转嫁统计任务", "clause": "LST-05"}
LETTER = {"region": TOWNSHIP, "contact": {"name": "王某", "phone": "0999-1234567"}, "problems": [PROBLEM]}
MAIL = {"channel": "email", "address": "clerk@qingshi.example"}


def china(day: int, hour: int = 9, month: int = 3) -> datetime:
    """An instant of 2025; 3 March is a Monday, and a letter of that day is due on Monday, the 17th."""
    return datetime(2025, month, day, hour, tzinfo=CHINA)


class Inbox:
    """The handler of a real SMTP server; `answer` is what it says to a message."""

    def __init__(self):
        self.messages, self.answer, self.port = [], "250 taken", free_port()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.answer is None:
            server.transport.abort()
        return self.answer or "451 away"


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def mail_server(inbox):
    """Start it with `mail_server()`; until then nobody listens on its port."""
    started = []

    def start():
        started.append(Controller(inbox, hostname="127.0.0.1", port=inbox.port))
        started[-1].start()

    yield start
    for controller in started:
        controller.stop()


@pytest.fixture
async def office(start_gateway, start_service, serve, inbox):
    """A gateway with one service, a township's clerk, and a letter to their township."""
    supervision = await start_service("supervision_svc")
    consumers = import_module("supervision_svc.consumers").consumers
    for code, level in {COUNTY: "county", TOWNSHIP: "township", VILLAGE: "village"}.items():
        region = RegionRegistered(code=code, name="某地", level=level, valid_from=date(2020, 1, 1))
        await supervision.hear(consumers, region, region=code)
    gateway = await start_gateway(
        supervision_url=await serve(supervision.app), public_url="https://county.example",
        digest_smtp_host="127.0.0.1", digest_smtp_port=inbox.port, digest_smtp_security="none",
        digest_smtp_from="songbang@county.example",
    )  # fmt: skip
    supervision.app.state.tokens = gateway.app.state.tokens  # it trusts the gateway's keys, as outside of tests
    for name in set(gateway.app.state.table) - {"supervision"}:
        del gateway.app.state.table[name]
    await gateway.account("clerk", Role.TOWNSHIP, region=TOWNSHIP)
    await gateway.account("secretary", Role.VILLAGE, region=VILLAGE)
    await gateway.account("both", Role.VILLAGE, Role.TOWNSHIP, region=VILLAGE)
    async with gateway.client(Role.COUNTY_OFFICE, region=COUNTY, at=china(3)) as client:
        gateway.letter = (await client.post("/api/supervision/v1/letters", json=LETTER)).json()
    return gateway


async def wish(gateway, body=MAIL, *, who="clerk", role=Role.TOWNSHIP, region=TOWNSHIP, at=None):
    async with gateway.client(role, region=region, sub=who, at=at or china(3, 10)) as client:
        return await client.put("/api/todos/digest", json=body)


async def days(gateway, *moments):
    for moment in moments:
        await gateway.service.do_due(moment)


async def test_the_clerk_who_asked_gets_counts_and_a_link_and_nothing_of_the_letter(office, inbox, mail_server):
    mail_server()
    answer = await wish(office)
    assert answer.json() == {
        "active": True, "channel": "email", "address": "clerk@qingshi.example", "channels": ["email"],
    }  # fmt: skip
    await days(office, china(3, 12), china(4, 8), china(4))
    (mail,) = inbox.messages
    assert (mail["to"], mail["from"]) == ("clerk@qingshi.example", "songbang@county.example")
    assert mail["subject"] == "【松绑】今日待办1件"
    text = mail.get_content()
    assert "· 签收提醒函：1件" in text
    assert "办理：https://county.example/todos" in text
    assert PROBLEM["description"] not in text
    assert office.letter["number"] not in text
    assert "王某" not in text


async def test_nobody_gets_one_who_did_not_ask_or_asked_no_longer(office, inbox, mail_server):
    mail_server()
    await days(office, china(4))
    await wish(office)
    async with office.client(Role.TOWNSHIP, region=TOWNSHIP, sub="clerk", at=china(3, 11)) as client:
        assert (await client.get("/api/todos/digest")).json()["active"] is True
        assert (await client.delete("/api/todos/digest")).status_code == 204
        assert (await client.get("/api/todos/digest")).json()["active"] is False
    await days(office, china(4), china(5))
    assert inbox.messages == []


async def test_one_a_day_on_working_days_within_office_hours_and_only_when_something_is_new(office, inbox, mail_server):
    mail_server()
    await wish(office)
    await days(office, china(4), china(4, 15), china(5), china(6), china(7))
    assert len(inbox.messages) == 1, "nothing has changed since Tuesday"
    async with office.client(Role.COUNTY_OFFICE, region=COUNTY, at=china(7, 17)) as client:
        await client.post("/api/supervision/v1/letters", json=LETTER)
    await days(office, china(7, 20), china(8), china(9), china(10, 7))
    assert len(inbox.messages) == 1, "evening, Saturday, Sunday and early morning are quiet"
    await days(office, china(10))
    assert [mail["subject"] for mail in inbox.messages][1:] == ["【松绑】今日待办2件"]


async def test_holidays_are_quiet(office, inbox, mail_server):
    mail_server()
    await wish(office, at=china(3, 10, month=4))
    await days(office, china(4, month=4))
    assert inbox.messages == [], "Qingming, a Friday"
    await days(office, china(7, month=4))
    assert len(inbox.messages) == 1


async def test_each_rung_of_the_ladder_is_told_once_and_survives_downtime(office, inbox, mail_server):
    mail_server()
    await wish(office)
    told = []
    for day in (4, 5, 6, 7, 10, 11, 13, 14, 17, 18, 19, 20, 21, 24):
        before = len(inbox.messages)
        await days(office, china(day))
        for mail in inbox.messages[before:]:
            _, _, ladder = mail.get_content().partition("限期提醒：\n")
            told.append((day, [line.removeprefix("· ") for line in ladder.splitlines() if line.startswith("· ")]))
    assert told == [
        (4, []),
        (13, ["还有3个工作日到期：1件"]),  # it was due on the 12th, when the gateway was away
        (14, ["还有1个工作日到期：1件"]),
        (17, ["今日到期：1件"]),
        (18, ["已逾期1个工作日：1件"]),
        (24, ["已逾期5个工作日：1件"]),
    ]


async def test_a_mail_server_that_is_away_only_delays_the_digest(office, inbox, mail_server):
    await wish(office)
    await office.app.state.due.pass_once(china(4))
    (waiting,) = await office.fetch("SELECT attempts, error FROM due_entry WHERE job = 'digest'")
    assert (waiting["attempts"], waiting["error"]) == (1, "NotSent")
    mail_server()
    inbox.answer = "451 greylisted"
    await office.app.state.due.pass_once(china(4, 10))
    inbox.answer = "250 taken"
    await office.app.state.due.pass_once(china(4, 11))
    await days(office, china(4, 12))
    assert len(inbox.messages) == 2, "the one that was refused, and the one that was taken"


async def test_a_mail_that_may_have_arrived_is_not_sent_again(office, inbox, mail_server):
    mail_server()
    inbox.answer = None
    await wish(office)
    await days(office, china(4), china(4, 11), china(4, 15))
    assert len(inbox.messages) == 1


async def test_while_a_service_is_away_the_digest_waits_instead_of_miscounting(office, inbox, mail_server):
    mail_server()
    await wish(office)
    table = office.app.state.table
    supervision = table["supervision"]
    table["supervision"] = type(supervision)("supervision", "http://127.0.0.1:9")
    await office.app.state.due.pass_once(china(4))
    assert inbox.messages == []
    table["supervision"] = supervision
    await days(office, china(4, 11))
    assert len(inbox.messages) == 1


@pytest.mark.parametrize("who", ["secretary", "both"])
async def test_a_village_gets_no_digest_whoever_asks(office, inbox, mail_server, who):
    mail_server()
    refused = await wish(office, who=who, role=Role.VILLAGE, region=VILLAGE)
    assert (refused.status_code, refused.json()["code"]) == (403, "digest_not_for_villages")
    assert refused.json()["law"]
    await wish(office)
    await office.service.database.execute("UPDATE account SET roles = '[\"village\"]' WHERE username = 'clerk'")
    await days(office, china(4))
    assert inbox.messages == [], "an account that became a village's gets none either"


@pytest.mark.parametrize(
    ("who", "body", "status", "code"),
    [
        ("C0123456789abcdef", MAIL, 403, "digest_for_persons_only"),
        ("clerk", {"channel": "message"}, 409, "digest_channel_missing"),
        ("clerk", {"channel": "email"}, 422, "digest_address_missing"),
        ("clerk", {"channel": "email", "address": "a@b.example\r\nBcc: all@b.example"}, 422, "invalid_request"),
        ("clerk", {"channel": "email", "address": "a@b.example,c@b.example"}, 422, "invalid_request"),
    ],
)
async def test_what_cannot_be_sent_is_refused_at_once(office, who, body, status, code):
    refused = await wish(office, body, who=who)
    assert (refused.status_code, refused.json()["code"]) == (status, code)


async def test_the_countys_message_system_gets_it_signed_for_one_person(office, monkeypatch):
    received = []

    async def take(request):
        received.append((dict(request.headers), await request.read()))
        return web.Response(status=204)

    application = web.Application()
    application.add_routes([web.post("/messages", take)])
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    settings = office.app.state.settings
    address = f"http://127.0.0.1:{runner.addresses[0][1]}/messages"
    monkeypatch.setitem(settings.__dict__, "digest_webhook_url", address)
    monkeypatch.setitem(settings.__dict__, "digest_webhook_secret", SecretStr(SECRET))
    try:
        assert (await wish(office, {"channel": "message"})).status_code == 200
        await days(office, china(4), china(4, 10))
    finally:
        await runner.cleanup()
    ((headers, body),) = received
    message = Webhook(SECRET).verify(body, {name.lower(): value for name, value in headers.items()})
    assert (message["receiver"], message["total"], message["link"]) == ("clerk", 1, "https://county.example/todos")
    assert PROBLEM["description"] not in body.decode()


@pytest.mark.parametrize("host", ["oapi.dingtalk.com", "qyapi.weixin.qq.com", "open.feishu.cn"])
def test_a_robot_of_chat_groups_is_no_way_to_send_digests(host):
    with pytest.raises(ValidationError, match="robot of chat groups"):
        DigestSettings(
            environment="test", bus_url="postgresql://bus", database_url="postgresql://db",
            digest_webhook_url=f"https://{host}/robot/send?access_token=x", digest_webhook_secret=SECRET,
        )  # fmt: skip
