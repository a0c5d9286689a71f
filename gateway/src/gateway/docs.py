"""Swagger UI without a network: its files come from an installed package, its start script from here."""

from importlib.resources import files

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

router = APIRouter(include_in_schema=False)
_ASSETS = files("fastapi_offline") / "static"
_KINDS = {"swagger-ui-bundle.js": "text/javascript", "swagger-ui.css": "text/css"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>松绑 接口文档</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
_START = """SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  docExpansion: "none",
  validatorUrl: null,
  persistAuthorization: false,
  tagsSorter: "alpha",
});
"""


@router.get("/docs")
async def read_docs() -> HTMLResponse:
    """The page."""
    return HTMLResponse(_PAGE, headers={"Content-Security-Policy": _POLICY})


@router.get("/docs/start.js")
async def read_start() -> Response:
    """The start script; a file of its own because the policy forbids scripts in the page."""
    return Response(_START, media_type="text/javascript")


@router.get("/docs/swagger-ui-bundle.js")
async def read_bundle() -> Response:
    """Swagger UI."""
    return _asset("swagger-ui-bundle.js")


@router.get("/docs/swagger-ui.css")
async def read_style() -> Response:
    """Its style."""
    return _asset("swagger-ui.css")


def _asset(name: str) -> Response:
    headers = {"Cache-Control": "public, max-age=86400"}
    return Response((_ASSETS / name).read_bytes(), media_type=_KINDS[name], headers=headers)
