"""The ladder of reminders (督办): how far before and after its deadline a letter or repair is reminded of."""

RUNGS = (10, 3, 1, 0, -1, -5)
"""Working days that are left, in the order in which they are reached."""


def rung_at(days_left: int) -> int | None:
    """The last rung reached with that many working days left; none while more than ten are."""
    reached = [rung for rung in RUNGS if days_left <= rung]
    return reached[-1] if reached else None
