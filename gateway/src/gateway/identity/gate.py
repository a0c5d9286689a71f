"""A few logins at a time: password hashing is slow on purpose and must not take every database connection."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from servicekit.errors import Unavailable

AT_A_TIME = 4
_PATIENCE_SECONDS = 10.0


class LoginsBusy(Unavailable):
    """Too many logins at the same moment."""

    code = "logins_busy"
    detail = "当前登录人数较多，请稍后重试"


async def _place(request: Request) -> AsyncIterator[None]:
    places: asyncio.Semaphore = request.app.state.login_places
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await places.acquire()
    except TimeoutError as error:
        raise LoginsBusy from error
    try:
        yield
    finally:
        places.release()


# Declared before `tx` in a route, so that nobody waits for a place with a transaction in hand.
LoginPlace = Annotated[None, Depends(_place)]
