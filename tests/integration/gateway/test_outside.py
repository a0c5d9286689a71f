"""Signing in at an outside provider: a certified one, started here as its own process and reached over HTTP."""

import json
import os
import re
import signal
import subprocess
from pathlib import Path

import httpx
import jwt
import pytest
from countykit.identity import Role
from songbang.ports import free_port

from tests.integration.conftest import NODE, ROOT, installed

from .conftest import COUNTY, PASSWORD, TOWNSHIP
from .test_accounts import CSRF, SESSION
from .test_own_sessions import ACCOUNTS, account_id, refused_within_five_seconds
from .test_second_factor import asked as requested
from .test_second_factor import code_of, enrolled

OUTSIDE = f"{SESSION}/outside"
PROVIDER = "/api/identity/v1/outside-provider"
CLIENT = {
    "client_id": "songbang", "client_secret": "s3cret/+&of the county", "backchannel_logout_session_required": True,
    "redirect_uris": ["http://127.0.0.1:8080/signed-in"],
}  # fmt: skip
SCRIPTS, CACHE = Path(__file__).parent / "provider", ROOT / "var" / "provider-tests"


class Outside:
    """The provider's process, and a person in front of it."""

    def __init__(self, port):
        self.port, self.issuer = port, f"http://127.0.0.1:{port}"
        self.settings = {
            "oidc_issuer": self.issuer, "oidc_client_id": CLIENT["client_id"],
            "oidc_client_secret": CLIENT["client_secret"],
        }  # fmt: skip
        self._process = None

    def start(self, **client):
        argument = json.dumps({"port": self.port, "client": CLIENT | client})
        self._process = subprocess.Popen(
            [NODE, "provider.mjs", argument], cwd=CACHE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            start_new_session=True,
        )  # fmt: skip
        assert self._process.stdout.readline() == "ready\n"

    def stop(self):
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGTERM)  # `node` is a program that starts another one
            self._process.wait(10)
            self._process.stdout.close()
            self._process = None

    async def signed_in(self, url, person, amr="pwd", at=None):
        """Sign in as a person: what comes back in the address of our page."""
        async with httpx.AsyncClient(timeout=60) as own:
            client = at or own
            login = (await client.get(url)).headers["location"]
            done = await client.get(f"{self.issuer}{login}", params={"person": person, "amr": amr})
            back = (await client.get(done.headers["location"])).headers["location"]
        assert back.startswith("http://127.0.0.1:8080/signed-in?"), back
        return dict(httpx.URL(back).params)

    async def sign_out(self, browser):
        """Sign out at the provider, which tells its clients."""
        form = (await browser.get(f"{self.issuer}/session/end")).text
        body = {"xsrf": re.search(r'name="xsrf" value="(\w+)"', form)[1], "logout": "yes"}
        assert (await browser.post(f"{self.issuer}/session/end/confirm", data=body)).status_code == 303


@pytest.fixture
def outside():
    installed(SCRIPTS, CACHE)
    provider = Outside(free_port())
    yield provider
    provider.stop()


@pytest.fixture
async def gateway(start_gateway, outside):
    """A gateway in front of a running provider that Sun, of the township, signs in at."""
    outside.start()
    running = await start_gateway(**outside.settings)
    await running.account("sun", Role.TOWNSHIP, region=TOWNSHIP)
    return running


async def bound(gateway, username, subject, step="binding"):
    async with gateway.client(Role.OPERATOR) as operator:
        path = f"{ACCOUNTS}/{await account_id(gateway, username)}/{step}"
        answer = await operator.post(path, json={"subject": subject} if step == "binding" else None)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def trip(browser, outside, person, **options):
    """There and back: what the page sends to the gateway."""
    begun = await browser.post(OUTSIDE, headers=CSRF)
    assert begun.status_code == 200, begun.text
    back = await outside.signed_in(begun.json()["url"], person, **options)
    return {"code": back["code"], "state": back["state"]}


async def arrived(browser, body):
    return await browser.post(f"{OUTSIDE}/arrival", json=body, headers=CSRF)


async def came_in(gateway, outside, person, **options):
    async with gateway.client() as browser:
        answer = await arrived(browser, await trip(browser, outside, person, **options))
    assert answer.status_code == 200, answer.text
    return answer.json()


