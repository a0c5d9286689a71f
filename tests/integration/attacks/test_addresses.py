"""An address is read once: whatever spelling it comes in, it is the same route with the same budgets, or refused."""

import httpx
import pytest

PUBLIC = [
    ("GET", "/api/identity/v1/me", 401),
    ("POST", "/api/identity/v1/token", 400),
    ("POST", "/api/identity/v1/logout", 422),
    ("POST", "/api/identity/v1/session", 403),
    ("POST", "/api/identity/v1/session/refresh", 403),
    ("DELETE", "/api/identity/v1/session", 403),
    ("GET", "/api/checklist/v1/signing-key", 200),
    ("GET", "/api/checklist/v1/admission-numbers/NONE", 200),
    ("GET", "/.well-known/jwks.json", 200),
    ("GET", "/openapi.json", 200),
    ("GET", "/docs", 200),
    ("GET", "/healthz", 200),
]


def spellings(path: str) -> list[str]:
    """The path with each of its letters percent-encoded, one at a time, and with all of them."""
    encoded = [f"%{ord(sign):02x}" if sign.isalnum() else sign for sign in path]
    single = [path[:place] + encoded[place] + path[place + 1 :] for place in range(len(path)) if path[place].isalnum()]
    return [*single, "".join(encoded), "".join(encoded).upper().replace("%2F", "/")]


@pytest.mark.parametrize(("method", "path", "status"), PUBLIC)
async def test_every_letter_percent_encoded_is_the_same_route_with_the_same_budget(site, method, path, status):
    async with httpx.AsyncClient(base_url=site.url, timeout=20, trust_env=False) as client:
        plain = await client.request(method, path)
        answers = [await client.request(method, spelling) for spelling in spellings(path)]
    assert plain.status_code == status
    assert {answer.status_code for answer in answers} == {status}
    limited = "ratelimit-limit" in plain.headers
    assert {"ratelimit-limit" in answer.headers for answer in answers} == {limited}
    assert limited == (path != "/healthz")


@pytest.mark.parametrize(("method", "path", "_"), PUBLIC)
async def test_what_decoding_twice_would_change_is_refused(site, method, path, _):
    async with httpx.AsyncClient(base_url=site.url, timeout=20, trust_env=False) as client:
        twice = f"{path[:-1]}%25{ord(path[-1]):02x}"
        answer = await client.request(method, twice)
        hidden = await client.request(method, path.replace("/", "%2f"))
    assert (answer.status_code, answer.json()["code"]) == (400, "address_invalid")
    assert hidden.status_code == 400
