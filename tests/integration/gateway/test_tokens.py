"""Login, rotation, logout and attacks on tokens, through a running gateway."""

import asyncio
import base64
import time

import jwt
import orjson
import pytest
from countykit.identity import Role
from gateway.bootstrap import first_operator
from gateway.identity.sessions.repository import forget_failures
from prometheus_client import REGISTRY
from servicekit.transaction import Context

from .conftest import COUNTY, PASSWORD, TOWNSHIP


async def test_a_login_answers_with_tokens_whose_claims_every_service_reads(gateway):
    await gateway.account("qingshi", Role.TOWNSHIP, region=TOWNSHIP)
    answer = await gateway.login("qingshi")
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    token = answer.json()["access_token"]
    header, claims = jwt.get_unverified_header(token), jwt.decode(token, options={"verify_signature": False})
    assert (header["alg"], header["typ"]) == ("EdDSA", "at+jwt")
    assert {
        "sub": "qingshi",
        "roles": ["township"],
        "region": "990101001",
        "department": None,
    }.items() <= claims.items()
    assert claims["exp"] - claims["iat"] == answer.json()["expires_in"] == 600
    assert (claims["iss"], claims["aud"]) == ("songbang", "songbang")
    assert claims["jti"]
    async with gateway.client() as client:
        (key,) = (await client.get("/.well-known/jwks.json")).json()["keys"]
    assert key["kid"] == header["kid"]
    assert "d" not in key
    jwt.decode(token, jwt.PyJWK(key), algorithms=["EdDSA"], audience="songbang", issuer="songbang")
    assert (await gateway.me(token)).json()["sub"] == "qingshi"


async def test_a_login_may_be_a_form_or_json_and_a_repeated_parameter_is_refused(gateway):
    async with gateway.client() as client:
        asked = {"grant_type": "password", "username": "operator", "password": PASSWORD}
        as_json = await client.post("/api/identity/v1/token", json=asked)
        repeated = await client.post(
            "/api/identity/v1/token", content=b"grant_type=password&username=a&username=b&password=c",
            headers={"content-type": "application/x-www-form-urlencoded"},
        )  # fmt: skip
        unknown = await client.post("/api/identity/v1/token", data={"grant_type": "implicit"})
        malformed = await client.post(
            "/api/identity/v1/token", content=b"{", headers={"content-type": "application/json"}
        )
        incomplete = await client.post("/api/identity/v1/token", json={"grant_type": "password", "username": "x"})
    assert as_json.status_code == 200
    assert (repeated.status_code, repeated.json()["error"]) == (400, "invalid_request")
    assert (unknown.status_code, unknown.json()["error"]) == (400, "unsupported_grant_type")
    assert (malformed.status_code, malformed.json()["error"]) == (400, "invalid_request")
    assert (incomplete.status_code, incomplete.json()["error"]) == (400, "invalid_request")


async def test_unknown_users_wrong_passwords_and_disabled_accounts_look_the_same(gateway):
    await gateway.account("qingshi", Role.TOWNSHIP, region=TOWNSHIP)
    await gateway.account("gone", Role.TOWNSHIP, region=TOWNSHIP)
    async with gateway.client(Role.OPERATOR) as client:
        items = (await client.get("/api/identity/v1/accounts")).json()["items"]
        account = next(item["id"] for item in items if item["username"] == "gone")
        assert (await client.post(f"/api/identity/v1/accounts/{account}/deactivation")).status_code == 200
    answers = [
        await gateway.login("nobody"), await gateway.login("qingshi", "wrong"), await gateway.login("gone")
    ]  # fmt: skip
    assert {answer.status_code for answer in answers} == {400}
    shown = [{**answer.json(), "request_id": None} for answer in answers]
    assert shown[0] == shown[1] == shown[2]
    assert shown[0]["error"] == "invalid_grant"


async def test_an_unknown_user_costs_as_much_time_as_a_known_one(gateway):
    async def seconds(username: str) -> float:
        times = []
        for attempt in range(4):
            started = time.perf_counter()
            await gateway.login(username if username == "operator" else f"{username}{attempt}", "wrong")
            times.append(time.perf_counter() - started)
        return min(times)

    known, unknown = await seconds("operator"), await seconds("nobody")
    assert unknown > known / 2


@pytest.mark.parametrize("username", ["operator", "nobody"])
async def test_failed_logins_lock_the_name_for_a_while_whether_it_exists_or_not(start_gateway, username):
    gateway = await start_gateway(lockout_failures=3, lockout_seconds=60)
    before = REGISTRY.get_sample_value("songbang_login_lockouts_total")
    await gateway.account("operator", Role.OPERATOR)
    assert [(await gateway.login(username, "wrong")).status_code for _ in range(3)] == [400, 400, 400]
    assert REGISTRY.get_sample_value("songbang_login_lockouts_total") == before + 1
    locked = await gateway.login(username)
    assert (locked.status_code, locked.json()["code"]) == (429, "login_locked")
    assert 50 < int(locked.headers["retry-after"]) <= 60
    await gateway.fetch("UPDATE login_failure SET locked_until = locked_until - interval '61 seconds'")
    assert (await gateway.login(username)).status_code == (200 if username == "operator" else 400)


