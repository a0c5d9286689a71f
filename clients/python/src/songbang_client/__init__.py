"""The API of Songbang for Python: `connect` to a county, then call the functions under `generated.api`."""

from songbang_client.connecting import Refused, connect, connect_async

__all__ = ["Refused", "connect", "connect_async"]
