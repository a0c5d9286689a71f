"""What every aggregate of a county has: the region that it belongs to, which scopes it and orders its events."""

from servicekit import tables
from sqlmodel import Field

from countykit.regions import township_of


class InRegion:
    """What events say of a subject that lies in a region."""

    __slots__ = ()
    region: str

    @property
    def partition_key(self) -> str:
        """One township's events stay in order."""
        return township_of(self.region)

    @property
    def attributes(self) -> dict[str, str]:
        """Each event about this subject names its region."""
        return {"region": self.region}


class Aggregate(InRegion, tables.Aggregate):
    """A row of a county. `region` is the 12-digit code that decides who may see it."""

    region: str = Field(max_length=12, index=True)
