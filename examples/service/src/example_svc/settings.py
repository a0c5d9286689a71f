"""What only this service needs to know."""

from servicekit.settings import ServiceSettings


class Settings(ServiceSettings):
    """The service's own settings come on top of the kit's."""
