"""SQL about suggestions: reading within the caller's scope, and the filters of the list."""

from countykit.filters import Subtree
from servicekit.filters import AnyOf
from servicekit.records import Records

from example_svc.suggestions.models import Suggestion

SUGGESTIONS = Records(Suggestion, region=Subtree(), state=AnyOf())