def claims(session):
    return jwt.decode(session["access_token"], options={"verify_signature": False})


async def test_who_is_bound_by_an_operator_comes_in_with_a_session_as_after_a_password(gateway, outside):
    async with gateway.client() as browser:
        assert (await browser.get(PROVIDER)).json() == {"name": "统一身份认证"}
        begun = await browser.post(OUTSIDE, headers=CSRF)
        query = httpx.URL(begun.json()["url"]).params
        assert (query["code_challenge_method"], query["response_type"], query["scope"]) == ("S256", "code", "openid")
        cookie = begun.headers["set-cookie"].lower()
        assert all(part in cookie for part in ("httponly", "samesite=strict", f"path={OUTSIDE}"))
        unknown = await arrived(browser, await trip(browser, outside, "sun"))
        assert (unknown.status_code, unknown.json()["code"], unknown.json()["subject"]) == (
            400, "outside_login_unknown", "sun",
        ), "the same name is not the same person"  # fmt: skip
        await bound(gateway, "sun", "sun")
        entered = await arrived(browser, await trip(browser, outside, "sun"))
        renewed = await browser.post(f"{SESSION}/refresh", headers=CSRF)
    assert (entered.status_code, set(entered.json())) == (200, {"access_token", "token_type", "expires_in"})
    assert (claims(entered.json())["sub"], claims(renewed.json())["roles"]) == ("sun", ["township"])
    assert (await gateway.me(entered.json()["access_token"])).status_code == 200
    rows = await gateway.fetch("SELECT outcome, detail FROM security_log WHERE kind = 'sign_in' ORDER BY id")
    assert [row["outcome"] for row in rows] == ["failure", "success"]
    assert json.loads(rows[-1]["detail"])["grant"] == "outside"


async def test_what_comes_back_is_good_in_the_browser_that_left_and_once(gateway, outside):
    await bound(gateway, "sun", "sun")
    async with gateway.client() as thief, gateway.client() as browser:
        seen = await trip(browser, outside, "sun")
        bare = await arrived(thief, seen)
        own = await trip(thief, outside, "somebody-else")
        lured = await arrived(browser, own)
        swapped = await arrived(thief, {**seen, "state": own["state"]})
        stolen = await trip(browser, outside, "sun")
        without_header = await browser.post(f"{OUTSIDE}/arrival", json=stolen)
        good = await arrived(browser, stolen)
        again = await arrived(browser, stolen)
        empty = await arrived(browser, {})
    for refused in (bare, lured, swapped, again, empty):
        assert (refused.status_code, refused.json()["code"]) == (400, "outside_sign_in_denied")
    assert (without_header.status_code, good.status_code) == (403, 200)


async def test_a_changed_key_of_the_provider_is_taken_and_its_absence_is_said(gateway, outside):
    await bound(gateway, "sun", "sun")
    await came_in(gateway, outside, "sun")
    outside.stop()
    async with gateway.client() as browser:
        begun = await browser.post(OUTSIDE, headers=CSRF)
        state = httpx.URL(begun.json()["url"]).params["state"]
        away = await arrived(browser, {"code": "any", "state": state})
    assert (away.status_code, away.json()["code"]) == (503, "outside_provider_away")
    outside.start()
    await came_in(gateway, outside, "sun")


async def test_a_second_factor_of_here_is_asked_for_unless_the_provider_proved_one(gateway, outside):
    secret, _, _ = await enrolled(gateway)
    await bound(gateway, "lin", "lin-42")
    async with gateway.client() as browser:
        needed = await arrived(browser, await trip(browser, outside, "lin-42"))
        wrong = await arrived(browser, {"one_time_code": "000000"})
        entered = await arrived(browser, {"one_time_code": code_of(secret, 1)})
        again = await arrived(browser, {"one_time_code": code_of(secret, 1)})
    assert [needed.json()["code"], wrong.json()["code"], again.json()["code"]] == [
        "second_factor_needed", "second_factor_wrong", "outside_sign_in_denied",
    ]  # fmt: skip
    assert claims(entered.json())["sub"] == "lin"
    assert claims(await came_in(gateway, outside, "lin-42", amr="pwd,mfa"))["sub"] == "lin"


