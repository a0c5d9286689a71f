"""Endpoints as people handle them."""

import asyncio

import pytest
from aiohttp import web
from countykit.identity import Role
from standardwebhooks import Webhook

from tests.waiting import eventually

from .conftest import COUNTY, OTHER_COUNTY, TOWNSHIP
from .receivers import Receiver

URL = "https://jf.example.gov.cn/songbang"


async def arrived(receiver, count=1):
    async def check():
        return len(receiver.got) >= count

    await eventually(check)
    return receiver.got


async def test_nothing_is_delivered_before_the_challenge_was_echoed(quiet, receiver):
    endpoint = await quiet.registered(receiver.url)
    assert endpoint["state"] == "pending_challenge"
    await quiet.publish()
    async with quiet.delivering():
        await quiet.state_of(endpoint["id"], "enabled")
        Webhook(endpoint["secrets"][0]["secret"]).verify(receiver.challenges[0].body, receiver.challenges[0].headers)
        assert receiver.challenges[0].event["type"] == "songbang.endpoint.challenge"
        # Who asks for the challenge when it has just been passed is told so, not refused.
        assert (await quiet.call("POST", f"/{endpoint['id']}/challenge", {}))["state"] == "enabled"
        assert len(receiver.challenges) == 1


async def test_secrets_are_shown_once_and_lie_encrypted(quiet):
    endpoint = await quiet.registered(URL, signing=["hmac", "ed25519"], header={"name": "X-Key", "value": "geheim"})
    symmetric, asymmetric = endpoint["secrets"]
    assert symmetric["secret"].startswith("whsec_")
    assert asymmetric["secret"] is None
    assert asymmetric["public_key"].startswith("whpk_")
    text = str(await quiet.call("GET", f"/{endpoint['id']}"))
    assert symmetric["secret"] not in text
    assert "geheim" not in text
    rows = await quiet.query("SELECT sealed FROM webhook_secret UNION ALL SELECT header_value FROM webhook_endpoint")
    assert not any(
        b"whsec_" in row["sealed"] or b"whsk_" in row["sealed"] or b"geheim" in row["sealed"] for row in rows
    )
    audited = await quiet.query("SELECT actor FROM audit WHERE resource LIKE 'webhook_secret/%'")
    assert [row["actor"] for row in audited] == ["integrator@990101000000"] * 2


async def test_an_integrator_stays_within_its_region_and_others_see_nothing(quiet):
    endpoint = await quiet.registered(URL)
    assert await quiet.refused("POST", "", {"url": URL, "region": OTHER_COUNTY, "types": ["*"]}) == (403, "forbidden")
    assert await quiet.refused("GET", f"/{endpoint['id']}", region=OTHER_COUNTY) == (404, "not_found")
    assert (await quiet.call("GET", "", region=OTHER_COUNTY))["items"] == []
    assert await quiet.refused("GET", f"/{endpoint['id']}", role=Role.VILLAGE) == (403, "forbidden")


async def test_bad_addresses_types_and_headers_are_refused_with_their_codes(quiet):
    body = {"url": URL, "region": COUNTY, "types": ["*"]}
    assert await quiet.refused("POST", "", body | {"url": "https://169.254.169.254/"}) == (422, "endpoint_url_refused")
    assert await quiet.refused("POST", "", body | {"types": ["nobody.*"]}) == (422, "event_type_unknown")
    header = {"name": "webhook-id", "value": "x"}
    assert (await quiet.refused("POST", "", body | {"header": header}))[0] == 422
    client = {"certificate": "no", "key": "no"}
    assert await quiet.refused("POST", "", body | {"client": client}) == (422, "client_certificate_refused")


async def test_internal_networks_need_an_operator_who_did_not_register_the_endpoint(quiet):
    endpoint = await quiet.registered("https://10.20.0.5/", role=Role.OPERATOR, sub="first")
    path, body = f"/{endpoint['id']}/networks", {"networks": ["10.20.0.0/16"]}
    assert (await quiet.refused("PUT", path, body))[1] == "forbidden"
    refused = await quiet.refused("PUT", path, body, role=Role.OPERATOR, sub="first")
    assert refused == (403, "second_person_needed")
    changed = await quiet.call("PUT", path, body, role=Role.OPERATOR, sub="second")
    assert changed["networks"] == ["10.20.0.0/16"]
    loopback = await quiet.refused("PUT", path, {"networks": ["127.0.0.0/8"]}, role=Role.OPERATOR, sub="second")
    assert loopback == (422, "endpoint_network_refused")


