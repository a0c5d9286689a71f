"""Tokens that are not ours, not any more, or not for this: refused by every service and by the gateway itself."""

import base64
import hmac
import time

import httpx
import jwt
import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from gateway.identity.keyring import Keyring

DOORS = [
    "/api/checklist/v1/groups", "/api/signage/v1/plaques", "/api/report/v1/forms", "/api/certificate/v1/items",
    "/api/supervision/v1/visits", "/api/directory/v1/regions", "/api/identity/v1/me", "/api/integration/v1/event-types",
]  # fmt: skip


def encoded(document: object) -> str:
    raw = document if isinstance(document, bytes) else orjson.dumps(document)
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Forger:
    """Somebody with a good token of their own, the public key set, and the wish to be the county office."""

    def __init__(self, url: str, good: str) -> None:
        self.url, self.good = url, good
        self.key = httpx.get(f"{url}/.well-known/jwks.json", trust_env=False).json()["keys"][0]
        self.claims = jwt.decode(good, options={"verify_signature": False})
        self.wanted = {**self.claims, "roles": ["county_office"], "region": "990101"}
        self.mine = Ed25519PrivateKey.generate()

    def unsigned(self, algorithm: str) -> str:
        return f"{encoded({'alg': algorithm, 'typ': 'at+jwt', 'kid': self.key['kid']})}.{encoded(self.wanted)}."

    def keyed_with_the_public_key(self, secret: bytes) -> str:
        """The algorithm confusion: a symmetric signature whose secret is what everybody may know."""
        text = f"{encoded({'alg': 'HS256', 'typ': 'at+jwt', 'kid': self.key['kid']})}.{encoded(self.wanted)}"
        return f"{text}.{encoded(hmac.digest(secret, text.encode(), 'sha256'))}"

    def signed(self, **header: object) -> str:
        """Signed by a key of their own, which the header wants to be believed."""
        return jwt.encode(self.wanted, self.mine, algorithm="EdDSA", headers=header)

    def tokens(self) -> dict[str, str]:
        header, payload, signature = self.good.split(".")
        own = jwt.algorithms.OKPAlgorithm.to_jwk(self.mine.public_key(), as_dict=True)
        public = base64.urlsafe_b64decode(self.key["x"] + "=")
        return {
            "no algorithm": self.unsigned("none"),
            "no algorithm, in capitals": self.unsigned("NONE"),
            "no signature": f"{header}.{payload}.",
            "public key as a secret": self.keyed_with_the_public_key(public),
            "key set as a secret": self.keyed_with_the_public_key(self.key["x"].encode()),
            "another key under our name": self.signed(kid=self.key["kid"]),
            "a key nobody knows": self.signed(kid="unknown"),
            "no key named": self.signed(),
            "a key brought along": self.signed(kid="mine", jwk=own),
            "a key to be fetched": self.signed(kid="mine", jku="http://127.0.0.1:9/keys", x5u="http://127.0.0.1:9/"),
            "a path for a key": self.signed(kid="../../../../dev/null"),
            "sql for a key": self.signed(kid="' UNION SELECT 'x' --"),
            "claims exchanged": f"{header}.{encoded(self.wanted)}.{signature}",
            "signature cut": self.good[:-4],
            "one sign changed": self.good[:-10] + ("A" if self.good[-10] != "A" else "B") + self.good[-9:],
            "not a token": "x",
            "three parts of nothing": "..",
            "deep json": f"{encoded(b'[' * 20_000)}.{encoded({})}.x",
            "a list for a header": f"{encoded([])}.{encoded({})}.x",
            "bytes": "ÿþ",
            "very long": "x" * 30_000,
        }


@pytest.fixture(scope="module")
def forger(stack, sign_in) -> Forger:
    return Forger(stack.url, sign_in("t001").auth.token())


@pytest.fixture(scope="module")
def keyring(stack) -> Keyring:
    """The stack's own signing key, as an operator of this machine may read it."""
    return Keyring(orjson.loads((stack.root / "secrets.json").read_bytes())["token_signing_key"])


