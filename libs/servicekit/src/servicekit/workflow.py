"""States and steps as a table. Permission, URL, event, documented refusals and `allowed_actions` follow from it."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from contracts.envelope import Event
from pydantic import BaseModel, ConfigDict, Field

from servicekit.errors import Forbidden, IllegalTransition, Refusal
from servicekit.identity import Identity

S = TypeVar("S", bound=StrEnum)
Party = Callable[[Any, Any], bool]
"""Whose step it is beside the roles: (row, caller) → whether it is the caller's, as of the department that applied."""
Fact = Callable[[Any, Any], Event]
"""The event that tells of a step: (row as it is after the step, the state before) → the event."""
Rule = Callable[[Any, Any], Refusal | None]
"""What else can forbid a step: (row, caller) → the refusal, or None. It is raised by the step and told beforehand."""
_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Step(Generic[S]):
    """One step: the states it starts from, where it leads, who may take it, its name for people, and its event.

    A step that is a decision leads to a state for each outcome, and has an event for each; one without an end, or an
    outcome without one, leaves the state as it is.
    """

    start: Collection[S]
    end: S | Mapping[str, S | None] | None
    roles: frozenset[StrEnum] = field(default_factory=frozenset)
    label: str = ""
    fact: Fact | Mapping[str, Fact] | None = None
    party: Party | None = None
    when: Callable[[Any], bool] | None = None
    """What the row must be like beside its state, such as a board that still hangs."""
    rules: tuple[Rule, ...] = ()

    def offered_to(self, row: Any, caller: Identity) -> bool:
        """Whether the step is the caller's to take in the row's present state."""
        role = not self.roles or bool(self.roles & caller.roles)
        return role and self.fits(row) and (self.party is None or self.party(row, caller))

    def fits(self, row: Any) -> bool:
        """Whether the step can be taken from the row as it is."""
        return row.state in self.start and (self.when is None or self.when(row))


@dataclass(frozen=True, slots=True)
class Taken(Generic[S]):
    """A step that was taken: the state before it, and what makes its event."""

    before: S
    fact: Fact | None

    def event(self, row: Any) -> Event:
        """The event that tells of the step, once the row is as the step leaves it."""
        assert self.fact is not None, "the table names no fact for this step"  # noqa: S101
        return self.fact(row, self.before)


class Obstacle(BaseModel):
    """What forbids an action for the time being: the refusal that it would be answered with."""

    code: str
    detail: str
    until: str | None = Field(None, description="the last day on which it forbids, if that is known")


class Action(BaseModel):
    """What a caller may do with a record now, as a request that a front end can send."""

    model_config = ConfigDict(populate_by_name=True)

    name: str
    label: str = Field(description="for people, in Chinese")
    method: str = "POST"
    href: str = Field(description="path at the gateway")
    body: str | None = Field(None, alias="schema", description="name of the body's schema in this document")
    blocked_by: list[Obstacle] = Field(default=[], description="why it would be refused now; empty when it would not")


@dataclass(frozen=True, slots=True)
class Door:
    """Where a step is taken over HTTP: the operation, its path at the gateway, the name of its body's schema.

    An edit is a PATCH of the record itself, a deletion the DELETE of it.
    """

    operation: str
    href: str
    schema: str | None
    method: str = "POST"


class Workflow(Generic[S]):
    """The table of an aggregate's steps. A row has a `state`; routes enter themselves by `Router.step`."""

    def __init__(self, steps: Mapping[str, Step[S]]) -> None:
        self._steps = dict(steps)
        self._doors: dict[str, Door] = {}

    @property
    def steps(self) -> Mapping[str, Step[S]]:
        """The whole table."""
        return MappingProxyType(self._steps)

    @property
    def doors(self) -> Mapping[str, Door]:
        """The routes that entered themselves, by the name of the step."""
        return MappingProxyType(self._doors)

    def step(self, name: str) -> Step[S]:
        """One step of the table."""
        return self._steps[name]

    def enter(self, name: str, door: Door) -> None:
        """Remember where a step is taken over HTTP; a step without a route is never offered."""
        self._steps[name]  # an unknown step is a mistake of the route
        self._doors[name] = door

    def after(self, state: S, name: str, outcome: str | None = None) -> S:
        """The state after a step; raises IllegalTransition, whose words for people are the reader's own."""
        step = self._steps[name]
        if state not in step.start:
            raise IllegalTransition(state=state, action=name)
        if step.end is None:
            return state
        end = step.end[outcome or ""] if isinstance(step.end, Mapping) else step.end
        return state if end is None else end

    def take(self, row: Any, name: str, caller: Identity | None = None, *, outcome: str | None = None) -> Taken[S]:
        """Take a step on a row; raises Forbidden for another's, IllegalTransition, then what the step's rules say."""
        step, before = self._steps[name], row.state
        if step.party is not None and not step.party(row, caller):
            raise Forbidden
        end = self.after(before, name, outcome)
        if not step.fits(row):
            raise IllegalTransition(state=before, action=name)
        for rule in step.rules:
            refusal = rule(row, caller)
            if refusal is not None:
                raise refusal
        row.state = end
        return Taken(before, step.fact[outcome or ""] if isinstance(step.fact, Mapping) else step.fact)

    def actions(self, row: Any, caller: Identity) -> list[Action]:
        """The steps that a caller may take with a row now, those that a rule forbids with the reason."""
        return [
            self._offer(name, step, row, caller)
            for name, step in self._steps.items()
            if name in self._doors and step.offered_to(row, caller)
        ]

    def _offer(self, name: str, step: Step[S], row: Any, caller: Identity) -> Action:
        door, refusals = self._doors[name], [rule(row, caller) for rule in step.rules]
        obstacles = [
            Obstacle(code=refusal.code, detail=refusal.detail, until=refusal.extra.get("until"))
            for refusal in refusals if refusal is not None
        ]  # fmt: skip
        # A path names its record by the id, or by a column such as `{code}`.
        href = _PARAMETER.sub(lambda name: str(row.id if name[1].endswith("id") else getattr(row, name[1])), door.href)
        return Action(
            name=name, label=step.label, method=door.method, href=href, body=door.schema, blocked_by=obstacles
        )