def _offered(endpoint):
    return {action["name"]: action for action in endpoint["allowed_actions"]}


async def test_an_endpoint_offers_its_change_and_to_operators_its_networks(quiet):
    endpoint = await quiet.registered("https://10.20.0.5/", role=Role.OPERATOR, sub="first")
    path = f"/api/integration/v1/endpoints/{endpoint['id']}"
    own = _offered(await quiet.call("GET", f"/{endpoint['id']}", role=Role.OPERATOR, sub="first"))
    assert own["amendment"] | {"label": ""} == {
        "name": "amendment", "label": "", "method": "PATCH", "href": path, "schema": "EndpointChange", "blocked_by": []
    }  # fmt: skip
    assert [each["code"] for each in own["networks"]["blocked_by"]] == ["second_person_needed"]
    other = _offered(await quiet.call("GET", f"/{endpoint['id']}", role=Role.OPERATOR, sub="second"))
    assert (other["networks"]["method"], other["networks"]["href"]) == ("PUT", f"{path}/networks")
    assert other["networks"]["blocked_by"] == []
    assert _offered(await quiet.registered(URL)).keys() == {
        "deactivation", "challenge", "amendment", "secret-rotations", "deletion",
    }  # fmt: skip


async def test_an_endpoints_new_secret_and_its_deletion_are_sent_as_they_are_offered(quiet):
    endpoint = await quiet.registered(URL)
    path = f"/api/integration/v1/endpoints/{endpoint['id']}"
    rotation, deletion = (_offered(endpoint)[name] for name in ("secret-rotations", "deletion"))
    assert (rotation["method"], rotation["href"], rotation["schema"], rotation["blocked_by"]) == (
        "POST", f"{path}/secret-rotations", "SecretRotation", [],
    )  # fmt: skip
    assert (deletion["method"], deletion["href"], deletion["schema"], deletion["blocked_by"]) == (
        "DELETE", path, None, [],
    )  # fmt: skip
    async with quiet.client() as client:
        made = await client.request(rotation["method"], rotation["href"], json={})
        assert (made.status_code, made.json()["secret"][:6]) == (201, "whsec_")
        assert (await client.request(deletion["method"], deletion["href"])).status_code == 204
    assert (await quiet.refused("GET", f"/{endpoint['id']}"))[0] == 404


async def test_during_a_rotation_both_secrets_verify_and_afterwards_only_the_new_one(integration, receiver):
    endpoint = await integration.enabled(receiver, header={"name": "X-Key", "value": "ours"})
    old = endpoint["secrets"][0]["secret"]
    path = f"/{endpoint['id']}/secret-rotations"
    new = (await integration.call("POST", path, {"overlap_hours": 168}, status=201))["secret"]
    assert (await integration.refused("POST", path, {"overlap_hours": 169}))[0] == 422

    async def doubly_signed():
        [body] = await integration.publish()
        [received] = await eventually(lambda: [one for one in receiver.got if one.body == body])
        return len(received.headers["webhook-signature"].split()) == 2 and received

    received = await eventually(doubly_signed)
    for secret in (old, new):
        Webhook(secret).verify(received.body, received.headers)
    assert received.headers["x-key"] == "ours"


async def test_strict_ordering_keeps_an_aggregates_events_in_order_through_failures(integration, receiver):
    await integration.enabled(receiver, ordering="strict")
    receiver.failing()
    subject = (await integration.query("SELECT gen_random_uuid() AS id"))[0]["id"]
    await integration.publish(20, subject=subject)
    await arrived(receiver, 1)
    receiver.accepting()
    failed = len(receiver.got)
    got = (await arrived(receiver, failed + 20))[failed:]
    sequences = [received.event["sequence"] for received in got]
    assert sequences[-20:] == sorted(sequences[-20:])
    assert {received.event["sequence"] for received in receiver.got[:failed]} == {1}


async def test_a_test_event_is_signed_and_its_answer_is_kept(integration, receiver):
    endpoint = await integration.enabled(receiver)
    probe = await integration.call(
        "POST", f"/{endpoint['id']}/test", {"type": "checklist.admission.granted.v1"}, status=202
    )
    [received] = await arrived(receiver)
    assert received.id == probe["id"]
    assert received.event["type"] == "checklist.admission.granted.v1"
    Webhook(endpoint["secrets"][0]["secret"]).verify(received.body, received.headers)

    async def done():
        found = await integration.call("GET", f"/{endpoint['id']}/probes/{probe['id']}")
        return found["state"] == "succeeded" and found

    assert (await eventually(done))["answer"] == "ok"


