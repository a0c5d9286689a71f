"""Whether the reader of a list may add to it, as the route that creates in the same collection says."""

from fastapi import Request
from fastapi.routing import APIRoute

from servicekit.http import guards_of


def may_create(request: Request) -> bool:
    """Whether the caller has a role that may POST to the path of this request; False where nothing is created."""
    path = request.scope["route"].path_format
    caller = request.scope.get("caller")
    for route in request.app.routes:
        if isinstance(route, APIRoute) and route.path_format == path and "POST" in (route.methods or ()):
            guards = guards_of(route.dependant)
            return all(caller is not None and (not guard.roles or guard.roles & caller.roles) for guard in guards)
    return False
