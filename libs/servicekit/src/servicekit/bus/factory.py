"""Which transport a URL means."""

from servicekit.bus.interface import Bus, BusOptions
from servicekit.bus.kafka import KafkaBus
from servicekit.bus.postgres import PostgresBus


def open_bus(url: str, *, client_id: str, options: BusOptions | None = None) -> Bus:
    """Return the unstarted bus behind `kafka://host:9092,host2:9092` or `postgresql://user:password@host/bus`."""
    scheme, _, rest = url.partition("://")
    options = options or BusOptions()
    match scheme:
        case "kafka":
            return KafkaBus(rest.rstrip("/").split(","), client_id=client_id, options=options)
        case "postgresql" | "postgres":
            return PostgresBus(url, client_id=client_id, options=options)
        case _:
            raise ValueError(f"a bus URL starts with kafka:// or postgresql://, not with {scheme!r}")
