"""Deliveries as other languages' reference libraries see them, during a rotation too."""

import asyncio
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from base64 import b64decode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from gateway.webhooks.wire.signing import new_private, public_of
from standardwebhooks import Webhook

from tests.waiting import eventually

HERE = Path(__file__).parent / "verifiers"
CACHE = Path(tempfile.gettempdir()) / "songbang-webhook-verifiers"
NODE = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
GO = shutil.which("go") or shutil.which("go", path="/usr/local/go/bin")


def cache_of(language: str) -> Path:
    """A directory for this very source, so that a change is built anew."""
    sources = b"".join(path.read_bytes() for path in sorted((HERE / language).iterdir()))
    return CACHE / f"{language}-{hashlib.sha256(sources).hexdigest()[:12]}"


def npm() -> list[str]:
    """The npm package, fetched once into a cache directory."""
    assert NODE is not None
    place = cache_of("npm")
    shutil.copytree(HERE / "npm", place, dirs_exist_ok=True)
    if not (place / "node_modules" / "standardwebhooks").exists():
        command = shutil.which("npm", path=str(Path(NODE).parent)) or "npm"
        subprocess.run([command, "install", "--silent", "--no-audit", "--no-fund"], cwd=place, check=True, timeout=120)
    return [NODE, str(place / "verify.mjs")]


def go() -> list[str]:
    """The Go module, built once into a cache directory."""
    assert GO is not None
    place = cache_of("go")
    shutil.copytree(HERE / "go", place, dirs_exist_ok=True)
    if not (place / "verifier").exists():
        for step in (["mod", "init", "verifier"], ["mod", "tidy"], ["build", "-o", "verifier", "."]):
            if step[1] != "init" or not (place / "go.mod").exists():
                subprocess.run([GO, *step], cwd=place, check=True, timeout=170)
    return [str(place / "verifier")]


VERIFIERS = [verifier for verifier, tool in ((npm, NODE), (go, GO)) if tool]
for name, tool in (("node", NODE), ("go", GO)):
    if tool is None:
        sys.stderr.write(f"{name} is not installed: its reference library does not verify our deliveries in this run\n")


def verdicts(command: list[str], deliveries: list[tuple[str, dict[str, str], bytes]]) -> list[str]:
    lines = [
        json.dumps({"secret": secret, "headers": headers, "body": body.decode()})
        for secret, headers, body in deliveries
    ]
    done = subprocess.run(
        command, input="\n".join(lines) + "\n", capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.splitlines()


async def rotated(integration, receiver):
    """A delivery signed with an old and a new HMAC secret and with two Ed25519 keys."""
    endpoint = await integration.enabled(receiver, signing=["hmac", "ed25519"])
    path = f"/{endpoint['id']}/secret-rotations"
    new = await integration.call("POST", path, {}, status=201)
    key = await integration.call("POST", path, {"kind": "ed25519"}, status=201)

    async def signed_four_times():
        [body] = await integration.publish()
        [received] = await eventually(lambda: [one for one in receiver.got if one.body == body])
        return len(received.headers["webhook-signature"].split()) == 4 and received

    received = await eventually(signed_four_times)
    secrets = [endpoint["secrets"][0]["secret"], new["secret"]]
    return received, secrets, [endpoint["secrets"][1]["public_key"], key["public_key"]]


@pytest.mark.parametrize("verifier", VERIFIERS, ids=lambda verifier: verifier.__name__)
async def test_another_language_verifies_both_secrets_and_both_keys_of_a_rotation(integration, receiver, verifier):
    received, secrets, keys = await rotated(integration, receiver)
    command = await asyncio.to_thread(verifier)
    strangers = ["whsec_" + "A" * 43 + "=", public_of(new_private())]
    genuine = [(secret, received.headers, received.body) for secret in (*secrets, *keys)]
    forged = [(secret, received.headers, received.body) for secret in strangers]
    changed = [(secret, received.headers, received.body + b" ") for secret in (secrets[0], keys[0])]
    said = await asyncio.to_thread(verdicts, command, [*genuine, *forged, *changed])
    assert said[:4] == ["ok"] * 4
    assert len(said) == 8
    assert "ok" not in said[4:]


async def test_the_python_library_and_ed25519_verify_a_delivery_of_a_rotation(integration, receiver):
    received, secrets, keys = await rotated(integration, receiver)
    for secret in secrets:
        Webhook(secret).verify(received.body, received.headers)
    content = f"{received.id}.{received.headers['webhook-timestamp']}.".encode() + received.body
    signatures = [part.removeprefix("v1a,") for part in received.headers["webhook-signature"].split() if "v1a" in part]
    assert len(signatures) == 2
    for signature, key in zip(signatures, reversed(keys), strict=True):
        public = Ed25519PublicKey.from_public_bytes(b64decode(key.removeprefix("whpk_")))
        public.verify(b64decode(signature), content)
