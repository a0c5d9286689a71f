"""A new secret in place of an old one: at both ends, and so that what the old one made stays good."""

import asyncio
import secrets
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import asyncpg
from servicekit.rings import Former, ring, written
from servicekit.signing import Signer
from servicekit.vault import named_keys

from songbang import initialise, kafka_accounts
from songbang.complaints import Complaint
from songbang.postgres import SUPERUSER
from songbang.provision import set_password
from songbang.rotation import certificates, sealed
from songbang.rotation.files import SecretFiles
from songbang.rotation.kinds import Kind, Turned, Way
from songbang.settings import OperatorSettings

OVERLAP = timedelta(days=1)
"""For so long a former key is good for what is made meanwhile: processes are started anew, rows wait to be sealed."""


async def rotate(settings: OperatorSettings, files: SecretFiles, kind: Kind, *, known: bool = False) -> Turned:
    """Replace a secret; one that all must know before anybody uses it is used when it is `known` to all.

    Raises Complaint when it cannot be done, and then nothing has changed.
    """
    if kind.way is Way.OUTSIDE:
        raise Complaint(f"{kind.name} belongs to somebody outside: {kind.remedy}")
    before = files.read(kind.name)
    if kind.way is Way.RING:
        return _ring(files, kind, before, known=known)
    if kind.way is Way.CERTIFICATE:
        return certificates.turn(files, kind, known=known)
    if known:
        raise Complaint(f"{kind.name} is used as soon as it is replaced")
    match kind.way:
        case Way.LOGIN:
            await _login(settings, files, kind, before)
        case Way.BROKER:
            await _broker(settings, files, kind, before)
        case Way.SIGNING:
            _turn(files, kind, before, Former(Signer(before).public_key))
        case Way.TOKEN:
            _turn(files, kind, before, Former(Signer(before).public_key, _until()), forget_past=True)
        case Way.PROOF:
            _turn(files, kind, before, Former(ring(before)[0], _until()))
        case Way.BACKUP:
            _turn(files, kind, before, Former(ring(before)[0]))
    return Turned(kind.holders)


async def forget(settings: OperatorSettings, files: SecretFiles, kind: Kind) -> int:
    """Take the former keys out, and return how many there were; raises Complaint while something needs one."""
    before = files.read(kind.name)
    if kind.way is Way.RING:
        keys = named_keys(before, setting=kind.name)
        former = list(keys)[1:]
        if count := await sealed.count(settings, kind, former):
            raise Complaint(
                f"{count} values are still sealed with {', '.join(former)}: they are sealed anew within minutes while "
                "the parts run; try again later"
            )
        files.replace(kind.name, before.partition(",")[0])
        return len(former)
    if kind.way is Way.PROOF:
        raise Complaint(f"the keys before {kind.name} are all that proves the rows of their time: they stay")
    if kind.way not in (Way.SIGNING, Way.TOKEN, Way.BACKUP):
        raise Complaint(f"{kind.name} has no keys before it")
    first, others = ring(before)
    files.replace(kind.name, first)
    return len(others)


def _until() -> datetime:
    return datetime.now(UTC) + OVERLAP


def _turn(files: SecretFiles, kind: Kind, before: str, former: Former, *, forget_past: bool = False) -> None:
    others = [one for one in ring(before)[1] if not forget_past or one.proves(datetime.now(UTC))]
    files.replace(kind.name, written(_key(), [former, *others]))


def _ring(files: SecretFiles, kind: Kind, before: str, *, known: bool) -> Turned:
    """First everybody learns to open with the new key, then it seals: no process meets what it cannot read."""
    keys = named_keys(before, setting=kind.name)
    entries = dict(zip(keys, before.split(","), strict=True))
    newest = max(keys, key=_number)
    waits = newest != next(iter(keys))
    if not known:
        if not waits:
            files.replace(kind.name, ",".join([before, f"k{_number(newest) + 1}:{_key()}"]))
        return Turned(kind.holders, again=True)
    if not waits:
        raise Complaint(f"no new key of {kind.name} waits to be used")
    entry = entries.pop(newest)
    files.replace(kind.name, ",".join([entry, *entries.values()]))
    return Turned(kind.holders)


def _number(name: str) -> int:
    digits = name.removeprefix("k")
    return int(digits) if digits.isdigit() else 0


async def _login(settings: OperatorSettings, files: SecretFiles, kind: Kind, before: str) -> None:
    """First the file, then the server: should we be killed in between, `init` brings the server after it."""
    password = _word()
    async with initialise.only_one(settings):
        connection = await asyncpg.connect(settings.server)
        try:
            files.replace(kind.name, password)
            await set_password(connection, kind.owner or SUPERUSER, password)
        except BaseException:
            files.replace(kind.name, before)
            raise
        finally:
            await connection.close()


async def _broker(settings: OperatorSettings, files: SecretFiles, kind: Kind, before: str) -> None:
    account = kafka_accounts.ACCOUNT_PREFIX + kind.owner if kind.owner else settings.kafka_username
    if not settings.makes_kafka_accounts or account is None:
        raise Complaint(f"somebody else makes the accounts at Kafka: write the password they give into {kind.name}")
    password = _word()
    files.replace(kind.name, password)
    try:
        await asyncio.to_thread(kafka_accounts.set_passwords, settings, {account: password})
    except BaseException:
        files.replace(kind.name, before)
        raise


def _key() -> str:
    return b64encode(secrets.token_bytes(32)).decode()


def _word() -> str:
    return secrets.token_urlsafe(24)
