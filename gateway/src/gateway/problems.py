"""`/problems/{code}`: what the `type` of a problem leads to, as a page or as JSON (RFC 9457, section 3.1.1)."""

from html import escape
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from servicekit.errors import NotFound

router = APIRouter(include_in_schema=False)
_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_PAGE = """<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>{code} · 松绑</title></head>
<body>
<h1>{detail}</h1>
<p lang="en">{title}</p>
<dl>
{rows}
</dl>
<p>同一代码的含义不会改变；具体情形以应答中的 <code>detail</code> 为准。</p>
</body>
</html>
"""
_ADVICE = {
    4: "请按提示修改后重试；重复提交同样的内容会得到同样的答复。",
    5: "不是所填内容的问题，请稍后重试；仍不成功的，请将应答中的 request_id 提供给运维人员。",
}


@router.get("/problems/{code}")
async def read_problem(code: str, request: Request) -> Response:
    """What a code means: its status, the rule behind it, the source of that rule, and which parts answer it."""
    problem = request.app.state.catalogue.document().get("x-problems", {}).get(code)
    if problem is None:
        raise NotFound("没有这个错误代码")
    headers = {"Vary": "Accept", "Cache-Control": "public, max-age=3600"}
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(page(code, problem), headers={**headers, "Content-Security-Policy": _POLICY})
    return JSONResponse({"type": f"/problems/{code}", "code": code, **problem}, headers=headers)


def page(code: str, problem: dict[str, Any]) -> str:
    """The page about one code."""
    status: int = problem["status"]
    facts = {
        "代码": code, "状态": f"{status} {HTTPStatus(status).phrase}", "规则": problem.get("rule"),
        "依据": problem.get("law"), "出处": "、".join(problem.get("parts", [])),
        "附加项": "、".join(problem.get("members", [])), "怎么办": _ADVICE[status // 100],
    }  # fmt: skip
    rows = "\n".join(f"<dt>{name}</dt><dd>{escape(str(value))}</dd>" for name, value in facts.items() if value)
    return _PAGE.format(code=escape(code), detail=escape(problem["detail"]), title=escape(problem["title"]), rows=rows)