def turned_away(sign_in, refused, path: str, authorization: str) -> None:
    answer = sign_in().get(path, headers={"authorization": authorization.encode("latin-1")})
    refused(answer, 401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", DOORS)
def test_no_forged_token_opens_any_door(sign_in, refused, forger, path):
    for token in forger.tokens().values():
        turned_away(sign_in, refused, path, f"Bearer {token}")


@pytest.mark.parametrize("path", DOORS)
def test_a_token_of_ours_is_good_for_its_time_its_issuer_and_its_audience_only(sign_in, refused, forger, keyring, path):
    now = int(time.time())
    good = keyring.sign({**forger.claims, "iat": now, "exp": now + 60})
    assert sign_in().get(path, headers={"authorization": f"Bearer {good}"}).status_code == 200
    wrong = [
        {"exp": now - 120}, {"exp": 0}, {"exp": "soon"}, {"exp": None},
        {"iat": now + 3600}, {"nbf": now + 3600}, {"iss": "elsewhere"}, {"aud": "elsewhere"}, {"aud": []},
        {"roles": ["emperor"]}, {"roles": 7}, {"roles": None}, {"sub": None}, {"sub": 7},
        {"region": None}, {"region": 99}, {"region": ["990101"]}, {"region": "%"}, {"department": {"a": 1}},
    ]  # fmt: skip
    for claims in wrong:
        turned_away(sign_in, refused, path, f"Bearer {keyring.sign({**forger.claims, 'exp': now + 60, **claims})}")
    for missing in ("exp", "iat", "iss", "aud", "sub", "region"):  # no region must not mean the whole country
        claims = {name: value for name, value in {**forger.claims, "exp": now + 60}.items() if name != missing}
        turned_away(sign_in, refused, path, f"Bearer {keyring.sign(claims)}")


def test_a_token_without_roles_may_do_nothing(sign_in, refused, forger, keyring):
    nobody = keyring.sign({**forger.claims, "roles": [], "exp": int(time.time()) + 60})
    group = {"region": "990101001000", "name": "试验群", "platform": "qq", "members": 3}
    headers = {"authorization": f"Bearer {nobody}"}
    refused(sign_in().post("/api/checklist/v1/groups", headers=headers, json=group), 403, "forbidden")


@pytest.mark.parametrize("path", DOORS)
def test_other_ways_of_showing_a_token_do_not_count(sign_in, refused, forger, path):
    for authorization in (f"Token {forger.good}", "Basic dDAwMTp4", forger.good, "Bearer", "Bearer x y"):
        turned_away(sign_in, refused, path, authorization)
    for query in ("access_token", "token", "authorization"):
        refused(sign_in().get(path, params={query: forger.good}), 401, "unauthenticated")
    refused(sign_in().get(path, headers={"cookie": f"access_token={forger.good}"}), 401, "unauthenticated")
    refused(sign_in().get(path, headers={"cookie": f"Authorization=Bearer {forger.good}"}), 401, "unauthenticated")


@pytest.mark.parametrize("path", DOORS)
def test_headers_that_claim_an_identity_are_not_believed(sign_in, refused, stack, path):
    claims = {
        "x-user-id": "jianfuban", "x-user-roles": "county_office", "x_user_role": "operator", "x-internal": "true",
        "x-forwarded-user": "operator", "x-original-url": "/healthz", "x-auth-request-user": "operator",
        "forwarded": "for=127.0.0.1",
    }  # fmt: skip
    refused(sign_in().get(path, headers=claims), 401, "unauthenticated")
    name = path.split("/")[2]
    if name in stack.ports.services:  # and the service itself, by somebody who got around the gateway
        direct = f"http://127.0.0.1:{stack.ports.services[name]}{path.removeprefix(f'/api/{name}')}"
        refused(httpx.get(direct, headers=claims, trust_env=False), 401, "unauthenticated")


def test_a_refresh_token_is_no_access_token(sign_in, refused, stack, people):
    form = {"grant_type": "password", "username": people["t003"].username, "password": people["t003"].password}
    tokens = sign_in().post("/api/identity/v1/token", data=form).json()
    turned_away(sign_in, refused, DOORS[0], f"Bearer {tokens['refresh_token']}")
    swapped = {"grant_type": "refresh_token", "refresh_token": tokens["access_token"]}
    answer = sign_in().post("/api/identity/v1/token", data=swapped)
    assert answer.status_code in (400, 401)
    assert answer.json()["error"] in ("invalid_grant", "invalid_request")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("trick", [
    "//api/checklist/v1/groups", "/api//checklist/v1/groups", "/api/checklist/v1/../v1/groups",
    "/api/checklist/./v1/groups", "/api/checklist/%2e%2e/checklist/v1/groups", "/API/checklist/v1/groups",
    "/api/checklist/v1%2fgroups", "/api/checklist/v1/groups;x=1", "/api/checklist/v1\\groups",
    "/api/checklist/v1/groups%00", "/api/checklist/metrics", "/api/checklist/readyz", "/api/checklist/openapi.json",
    "/api/checklist/v1/../../metrics",
])  # fmt: skip
def test_no_spelling_of_an_address_gets_around_the_door(stack, trick):
    """httpx would straighten these paths, so they are sent as they are written."""
    with httpx.Client(base_url=stack.url, trust_env=False) as client:
        request = client.build_request("GET", "/")
        request.url = request.url.copy_with(raw_path=trick.encode())
        answer = client.send(request)
    assert answer.status_code in (400, 401, 404), answer.text
    assert "items" not in answer.text
    assert "songbang_outbox" not in answer.text


def test_two_accounts_of_one_person_tell_so_and_who_stated_it_does_not_take_it_back_alone(sign_in, refused):
    operator, accounts = sign_in("operator"), "/api/identity/v1/accounts"
    first, second = [
        operator.post(accounts, json={
            "username": name, "name": "张专员", "password": "Songyun-zhang-2026!", "roles": ["township"],
            "region": "990101001000",
        }).json()
        for name in ("zhang-lingyi", "zhang-linger")
    ]  # fmt: skip
    path = f"{accounts}/{first['id']}"
    joined = operator.post(f"{path}/person", json={"account": second["id"]})
    assert joined.status_code == 200, joined.text
    assert operator.get(f"{path}/person").json() == {"logins": ["zhang-linger", "zhang-lingyi"]}
    refused(operator.post(f"{path}/separation"), 403, "person_separated_alone")
