"""The HTTP conventions that are the same in all services: router, bodies, views, the transaction of a request."""

import difflib
import inspect
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from operator import attrgetter
from typing import Annotated, Any

import orjson
from contracts.titles import TITLE
from fastapi import APIRouter, Depends, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Form, Query
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from servicekit import budgets, idempotency, retiring, tabular
from servicekit.accepting import JSON, check_accept
from servicekit.bulk import in_bulk
from servicekit.clock import TIME_HEADER
from servicekit.conditional import not_modified, tag_of
from servicekit.errors import IllegalTransition, Invalid, NotFound, Refusal, StaleVersion
from servicekit.identity import Allowed, allowed, authenticate
from servicekit.locations import at_gateway, filled, location_of
from servicekit.naming import has_codes, with_names
from servicekit.problems import Problem, refusals
from servicekit.security_log import INSERT, Entry, Outcome, SecurityKind, of_context, parameters
from servicekit.step_routes import Handler, for_step, refusals_of, schema_of
from servicekit.transaction import Context, Transaction
from servicekit.workflow import Door, Workflow


class UnknownParameter(Invalid):
    """The route does not know this query parameter."""

    code = "unknown_parameter"
    detail = "该接口没有这个查询参数"
    parameter: str
    known: list[str]


def _query_parameters(dependant: Dependant) -> frozenset[str]:
    """The names of all query parameters that a route and its dependencies read."""
    return frozenset(field.alias for field in get_flat_params(dependant) if isinstance(field.field_info, Query))


def _refuse_unknown(request: Request, known: frozenset[str]) -> None:
    """A misspelt filter must not answer with everything: an unknown parameter is refused, naming the nearest."""
    strangers = sorted(request.query_params.keys() - known)
    if strangers:
        nearest = difflib.get_close_matches(strangers[0][:60], known, n=1)
        hint = f"，是否指“{nearest[0]}”" if nearest else ""
        raise UnknownParameter(
            f"该接口没有查询参数“{strangers[0][:60]}”{hint}", parameter=strangers[0][:60], known=sorted(known)
        )


class Route(APIRoute):
    """Authorises, then reads the body, then takes what is scarce; finishes an answer inside the transaction.

    That is: ETag, table exports by Accept, the stored idempotent answer. Its document tells the roles (`x-roles`) and
    the largest body (`x-body-bytes`), so that the gateway can refuse a request before it reads the body.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        shown = inspect.get_annotations(endpoint, eval_str=True).get("return")
        super().__init__(path, with_names(endpoint) if has_codes(shown) else endpoint, **options)
        roles = sorted({str(role) for guard in guards_of(self.dependant) for role in guard.roles})
        extensions = {"x-roles": roles or None, "x-body-bytes": self.max_body_size}
        extensions = {name: value for name, value in extensions.items() if value is not None}
        self.openapi_extra = {**extensions, **(self.openapi_extra or {})} or None
        self._announced = retiring.headers_of(self.openapi_extra or {})

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's hook; the handler runs within the scope of function-scoped dependencies, before the commit."""
        handler = super().get_route_handler()
        response_model, guards = self.response_model, guards_of(self.dependant)
        known = _query_parameters(self.dependant)
        self.is_json = issubclass(_plain(self.response_class), JSONResponse) and self.response_model is not None
        finish, is_json = self._finish, self.is_json
        given = _given(response_model)
        raw = _takes_a_file(self.openapi_extra or {})
        form = self.body_field is not None and isinstance(self.body_field.field_info, Form)

        async def handle(request: Request) -> Response:
            for guard in guards:
                await guard(request)
            if is_json:
                check_accept(request.headers.get("accept", ""), given=given)
            if request.scope["query_string"]:
                _refuse_unknown(request, known)
            if budgets.has_body(request):
                settings = request.app.state.settings
                seconds = settings.upload_seconds if form or raw else settings.body_seconds
                request = await budgets.read_body(request, seconds=seconds, form=form, raw=raw)
            try:
                response = await handler(request)
            except idempotency.Replayed as replay:
                return replay.response
            tx: Transaction | None = request.scope.get("transaction")
            finish(request, response, tx)
            if tx is not None and request.scope.get("administration") and response.status_code < 400:
                tx.log_security(SecurityKind.ADMINISTRATION, resource=request.url.path)
            wanted = tabular.wanted(request.headers.get("accept", ""))
            if wanted and response.status_code == 200 and tabular.is_list(response_model):
                await _record_export(request, tx, bytes(response.body), wanted)
                today = None if tx is None else tx.now.astimezone(tabular.BEIJING).date()
                response = tabular.export(bytes(response.body), response_model, wanted, request.url, today)
            claim: idempotency.Claim | None = request.scope.get("claim")
            if claim is not None:
                await claim.keep(response)
            return not_modified(request, response) if request.method == "GET" else response

        return handle

    def _finish(self, request: Request, response: Response, tx: Transaction | None) -> None:
        """Headers that follow from the answer: ETag, Location, and what is announced of the route."""
        target = None if tx is None or tx.target is None else tx.target.etag
        if "etag" not in response.headers:
            if request.method == "GET" and self.is_json and response.status_code == 200:
                response.headers["etag"] = tag_of(target, bytes(response.body))
                response.headers.setdefault("cache-control", "private, no-cache")
            elif target is not None:
                response.headers["etag"] = target
        if response.status_code == 201 and "location" not in response.headers:
            location = self._location(request, response)
            if location is not None:
                response.headers["location"] = location
        if self._announced:
            response.headers.update(self._announced)

    def _location(self, request: Request, response: Response) -> str | None:
        if not hasattr(self, "_read_at"):
            self._read_at = location_of(request.app, self)
        if self._read_at is None:
            return None
        return filled(self._read_at, orjson.loads(bytes(response.body)), request.path_params)