async def test_a_post_that_needs_a_second_factor_has_it_by_what_the_provider_proved(start_gateway, outside):
    outside.start()
    gateway = await start_gateway(**outside.settings, second_factor_roles=["inspector"])
    await gateway.account("lin", Role.INSPECTOR, region=COUNTY)
    await bound(gateway, "lin", "lin-42")
    async with gateway.client() as browser:
        proved = await arrived(browser, await trip(browser, outside, "lin-42", amr="pwd,mfa"))
        renewed = await browser.post(f"{SESSION}/refresh", headers=CSRF)
    assert (await requested(gateway, proved.json(), "GET", "/api/directory/v1/regions")).status_code == 200
    assert (await requested(gateway, renewed.json(), "GET", "/api/directory/v1/regions")).status_code == 200
    single = await requested(gateway, await came_in(gateway, outside, "lin-42"), "GET", "/api/directory/v1/regions")
    assert (single.status_code, single.json()["code"]) == (403, "second_factor_enrolment_needed")


async def test_who_comes_from_outside_owes_no_password_and_a_disabled_account_stays_closed(gateway, outside):
    await gateway.fetch(
        "UPDATE account SET must_change_password = true, password_expires_at = now() - interval '1 day'"
    )  # fmt: skip
    await bound(gateway, "sun", "sun")
    assert (await gateway.login("sun", PASSWORD)).json()["code"] == "one_time_password_expired"
    session = await came_in(gateway, outside, "sun")
    assert (await requested(gateway, session, "GET", "/api/directory/v1/regions")).status_code == 200
    async with gateway.client(Role.OPERATOR) as operator, gateway.client() as browser:
        path = f"{ACCOUNTS}/{await account_id(gateway, 'sun')}/deactivation"
        assert (await operator.post(path)).status_code == 200
        closed = await arrived(browser, await trip(browser, outside, "sun"))
    assert (closed.status_code, closed.json()["code"]) == (400, "outside_sign_in_denied")


async def test_who_signs_out_at_the_provider_is_signed_out_here_and_an_unbound_login_ends(
    start_gateway, outside, serve
):  # fmt: skip
    gateway = await start_gateway(**outside.settings)
    await gateway.account("sun", Role.TOWNSHIP, region=TOWNSHIP)
    outside.start(backchannel_logout_uri=f"{await serve(gateway.app)}{PROVIDER}/logout")
    await bound(gateway, "sun", "sun")
    by_password = (await gateway.login("sun")).json()
    other = await came_in(gateway, outside, "sun")
    async with httpx.AsyncClient(timeout=60) as person, gateway.client() as browser:
        back = await trip(browser, outside, "sun", at=person)
        session = (await arrived(browser, back)).json()
        assert (await gateway.me(session["access_token"])).status_code == 200
        await outside.sign_out(person)
        await refused_within_five_seconds(gateway, session)
        assert (await browser.post(f"{SESSION}/refresh", headers=CSRF)).status_code == 400
    assert (await gateway.me(other["access_token"])).status_code == 200, "another session at the provider goes on"
    await bound(gateway, "sun", None, step="unbinding")
    await refused_within_five_seconds(gateway, other)
    assert (await gateway.me(by_password["access_token"])).status_code == 200
    async with gateway.client() as browser:
        unknown = await arrived(browser, await trip(browser, outside, "sun"))
    assert unknown.json()["code"] == "outside_login_unknown"


async def test_without_a_provider_the_page_shows_no_button_and_nothing_is_bound(start_gateway):
    gateway = await start_gateway()
    await gateway.account("sun", Role.TOWNSHIP, region=TOWNSHIP)
    async with gateway.client(Role.OPERATOR) as operator, gateway.client() as browser:
        path = f"{ACCOUNTS}/{await account_id(gateway, 'sun')}/binding"
        answers = [await browser.post(OUTSIDE, headers=CSRF), await operator.post(path, json={"subject": "sun"})]
        assert (await browser.get(PROVIDER)).json() == {"name": None}
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(409, "outside_sign_in_off")] * 2
