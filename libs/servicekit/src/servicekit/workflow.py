"""States and transitions as a table, not as ifs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from servicekit.errors import IllegalTransition

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Step(Generic[S]):
    """One action: the states it starts from, the state it leads to, and who may take it."""

    start: Collection[S]
    end: S
    roles: frozenset[StrEnum] = field(default_factory=frozenset)


class Workflow(Generic[S]):
    """The transition table of an aggregate."""

    def __init__(self, steps: Mapping[str, Step[S]]) -> None:
        self._steps = dict(steps)

    def step(self, action: str) -> Step[S]:
        """One step of the table."""
        return self._steps[action]

    def after(self, state: S, action: str) -> S:
        """The state after an action; raises IllegalTransition, whose words for people are the reader's own."""
        step = self._steps[action]
        if state not in step.start:
            raise IllegalTransition(state=state, action=action)
        return step.end

    def allowed(self, state: S, roles: Collection[StrEnum]) -> list[str]:
        """The actions open in a state to somebody with these roles."""
        return [
            action for action, step in self._steps.items()
            if state in step.start and (not step.roles or step.roles.intersection(roles))
        ]  # fmt: skip