async def test_who_goes_on_guessing_waits_twice_as_long_each_time(start_gateway):
    gateway = await start_gateway(lockout_failures=1, lockout_seconds=60)
    for seconds in (60, 120, 240):
        assert (await gateway.login("operator", "wrong")).status_code == 400
        assert seconds - 10 < int((await gateway.login("operator")).headers["retry-after"]) <= seconds
        await gateway.fetch("UPDATE login_failure SET locked_until = now() - interval '1 second'")


@pytest.mark.parametrize("stranger", ["198.51.100.7", "2001:db8:0:1::7"])
async def test_a_stranger_elsewhere_locks_nobody_out_and_a_new_password_opens_every_lock(start_gateway, stranger):
    gateway = await start_gateway(lockout_failures=2)
    await gateway.account("operator", Role.OPERATOR)
    assert [(await gateway.login("operator", "wrong", stranger)).status_code for _ in range(3)] == [400, 400, 429]
    assert (await gateway.login()).status_code == 200
    assert (await gateway.login(address=stranger)).status_code == 429
    async with gateway.service.database.transaction(Context.of_system("test")) as tx:
        await forget_failures(tx, "operator")
    assert (await gateway.login(address=stranger)).status_code == 200


async def test_an_ipv6_network_is_one_stranger(start_gateway):
    gateway = await start_gateway(lockout_failures=2)
    addresses = [f"2001:db8:0:1::{n}" for n in range(1, 4)]
    assert [(await gateway.login("nobody", "wrong", each)).status_code for each in addresses] == [400, 400, 429]


async def test_parallel_guesses_do_not_escape_the_lock(start_gateway):
    gateway = await start_gateway(lockout_failures=3)
    await gateway.account("operator", Role.OPERATOR)
    answers = await asyncio.gather(*(gateway.login("operator", f"wrong{n}") for n in range(8)))
    assert sorted(answer.status_code for answer in answers) == [400] * 3 + [429] * 5


async def test_a_good_login_forgets_the_failures_before(start_gateway):
    gateway = await start_gateway(lockout_failures=3)
    await gateway.account("operator", Role.OPERATOR)
    for _ in range(3):
        assert (await gateway.login("operator", "wrong")).status_code == 400
        assert (await gateway.login("operator", "wrong")).status_code == 400
        assert (await gateway.login("operator")).status_code == 200


async def test_a_refresh_token_is_kept_as_a_hash_and_rotates(gateway):
    first = (await gateway.login()).json()["refresh_token"]
    second = (await gateway.refresh(first)).json()["refresh_token"]
    third = await gateway.refresh(second)
    assert third.status_code == 200
    assert len({first, second, third.json()["refresh_token"]}) == 3
    kept = [bytes(row["hash"]) for row in await gateway.fetch("SELECT hash FROM refresh_token")]
    assert len(kept) == 3
    assert not any(first.encode() in known or second.encode() in known for known in kept)


async def test_a_lost_answer_may_be_asked_for_again_and_gives_the_same_successor(gateway):
    first = (await gateway.login()).json()["refresh_token"]
    answers = await asyncio.gather(*(gateway.refresh(first) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["refresh_token"] for answer in answers}) == 1


async def test_using_an_older_refresh_token_ends_the_whole_session(gateway):
    first = (await gateway.login()).json()["refresh_token"]
    second = (await gateway.refresh(first)).json()["refresh_token"]
    third = (await gateway.refresh(second)).json()["refresh_token"]
    reused = await gateway.refresh(first)
    assert (reused.status_code, reused.json()["error"]) == (400, "invalid_grant")
    assert (await gateway.refresh(third)).status_code == 400


async def test_the_grace_for_a_lost_answer_ends_after_ten_seconds(gateway):
    first = (await gateway.login()).json()["refresh_token"]
    second = (await gateway.refresh(first)).json()["refresh_token"]
    await gateway.fetch("UPDATE refresh_token SET used_at = used_at - interval '11 seconds' WHERE used_at IS NOT NULL")
    assert (await gateway.refresh(first)).status_code == 400
    assert (await gateway.refresh(second)).status_code == 400


async def test_an_expired_refresh_token_is_refused(gateway):
    token = (await gateway.login()).json()["refresh_token"]
    await gateway.fetch("UPDATE refresh_token SET expires_at = now() - interval '1 second'")
    assert (await gateway.refresh(token)).json()["code"] == "refresh_token_invalid"


async def test_logout_ends_one_session_and_logout_everywhere_all_of_them(gateway):
    sessions = [(await gateway.login()).json() for _ in range(3)]
    async with gateway.client() as client:
        out = await client.post("/api/identity/v1/logout", json={"refresh_token": sessions[0]["refresh_token"]})
        unknown = await client.post("/api/identity/v1/logout", json={"refresh_token": "unknown"})
        assert (out.status_code, unknown.status_code) == (204, 204)
        assert (await gateway.refresh(sessions[0]["refresh_token"])).status_code == 400
        sessions[1] = (await gateway.refresh(sessions[1]["refresh_token"])).json()
        headers = {"authorization": f"Bearer {sessions[1]['access_token']}"}
        assert (await client.post("/api/identity/v1/logout-everywhere", headers=headers)).status_code == 204
    assert [(await gateway.refresh(session["refresh_token"])).status_code for session in sessions] == [400] * 3