def _given(response_model: Any) -> tuple[str, ...]:
    """The media types of a route that answers with JSON; lists are also given as tables."""
    return (JSON, *tabular.MEDIA_TYPES.values()) if tabular.is_list(response_model) else (JSON,)


def _takes_a_file(described: Mapping[str, Any]) -> bool:
    """Whether the body is a file whatever its media type, so that nothing in it can be nested or a field."""
    kinds = described.get("requestBody", {}).get("content", {}).values()
    return bool(kinds) and all(kind["schema"].get("format") == "binary" for kind in kinds)


def _plain(response_class: Any) -> type[Response]:
    """A route's response class, which FastAPI wraps where it is its default."""
    kind: type[Response] = getattr(response_class, "value", response_class)
    return kind


def is_kept_for_repetition(route: APIRoute, method: str) -> bool:
    """Whether a request with an Idempotency-Key is answered again with the first answer: it has a transaction."""
    return method == "POST" and _depends_on(route.dependant, _transaction)


def _depends_on(dependant: Dependant, call: object) -> bool:
    return dependant.call is call or any(_depends_on(inner, call) for inner in dependant.dependencies)


def guards_of(dependant: Dependant) -> list[Allowed]:
    """Who may pass, by all dependencies of a route."""
    own = [dependant.call] if isinstance(dependant.call, Allowed) else []
    return own + [guard for inner in dependant.dependencies for guard in guards_of(inner)]


async def _record_export(request: Request, tx: Transaction | None, body: bytes, form: str) -> None:
    """A list that leaves as a file is on the record: which one, by which filters, how many rows."""
    context, rows = origin(request), len(orjson.loads(body)["items"])
    detail: dict[str, Any] = {"filters": request.url.query, "rows": rows, "form": form}
    if tx is not None:
        tx.log_security(SecurityKind.EXPORT, resource=request.url.path, **detail)
        return
    entry = Entry(SecurityKind.EXPORT, Outcome.SUCCESS, "", context.action, request.url.path, detail=detail)
    database = request.app.state.database
    await database.execute(INSERT, *parameters([of_context(entry, context)], database.row_mac))


