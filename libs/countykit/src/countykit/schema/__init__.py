"""The directory's tables as SQL, installed by the migrations of each service that follows the directory."""

from servicekit.schema import Operations, run


def install(op: Operations, *, version: int) -> None:
    """Create the directory's tables of one schema version; called from `upgrade()` of a service's migration."""
    run(op, __package__, version)
