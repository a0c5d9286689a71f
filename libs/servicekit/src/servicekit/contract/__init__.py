"""The OpenAPI document of a service: what FastAPI writes, completed by what the kit knows of each route.

Clients of other teams are generated from it, so names are unique and plain, and what every route shares (roles,
headers, refusals) is written once, here.
"""

from servicekit.contract.describing import described, install

__all__ = ["described", "install"]
