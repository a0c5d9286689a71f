"""The service's own table registry; each aggregate's tables live in its own room."""

from servicekit.tables import new_registry
from sqlmodel import SQLModel


class Base(SQLModel, registry=new_registry()):
    """Tables of this service only."""
