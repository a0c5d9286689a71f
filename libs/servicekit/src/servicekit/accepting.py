"""Whether a client takes what a route gives (RFC 9110, section 12.5.1)."""

from servicekit.http_refusals import NotAcceptable

JSON = "application/json"


def check_accept(accept: str, *, given: tuple[str, ...] = (JSON,)) -> None:
    """Raise NotAcceptable when the Accept header allows none of the media types that a route gives."""
    # Nearly every client says nothing, everything or JSON.
    if not accept or "*/*" in accept or JSON in accept:
        return
    if not any(_allows(part, kind) for part in accept.lower().split(",") for kind in given):
        raise NotAcceptable(given=list(given))


def _allows(part: str, kind: str) -> bool:
    wanted, *parameters = (piece.strip() for piece in part.split(";"))
    if any(parameter.replace(" ", "") in ("q=0", "q=0.0", "q=0.00", "q=0.000") for parameter in parameters):
        return False
    return wanted == kind or (wanted.endswith("/*") and kind.startswith(wanted[:-1]))