async def test_a_replay_is_counted_dry_and_then_sends_the_same_ids_again(integration, receiver):
    endpoint = await integration.enabled(receiver)
    bodies = await integration.publish(10)
    await arrived(receiver, 10)
    path, order = f"/{endpoint['id']}/replays", {"since": "2020-01-01T00:00:00Z", "types": ["checklist.group.*"]}
    dry = await integration.call("POST", path, order | {"dry_run": True}, status=202)
    assert (dry["matching"], dry["id"]) == (10, None)
    assert (await integration.call("GET", path))["items"] == []
    await integration.at_rest()
    assert len(receiver.got) == 10
    await integration.call("POST", path, order, status=202)
    got = await arrived(receiver, 20)
    assert sorted(received.body for received in got) == sorted(bodies * 2)
    assert len({received.id for received in got}) == 10


async def test_replays_and_probes_are_pages_that_say_where_they_go_on(integration, receiver):
    endpoint = await integration.enabled(receiver)
    await integration.publish(1)
    await arrived(receiver, 1)
    order = {"since": "2020-01-01T00:00:00Z"}
    made = [
        (await integration.call("POST", f"/{endpoint['id']}/replays", order, status=202))["id"] for _ in range(3)
    ]  # fmt: skip
    for path in ("replays", "probes"):
        if path == "probes":
            test = {"type": "checklist.group.registered.v1"}
            made = [
                (await integration.call("POST", f"/{endpoint['id']}/test", test, status=202))["id"] for _ in range(3)
            ]  # fmt: skip
        first = await integration.call("GET", f"/{endpoint['id']}/{path}?limit=2")
        second = await integration.call("GET", f"/{endpoint['id']}/{path}?limit=2&after={first['next']}")
        assert [each["id"] for each in first["items"] + second["items"]][:3] == made[::-1]


async def test_deliveries_are_listed_by_state_and_type_in_pages(integration, receiver):
    endpoint = await integration.enabled(receiver)
    await integration.publish(5, region=TOWNSHIP)
    await arrived(receiver, 5)
    path = f"/{endpoint['id']}/deliveries"

    async def five():
        return len((await integration.call("GET", path + "?state=delivered"))["items"]) == 5

    await eventually(five)
    first = await integration.call("GET", path + "?limit=3")
    second = await integration.call("GET", f"{path}?limit=3&before={first['next']}")
    assert [len(first["items"]), len(second["items"]), second["next"]] == [3, 2, None]
    assert (await integration.call("GET", path + "?type=report.*"))["items"] == []
    assert await integration.refused("GET", path + "?type=reports") == (422, "event_type_unknown")
    assert (await integration.call("GET", path + "?state=pending"))["items"] == []


async def test_a_new_address_must_prove_itself_and_a_deleted_endpoint_is_gone(integration, receiver):
    endpoint = await integration.enabled(receiver)
    changed = await integration.call("PATCH", f"/{endpoint['id']}", {"url": receiver.url + "/new"})
    assert changed["state"] == "pending_challenge"
    await integration.state_of(endpoint["id"], "enabled")
    assert len(receiver.challenges) == 2
    await integration.call("DELETE", f"/{endpoint['id']}", status=204)
    assert await integration.refused("GET", f"/{endpoint['id']}") == (404, "not_found")


@pytest.mark.parametrize("stop", ["pause", "deactivation"])
async def test_what_is_queued_behind_the_requests_under_way_is_not_sent_after_a_stop(integration, receiver, stop):
    endpoint = await integration.enabled(receiver)
    released = asyncio.Event()

    async def hold(_):
        await released.wait()
        return web.Response()

    receiver.answer = hold
    await integration.publish(40)
    await arrived(receiver, 8)
    await integration.call("POST", f"/{endpoint['id']}/{stop}", {})

    async def given_back():
        return len(await integration.query("SELECT 1 FROM webhook_due WHERE due_at <= now()")) == 32

    await eventually(given_back)
    released.set()

    async def written():
        return len(await integration.query("SELECT 1 FROM webhook_due")) == 32

    await eventually(written)
    await integration.at_rest()
    assert len(receiver.got) == 8


