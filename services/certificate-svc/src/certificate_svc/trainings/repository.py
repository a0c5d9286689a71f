"""SQL about trainings; every door takes the caller's scope."""

import sqlalchemy as sa
from servicekit.identity import Scope

from certificate_svc.trainings.models import Training


def matching(scope: Scope) -> sa.Select[Training]:
    """The trainings in a scope, and those of the regions above it."""
    return sa.select(Training).where(scope.where_or_above(Training))
