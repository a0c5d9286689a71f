"""A virus scanner that speaks clamd's protocol: `zINSTREAM`, chunks behind their lengths, one answer (clamd(8))."""

import asyncio

from servicekit.attachments.errors import AttachmentInfected, ScanUnavailable

_CHUNK = 65_536
_SECONDS = 60.0


async def scan(address: str, content: bytes) -> None:
    """Refuse what the scanner recognises. `address` is `host:port` or the path of a socket.

    Raises AttachmentInfected and ScanUnavailable.
    """
    try:
        async with asyncio.timeout(_SECONDS):
            answer = await _converse(address, content)
    except (TimeoutError, OSError, ValueError, asyncio.IncompleteReadError) as error:
        raise ScanUnavailable from error
    if answer.endswith("FOUND"):
        raise AttachmentInfected
    if not answer.endswith("OK"):
        raise ScanUnavailable


async def _converse(address: str, content: bytes) -> str:
    host, _, port = address.rpartition(":")
    if address.startswith("/"):
        reader, writer = await asyncio.open_unix_connection(address)
    else:
        reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            writer.write(len(chunk).to_bytes(4, "big") + chunk)
            await writer.drain()
        writer.write((0).to_bytes(4, "big"))
        await writer.drain()
        return (await reader.readuntil(b"\0"))[:-1].decode("utf-8", "replace").strip()
    finally:
        writer.close()