async def test_a_pause_does_not_count_as_failing_and_ends_with_everything_that_waits(quiet, receiver):
    async with quiet.delivering(webhooks_schedule_seconds=[0, 0.1, 3600]):
        endpoint = await quiet.enabled(receiver)
        path = f"/{endpoint['id']}"
        receiver.failing()
        [body] = await quiet.publish()
        await arrived(receiver, 2)

        async def waits():
            return await quiet.query("SELECT 1 FROM webhook_due WHERE due_at > now() + interval '10 minutes'")

        await eventually(waits)
        await quiet.call("POST", path + "/pause", {})
        await quiet.query("UPDATE webhook_health SET failing_since = now() - interval '6 days'")
        receiver.accepting()
        await quiet.call("POST", path + "/resumption", {})
        assert (await quiet.call("GET", path))["health"]["failing_since"] is None
        assert (await arrived(receiver, 3))[2].body == body


async def test_a_paused_endpoint_that_moves_stays_paused_and_proves_itself_when_it_is_resumed(integration, receiver):
    endpoint = await integration.enabled(receiver)
    path = f"/{endpoint['id']}"
    await integration.call("POST", path + "/pause", {})
    moved = await integration.call("PATCH", path, {"url": receiver.url + "/new"})
    assert (moved["state"], moved["verified"]) == ("paused", False)
    bodies = await integration.publish(3)

    async def heard():
        return len(await integration.query("SELECT 1 FROM event_log WHERE type LIKE 'checklist.%'")) == 3

    await eventually(heard)
    resumed = await integration.call("POST", path + "/resumption", {})
    assert resumed["state"] == "pending_challenge"
    bodies += await integration.publish(2)
    assert {received.body for received in await arrived(receiver, 5)} == set(bodies)
    assert {received.path for received in receiver.got} == {"/hook/new"}


async def test_the_echo_of_an_address_that_was_left_proves_nothing_about_the_new_one(integration, receiver):
    receiver.echoes.clear()
    endpoint = await integration.registered(receiver.url)

    async def asked():
        return receiver.challenges

    await eventually(asked)
    await integration.call("PATCH", f"/{endpoint['id']}", {"url": "https://127.0.0.1:1/of-a-stranger"})
    receiver.echoes.set()

    async def answered():
        probes = (await integration.call("GET", f"/{endpoint['id']}/probes"))["items"]
        return probes if all(probe["state"] != "queued" for probe in probes) else None

    assert [probe["state"] for probe in await eventually(answered)] == ["failed", "succeeded"]
    found = await integration.call("GET", f"/{endpoint['id']}")
    assert (found["state"], found["verified"]) == ("pending_challenge", False)


async def test_a_receiver_that_holds_its_challenges_and_tests_back_delays_nobody_elses(quiet, receiver):
    # Not one of its requests is given up before the other receiver has had its own.
    async with Receiver().serving() as slow, quiet.delivering(webhooks_timeout_seconds=60, webhooks_lease_seconds=120):
        slow.echoes.clear()
        held = await quiet.registered(slow.url)
        for _ in range(25):
            await quiet.call("POST", f"/{held['id']}/challenge", {})
        await eventually(lambda: slow.challenges)
        endpoint = await quiet.registered(receiver.url)
        await quiet.state_of(endpoint["id"], "enabled")
        assert len(slow.challenges) == 1
        slow.echoes.set()


async def test_the_endpoints_of_a_disabled_client_get_nothing_any_more(integration, receiver):
    async with integration.client(Role.OPERATOR) as operator:
        creation = {"name": "省级减负平台", "roles": ["integrator"], "region": COUNTY}
        client = (await operator.post("/api/identity/v1/clients", json=creation)).json()
        mine = await integration.enabled(receiver, sub=client["client_id"])
        another = await integration.enabled(receiver)
        path = f"/api/identity/v1/clients/{client['id']}"
        assert (await operator.post(f"{path}/deactivation")).status_code == 200
        assert (await integration.call("GET", f"/{another['id']}"))["state"] == "enabled"
        found = await integration.call("GET", f"/{mine['id']}")
        assert (found["state"], found["reason"]) == ("disabled", "登记该接收端的客户端已停用")
        await integration.publish(3)
        assert len(await arrived(receiver, 3)) == 3  # the other's
        assert (await operator.post(f"{path}/activation")).status_code == 200
    await integration.call("POST", f"/{mine['id']}/activation", {})
    await arrived(receiver, 6)
