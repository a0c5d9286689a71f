"""The ways an alarm goes out. Each raises NotSent when the other side has not taken it."""

import asyncio
import base64
import hashlib
import hmac
import smtplib
import time
from collections.abc import Awaitable, Callable
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any
from urllib.parse import urlencode

import aiohttp
import orjson
from gateway.digests.sending import connected
from gateway.webhooks.wire.signing import Signer, signature_with

from songbang.alarms.messages import Message
from songbang.alarms.settings import AlarmSettings, Receiver

_SECONDS = 10
_MOST_ANSWER = 64 * 1024


class NotSent(Exception):
    """The receiver did not take the message; the text says why, and holds no key."""


async def send(settings: AlarmSettings, receiver: Receiver, message: Message, identity: str) -> None:
    """Send a message to one receiver; raises NotSent."""
    if receiver.kind == "mail":
        try:
            await asyncio.to_thread(_mail, settings, receiver, message)
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(type(error).__name__) from error
        return
    await _CHANNELS[receiver.kind](receiver, message, identity)


def _mail(settings: AlarmSettings, receiver: Receiver, message: Message) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = settings.digest_smtp_from, receiver.address
    mail["Subject"], mail["Date"], mail["Auto-Submitted"] = message.subject, formatdate(), "auto-generated"
    mail.set_content(message.text)
    smtp = connected(settings)
    try:
        smtp.send_message(mail)
    finally:
        smtp.close()


async def _wecom(receiver: Receiver, message: Message, _: str) -> None:
    """A robot of a WeCom group: its key is in the address."""
    await _robot(receiver.address, {"msgtype": "text", "text": {"content": message.text}}, "errcode")


async def _dingtalk(receiver: Receiver, message: Message, _: str) -> None:
    """A robot of a DingTalk group; with a secret (加签) the address carries time and signature."""
    address = receiver.address
    if receiver.secret:
        now = str(time.time_ns() // 1_000_000)
        sign = _sha256(receiver.secret, f"{now}\n{receiver.secret}")
        address += ("&" if "?" in address else "?") + urlencode({"timestamp": now, "sign": sign})
    await _robot(address, {"msgtype": "text", "text": {"content": message.text}}, "errcode")


async def _feishu(receiver: Receiver, message: Message, _: str) -> None:
    """A robot of a Feishu group; with a secret (签名校验) the body carries time and signature."""
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": message.text}}
    if receiver.secret:
        now = str(int(time.time()))
        body |= {"timestamp": now, "sign": _sha256(f"{now}\n{receiver.secret}", "")}
    await _robot(receiver.address, body, "code")


async def _webhook(receiver: Receiver, message: Message, identity: str) -> None:
    """A system of the county's own: the whole document, signed after Standard Webhooks."""
    body = orjson.dumps(message.document)
    id = f"alarm-{hashlib.sha256(identity.encode()).hexdigest()[:32]}"
    headers = Signer([signature_with(receiver.secret)]).headers(id, body, int(time.time()))
    await _post(receiver.address, body, headers)


def _sha256(key: str, text: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), text.encode(), "sha256")).decode()


async def _robot(address: str, document: dict[str, Any], code: str) -> None:
    """A robot answers 200 also when it refuses; its own code says so."""
    raw = await _post(address, orjson.dumps(document), {})
    try:
        answer = orjson.loads(raw)
        said = answer.get(code, answer.get("StatusCode")) if isinstance(answer, dict) else None
    except ValueError:
        said = None
    if said != 0:
        raise NotSent(f"the robot answered {code} {said if isinstance(said, int) else 'unknown'}")


async def _post(address: str, body: bytes, headers: dict[str, str]) -> bytes:
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    headers = {"content-type": "application/json", **headers}
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=False) as session,
            session.post(address, data=body, headers=headers, allow_redirects=False) as answer,
        ):
            status, content = answer.status, await answer.content.read(_MOST_ANSWER)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise NotSent(type(error).__name__) from None  # its text may hold the address, and that the key
    if not 200 <= status < 300:
        raise NotSent(f"answered {status}")
    return content


_CHANNELS: dict[str, Callable[[Receiver, Message, str], Awaitable[None]]] = {
    "wecom": _wecom, "dingtalk": _dingtalk, "feishu": _feishu, "webhook": _webhook,
}  # fmt: skip
