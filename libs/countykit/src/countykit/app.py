"""The one way to stand up a service of a county."""

from functools import partial

from servicekit import app

from countykit.authors import knows_author
from countykit.identity import caller_of

create_service = partial(app.create_service, read_claims=caller_of, knows_author=knows_author)
"""`servicekit.app.create_service`, with callers as a county knows them, and whom they may know."""