async def test_a_changed_password_ends_every_session_and_needs_the_present_one(gateway):
    session = (await gateway.login()).json()
    headers = {"authorization": f"Bearer {session['access_token']}"}
    new = "Another-long-passphrase-7"
    async with gateway.client() as client:
        wrong = await client.put(
            "/api/identity/v1/me/password", json={"current_password": "wrong", "password": new}, headers=headers
        )
        changed = await client.put(
            "/api/identity/v1/me/password", json={"current_password": PASSWORD, "password": new}, headers=headers
        )
    assert (wrong.status_code, changed.status_code) == (400, 204)
    assert (await gateway.refresh(session["refresh_token"])).status_code == 400
    assert (await gateway.login()).status_code == 400
    assert (await gateway.login(password=new)).status_code == 200


def _forgeries(good: str, public: bytes) -> dict[str, str]:
    header, payload, signature = good.split(".")
    claims = jwt.decode(good, options={"verify_signature": False})

    def part(document: object) -> str:
        return base64.urlsafe_b64encode(orjson.dumps(document)).rstrip(b"=").decode()

    own = jwt.get_unverified_header(good)
    return {
        "none": f"{part({**own, 'alg': 'none'})}.{payload}.",
        "none with a signature": f"{part({**own, 'alg': 'none'})}.{payload}.{signature}",
        "hs256 with the public key": jwt.encode(
            claims, base64.b64encode(public).decode(), algorithm="HS256", headers={"kid": own["kid"]}
        ),
        "unknown kid": f"{part({**own, 'kid': 'other'})}.{payload}.{signature}",
        "kid as a path": f"{part({**own, 'kid': '../../etc/passwd'})}.{payload}.{signature}",
        "a key of its own": f"{part({**own, 'jwk': {'kty': 'OKP'}, 'jku': 'http://evil.example/'})}.{payload}.{signature}",
        "more roles": f"{header}.{part({**claims, 'roles': ['operator', 'approver']})}.{signature}",
        "no signature": f"{header}.{payload}.",
        "garbage": "x.y.z",
    }


async def test_forged_tokens_are_refused(gateway):
    good = (await gateway.login()).json()["access_token"]
    public = base64.urlsafe_b64decode(gateway.app.state.settings.keyring.jwks["keys"][0]["x"] + "=")
    assert (await gateway.me(good)).status_code == 200
    for name, token in _forgeries(good, public).items():
        answer = await gateway.me(token)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated"), name


@pytest.mark.parametrize(
    "claims", [{"exp": 1_700_000_000}, {"aud": "elsewhere"}, {"iss": "elsewhere"}, {"roles": ["king"]}]
)
async def test_tokens_that_are_expired_or_meant_for_others_are_refused(gateway, mint, claims):
    assert (await gateway.me(mint.token(Role.OPERATOR))).status_code == 200
    assert (await gateway.me(mint.token(Role.OPERATOR, **claims))).status_code == 401


async def test_a_refresh_token_is_no_access_token_and_the_other_way_round(gateway):
    session = (await gateway.login()).json()
    assert (await gateway.me(session["refresh_token"])).status_code == 401
    assert (await gateway.refresh(session["access_token"][:200])).status_code == 400


async def test_tokens_of_the_key_before_stay_valid_after_a_rotation(start_gateway):
    secrets = [base64.b64encode(bytes(range(start, start + 32))).decode() for start in (0, 100)]
    before = await start_gateway(token_signing_key=secrets[0])
    await before.account("operator", Role.OPERATOR)
    token = (await before.login()).json()["access_token"]
    old_x = before.app.state.settings.keyring.jwks["keys"][0]["x"]
    after = await start_gateway(token_signing_key=secrets[1], token_previous_keys=[old_x])
    without = await start_gateway(token_signing_key=secrets[1])
    assert (await after.me(token)).status_code == 200
    assert (await without.me(token)).status_code == 401


async def test_an_idempotency_key_never_keeps_an_answer_with_tokens_in_it(gateway):
    asked = {"grant_type": "password", "username": "operator", "password": PASSWORD}
    async with gateway.client() as client:
        answers = [
            await client.post("/api/identity/v1/token", json=asked, headers={"idempotency-key": "k"}) for _ in range(2)
        ]
    assert len({answer.json()["refresh_token"] for answer in answers}) == 2
    assert await gateway.fetch("SELECT * FROM idempotency_key") == []


async def test_the_first_operator_is_opened_once(gateway):
    settings = gateway.app.state.settings
    first = {"username": "first", "name": "首任", "password": PASSWORD, "region": COUNTY}
    assert await first_operator(settings, **first) is True
    assert await first_operator(settings, **{**first, "password": "Something-else-99"}) is False
    assert (await gateway.login("first")).status_code == 200
