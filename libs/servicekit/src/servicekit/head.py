"""HEAD is answered as GET without the body (RFC 9110, section 9.3.2), so no route has to declare it."""

from starlette.requests import ClientDisconnect
from starlette.types import Message, Send

_STREAM = b"text/event-stream"
_NO_BODY: Message = {"type": "http.response.body", "body": b""}


class HeadAnswered(ClientDisconnect):
    """The head of an endless answer is sent: there is nothing to wait for."""


def without_body(send: Send) -> Send:
    """The same `send` for the head of an answer; raises HeadAnswered out of an endless one."""
    ended = False

    async def answer(message: Message) -> None:
        nonlocal ended
        if message["type"] == "http.response.start":
            await send(message)
            if any(name == b"content-type" and value.startswith(_STREAM) for name, value in message["headers"]):
                await send(_NO_BODY)
                raise HeadAnswered
        elif not ended:
            ended = True
            await send(_NO_BODY)

    return answer