def _mark_administration(request: Request) -> None:
    if request.method not in ("GET", "HEAD"):
        request.scope["administration"] = True


ADMINISTRATION = Depends(_mark_administration)
"""For routers of administrators: whatever they change is told by the security log too."""

_REFUSED: dict[int | str, dict[str, Any]] = {"default": {"model": Problem, "description": "RFC 9457 problem"}}


class Router(APIRouter):
    """An APIRouter with our conventions built in."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            route_class=Route, responses=_REFUSED, generate_unique_id_function=attrgetter("name"), **options
        )

    def step(
        self, workflow: Workflow[Any], *names: str, of: str, refused: tuple[type[Refusal], ...] = (),
        bulk: bool = False, method: str = "POST", **options: Any
    ) -> Callable[[Handler], Handler]:  # fmt: skip
        """Register `<method> <of>/<name>` for steps of a table: roles, refusals and `allowed_actions` follow from it.

        `refused` are refusals beyond those of the table and its rules. A handler of several steps takes `action`. With
        `bulk` there is also `POST <collection>/bulk/<name>` for many records. A PATCH is of the record itself, as is
        its `deletion`.
        """

        def register(handler: Handler) -> Handler:
            for name in names:
                step, one = workflow.step(name), for_step(handler, name)
                path = of if method == "PATCH" or name == "deletion" else f"{of}/{name}"
                where = at_gateway(handler.__module__, self.prefix + path)
                workflow.enter(name, Door(one.__name__, where, schema_of(handler), method))
                answers = refusals(NotFound, StaleVersion, IllegalTransition, *refusals_of(step), *refused)
                guard = [allowed(*step.roles)]
                named = {**options, "openapi_extra": {TITLE: step.label, **options.get("openapi_extra", {})}}
                if bulk:  # before the step's own route, whose parameter would match it
                    many = in_bulk(one, of)
                    address = f"{of.rpartition('/')[0]}/bulk/{name}"
                    self.post(address, dependencies=guard, responses=answers, name=many.__name__)(many)
                self.api_route(
                    path, methods=[method], dependencies=guard, responses=answers, name=one.__name__, **named
                )(one)
            return handler

        return register


def _action(request: Request) -> str:
    """What the audit calls a request: the operation's id, and which step where several share a route."""
    name: str = request.scope["route"].name
    step = request.path_params.get("action")
    return f"{name}:{step}" if step else name


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def origin(request: Request) -> Context:
    """Where a transaction of this request comes from."""
    caller = request.scope.get("caller")
    return Context(
        now=request.app.state.clock.of_request(request.headers.get(TIME_HEADER)),
        action=_action(request),
        actor=caller.sub if caller else "anonymous",
        actor_name=getattr(caller, "name", ""),
        address=_address(request),
        request_id=request.scope["state"].get("request_id", ""),
        traceparent=request.scope["state"].get("traceparent"),
        if_match=request.headers.get("if-match"),
    )


async def _transaction(request: Request) -> AsyncIterator[Transaction]:
    await authenticate(request)
    async with request.app.state.database.transaction(origin(request)) as tx:
        request.scope["claim"] = await idempotency.claim(request, tx)
        request.scope["transaction"] = tx
        yield tx


def _configured(request: Request) -> Any:
    return request.app.state.settings


CONFIGURED = Depends(_configured)
"""The settings of the running service: `Configured = Annotated[Settings, CONFIGURED]`."""

# scope="function" is essential: FastAPI's default commits after the response has been sent, so that a client could
# read its own write and miss it, and a failing commit would still have answered 201.
Tx = Annotated[Transaction, Depends(_transaction, scope="function")]


async def _forgetting(tx: Tx, response: Response) -> Transaction:
    tx.forget_caller()
    response.headers["cache-control"] = "no-store"
    return tx


Nobody = Annotated[Transaction, Depends(_forgetting)]
"""The transaction of a caller who is forgotten before their body is read, so that a refusal forgets them too.

No cache keeps the answer.
"""
