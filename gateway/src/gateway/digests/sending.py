"""The two ways a digest goes out: by the county's mail server, or signed to its system of personal messages."""

import asyncio
import smtplib
import ssl
import time
from email.message import EmailMessage
from email.utils import formatdate

import aiohttp
import orjson

from gateway.digests.content import Digest
from gateway.digests.models import DigestChannel, Subscription
from gateway.digests.settings import DigestSettings, MailSettings
from gateway.webhooks.wire.signing import Signer, signature_with

_SECONDS = 10
_REFUSED = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


class NotSent(Exception):
    """The other side did not take the message, for certain: it may be tried again."""


class Unknown(Exception):
    """Whether the other side took the message is unknown: it is not tried again, for nobody gets two a day."""


def channels(settings: DigestSettings) -> list[DigestChannel]:
    """The ways that this installation has."""
    ways = {DigestChannel.EMAIL: settings.digest_smtp_host, DigestChannel.MESSAGE: settings.digest_webhook_url}
    return [channel for channel, way in ways.items() if way]


async def send(settings: DigestSettings, to: Subscription, digest: Digest) -> None:
    """Send a digest to its person; raises NotSent, Unknown."""
    link = settings.public_url.rstrip("/") + "/todos"
    if to.channel is DigestChannel.EMAIL:
        await asyncio.to_thread(_mail, settings, _message(settings, to, digest, link))
    else:
        await _post(settings, to, digest, link)


def _identifier(to: Subscription, digest: Digest) -> str:
    return f"digest-{to.username}-{digest.day.isoformat()}"


def _message(settings: DigestSettings, to: Subscription, digest: Digest, link: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = settings.digest_smtp_from, to.address
    message["Subject"], message["Date"] = digest.subject, formatdate()
    domain = str(settings.digest_smtp_from).rpartition("@")[2]
    message["Message-ID"] = f"<{_identifier(to, digest)}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(digest.text(link))
    return message


def _mail(settings: DigestSettings, message: EmailMessage) -> None:
    try:
        smtp = connected(settings)
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(repr(error)) from error
    try:
        smtp.send_message(message)
    except _REFUSED as error:
        raise NotSent(repr(error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unknown(repr(error)) from error
    finally:
        smtp.close()


def connected(settings: MailSettings) -> smtplib.SMTP:
    """A session with the county's mail server; raises OSError, SMTPException."""
    host, port = str(settings.digest_smtp_host), settings.digest_smtp_port
    if settings.digest_smtp_security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=ssl.create_default_context())
    else:
        smtp = smtplib.SMTP(host, port, timeout=_SECONDS)
        if settings.digest_smtp_security == "starttls":
            smtp.starttls(context=ssl.create_default_context())
    if settings.digest_smtp_username and settings.digest_smtp_password:
        smtp.login(settings.digest_smtp_username, settings.digest_smtp_password.get_secret_value())
    return smtp


async def _post(settings: DigestSettings, to: Subscription, digest: Digest, link: str) -> None:
    secret = settings.digest_webhook_secret
    body = orjson.dumps({"type": "songbang.digest", "receiver": to.username, **digest.document(link)})
    signer = Signer([signature_with(secret.get_secret_value() if secret else "")])
    headers = {"content-type": "application/json", **signer.headers(_identifier(to, digest), body, int(time.time()))}
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=False) as session,
            session.post(str(settings.digest_webhook_url), data=body, headers=headers, allow_redirects=False) as answer,
        ):
            status = answer.status
    except aiohttp.ClientConnectorError as error:
        raise NotSent(repr(error)) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Unknown(repr(error)) from error
    if not 200 <= status < 300:
        raise NotSent(f"answered {status}")
