"""Asks every service the same on somebody's behalf, at the same moment; who does not answer in time is left out."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import aiohttp
from fastapi import Request
from pydantic import BaseModel, Field
from servicekit.bodies import View
from servicekit.clock import TIME_HEADER

from gateway.edge.proxy import Proxy
from gateway.upstreams import Upstream

log = logging.getLogger(__name__)
SECONDS = 2.0
"""What a person waits for the slowest service before its part is left out."""
A = TypeVar("A", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """On whose behalf is asked: their authorization, and the time of the request where the demo sets one."""

    authorization: str
    time: str | None = None

    @classmethod
    def of(cls, request: Request) -> "OnBehalf":
        """Of whoever sent a request."""
        return cls(request.headers.get("authorization", ""), request.headers.get(TIME_HEADER))

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a request to a service."""
        return {"Authorization": self.authorization} | ({TIME_HEADER: self.time} if self.time else {})


class Missing(View):
    """A service that did not answer in time; what it would say is left out."""

    service: str = Field(title="服务")
    detail: str = Field("该服务暂未答复，其内容未列入，请稍后再试", title="说明")


async def answers(
    proxy: Proxy, table: Mapping[str, Upstream], who: OnBehalf, path: str, kind: type[A], seconds: float = SECONDS
) -> dict[str, A | None]:
    """What each service answers to a path; None where it did not."""
    paused = {name for name, state in proxy.states().items() if state == "open"}

    async def read(upstream: Upstream) -> A | None:
        if upstream.name in paused:
            return None
        try:
            body = await proxy.fetch(upstream, path, who.headers, seconds)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            # Never the whole error: it holds the request, and that the caller's token.
            reason = getattr(error, "status", None) or type(error).__name__
            log.warning("%s of %s is missing: %s", path.partition("?")[0], upstream.name, reason)
            return None
        return kind.model_validate_json(body)

    return dict(zip(table, await asyncio.gather(*map(read, table.values())), strict=True))
