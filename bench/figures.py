"""The shape of a benchmark's result: a value, the limit measured in the same run, their ratio, and the goal."""

Figures = dict[str, dict[str, float | bool | None]]


def figure(
    value: float, limit: float | None = None, *, goal: float | None = None, lower_is_better: bool = False
) -> dict[str, float | bool | None]:
    """One row; the goal is of the ratio when there is a limit and it is at most 1, else of the value itself."""
    ratio = value / limit if limit else None
    judged = ratio if ratio is not None and goal is not None and goal <= 1 else value
    met = None if goal is None else (judged <= goal if lower_is_better else judged >= goal)
    return {"value": round(value, 3), "limit": limit and round(limit, 3), "ratio": ratio and round(ratio, 3),
            "goal": goal, "met": met}  # fmt: skip
