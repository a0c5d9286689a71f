"""The dashboard's files, or a page that says how to build them."""

import asyncio
import gzip
import re
from functools import lru_cache
from pathlib import Path

from fastapi.responses import FileResponse, HTMLResponse
from servicekit.http_refusals import NoSuchRoute
from servicekit.problems import refused
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

_NEXT_TO_SOURCES = Path(__file__).parents[2] / "dashboard" / "dist"
_HASHED = re.compile(r"[.-][A-Za-z0-9_-]{8,}\.[a-z0-9]+$")
_TEXTS = frozenset({".js", ".css", ".html", ".svg"})
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_NO_DASHBOARD = """<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>松绑</title></head>
<body>
<h1>松绑 Songbang</h1>
<p>网关已启动，但看板页面尚未构建。请在代码目录运行 <code>make dashboard</code> 后刷新本页。</p>
<p><a href="/docs">接口文档</a> · <a href="/openapi.json">openapi.json</a> · <a href="/readyz">运行状态</a></p>
</body>
</html>
"""


class Site:
    """Pure ASGI for GET and HEAD: a file of the build, its index for the pages within, else 404."""

    def __init__(self, directory: Path | None) -> None:
        self._directory = directory or _NEXT_TO_SOURCES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry point."""
        response = await self._answer(scope)
        await response(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response:
        request = Request(scope)
        if not (self._directory / "index.html").is_file():
            headers = {"Content-Security-Policy": _POLICY}
            return HTMLResponse(_NO_DASHBOARD, headers=headers) if scope["path"] == "/" else _missing(request)
        files = StaticFiles(directory=self._directory)
        path = scope["path"].lstrip("/") or "index.html"
        try:
            response = await files.get_response(path, scope)
        except HTTPException:
            if "text/html" not in request.headers.get("accept", ""):
                return _missing(request)
            path, response = "index.html", await files.get_response("index.html", scope)
        if isinstance(response, FileResponse) and Path(path).suffix in _TEXTS:
            response = await _packed(request, response)
        response.headers["Content-Security-Policy"] = _POLICY
        forever = _HASHED.search(path) is not None
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if forever else "no-cache"
        return response


async def _packed(request: Request, response: FileResponse) -> Response:
    """The answer as gzip for who takes it; a weak tag, since the same file goes out in two forms of bytes."""
    response.headers["Vary"] = "Accept-Encoding"
    if "gzip" not in request.headers.get("accept-encoding", "") or response.stat_result is None:
        return response
    # Packing the charts takes as long as many requests, so it is done once and beside the loop.
    content = await asyncio.to_thread(_gzipped, str(response.path), response.stat_result.st_mtime_ns)
    kept = {name: value for name, value in response.headers.items() if name in ("last-modified", "vary")}
    headers = {**kept, "ETag": f"W/{response.headers['etag']}", "Content-Encoding": "gzip"}
    return Response(content, media_type=response.media_type, headers=headers)


@lru_cache(maxsize=256)
def _gzipped(path: str, changed: int) -> bytes:  # noqa: ARG001 - a changed file is another entry
    return gzip.compress(Path(path).read_bytes(), 9, mtime=0)


def _missing(request: Request) -> Response:
    return refused(request, NoSuchRoute())
