"""A provider that lies, or somebody in its place: what it signs is refused unless it is meant for this trip and us."""

import time

import httpx
import jwt
import pytest
from countykit.identity import Role
from cryptography.hazmat.primitives.asymmetric import ec
from fastapi import FastAPI, Request, Response

from .conftest import TOWNSHIP
from .test_accounts import CSRF
from .test_outside import OUTSIDE, PROVIDER, arrived, bound

LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
SECRET = "s" * 40


class Liar:
    """A provider on a real port whose answers the test decides; its addresses are those of an honest one."""

    def __init__(self):
        self.app, self.issuer = FastAPI(), ""
        self.described, self.id_token, self.status = {}, "", 200
        self.key, self.other = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        self.app.get("/.well-known/openid-configuration")(self.describe)
        self.app.get("/jwks")(self.keys)
        self.app.post("/token")(self.token)

    def describe(self):
        addresses = {"authorization_endpoint": "auth", "token_endpoint": "token", "jwks_uri": "jwks"}
        return (
            {"issuer": self.issuer} | {name: f"{self.issuer}/{end}" for name, end in addresses.items()} | self.described
        )

    def keys(self):
        public = jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        shared = {"kty": "oct", "k": jwt.utils.base64url_encode(SECRET.encode()).decode(), "kid": "shared"}
        return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "ES256"}, shared]}

    async def token(self, request: Request) -> Response:
        form = await request.form()
        assert set(form) >= {"code", "code_verifier", "redirect_uri", "grant_type"}
        return Response(f'{{"id_token": "{self.id_token}"}}', self.status, media_type="application/json")

    def signed(self, claims, *, key=None, algorithm="ES256", kid="one"):
        now = int(time.time())
        whole = {"iss": self.issuer, "aud": "songbang", "sub": "sun", "iat": now, "exp": now + 300} | claims
        kept = {name: value for name, value in whole.items() if value is not None}
        return jwt.encode(kept, key or self.key, algorithm=algorithm, headers={"kid": kid})


@pytest.fixture
async def liar(serve):
    provider = Liar()
    provider.issuer = await serve(provider.app)
    return provider


@pytest.fixture
async def gateway(start_gateway, liar):
    running = await start_gateway(oidc_issuer=liar.issuer, oidc_client_id="songbang", oidc_client_secret=SECRET)
    await running.account("sun", Role.TOWNSHIP, region=TOWNSHIP)
    await bound(running, "sun", "sun")
    return running


async def came_back(gateway, liar, forge):
    """Leave, and come back with what the provider signs for the nonce of the trip."""
    async with gateway.client() as browser:
        query = httpx.URL((await browser.post(OUTSIDE, headers=CSRF)).json()["url"]).params
        liar.id_token = forge(liar, query["nonce"])
        return await arrived(browser, {"code": "any", "state": query["state"]})


def honest(**claims):
    return lambda liar, nonce: liar.signed({"nonce": nonce} | claims)


async def test_an_honest_token_is_taken_so_that_the_refusals_below_are_for_what_they_say(gateway, liar):
    assert (await came_back(gateway, liar, honest())).status_code == 200
    assert (await came_back(gateway, liar, honest(aud=["songbang", "x"], azp="songbang"))).status_code == 200


PAST = int(time.time()) - 4000
FORGED = {
    "for another client": honest(aud="other"),
    "for several clients, issued to nobody said": honest(aud=["songbang", "other"]),
    "issued to another client": honest(azp="other"),
    "of another issuer": honest(iss="http://127.0.0.1:1"),
    "expired": honest(iat=PAST, exp=PAST + 300),
    "without an end": honest(exp=None),
    "of another trip": lambda liar, _: liar.signed({"nonce": "other"}),
    "of no trip": lambda liar, _: liar.signed({}),
    "about nobody": honest(sub=None),
    "about an empty name": honest(sub=""),
    "known by an address alone": honest(sub="other", email="sun@example.gov.cn", preferred_username="sun"),
    "signed with another key": lambda liar, nonce: liar.signed({"nonce": nonce}, key=liar.other),
    "of a key that is nobody's": lambda liar, nonce: liar.signed({"nonce": nonce}, kid="two"),
    "signed with the shared secret": lambda liar, nonce: liar.signed({"nonce": nonce}, key=SECRET, algorithm="HS256"),
    "signed with a shared key of the set": lambda liar, nonce: liar.signed(
        {"nonce": nonce}, key=SECRET, algorithm="HS256", kid="shared"
    ),
    "unsigned": lambda liar, nonce: jwt.encode(
        {"iss": liar.issuer, "aud": "songbang", "sub": "sun", "iat": PAST, "exp": PAST + 9000, "nonce": nonce},
        None, algorithm="none", headers={"kid": "one"},
    ),
    "no token at all": lambda _liar, _nonce: "x.y",
}  # fmt: skip


async def test_a_token_is_refused_that_proves_nothing_about_this_trip(gateway, liar):
    for why, forge in FORGED.items():
        answer = await came_back(gateway, liar, forge)
        assert answer.status_code == 400, (why, answer.text)
        assert answer.json()["code"] in ("outside_sign_in_denied", "outside_login_unknown"), why
    assert await gateway.fetch("SELECT 1 FROM session") == []


async def test_a_refusal_of_the_provider_is_told_apart_from_its_absence(gateway, liar):
    for status, expected in ((400, (400, "outside_sign_in_denied")), (500, (503, "outside_provider_away"))):
        liar.status = status
        answer = await came_back(gateway, liar, honest())
        assert (answer.status_code, answer.json()["code"]) == expected


async def test_a_description_of_somebody_else_sends_nobody_there(gateway, liar):
    for described in ({"issuer": "http://127.0.0.1:1"}, {"token_endpoint": "ftp://x/token"}, {"jwks_uri": None}):
        liar.described = described
        async with gateway.client() as browser:
            answer = await browser.post(OUTSIDE, headers=CSRF)
        assert (answer.status_code, answer.json()["code"]) == (503, "outside_provider_away"), described


ENDING = {"events": {LOGOUT: {}}, "jti": "1"}
NO_ENDINGS = {
    "an ID token": {"nonce": "x", "jti": "1"},
    "with a nonce": ENDING | {"nonce": "x"},
    "of another event": ENDING | {"events": {"http://example.com/": {}}},
    "of nobody": ENDING | {"sub": None},
    "old": ENDING | {"iat": PAST},
    "for another client": ENDING | {"aud": "other"},
}


async def test_sessions_end_by_a_logout_token_and_by_nothing_that_looks_like_one(gateway, liar):
    session = (await came_back(gateway, liar, honest(sid="s1"))).json()
    async with gateway.client() as provider:

        async def ended(claims):
            return await provider.post(f"{PROVIDER}/logout", data={"logout_token": liar.signed(claims)})

        for why, claims in NO_ENDINGS.items():
            assert (await ended(claims)).status_code == 400, why
        assert (await ended(ENDING | {"sid": "s2"})).status_code == 200
        assert (await gateway.me(session["access_token"])).status_code == 200
        assert await gateway.fetch("SELECT 1 FROM session WHERE revoked_at IS NOT NULL") == []
        assert (await ended(ENDING)).status_code == 200
    assert len(await gateway.fetch("SELECT 1 FROM session WHERE revoked_at IS NOT NULL")) == 1
