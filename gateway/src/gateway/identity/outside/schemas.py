"""Bodies of the routes about signing in at an outside provider."""

from uuid import UUID

from pydantic import Field
from servicekit.bodies import Body, View


class OutsideView(View):
    """The outside provider that people may sign in at."""

    name: str | None = Field(description="what to write on the button; null where there is none")


class OutsideTrip(View):
    """Where the browser goes to sign in."""

    url: str


class OutsideReturn(Body):
    """What the provider sent back in the browser's address; afterwards, if asked for, a one-time code alone."""

    code: str | None = Field(None, min_length=1, max_length=2000)
    state: str | None = Field(None, min_length=1, max_length=200)
    one_time_code: str | None = Field(
        None, max_length=32, title="动态口令", description="of the second factor, or a recovery code"
    )
    post: UUID | None = Field(None, title="职务", description="id of the post to act in; else the one held longest")
