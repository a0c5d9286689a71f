"""Refusals: what a service answers when a rule says no. A service names its own by subclassing a kind.

The class docstring is the English title, `detail` the Chinese sentence for people, `code` the stable machine name,
`rule` the number of the rule that was broken and `law` its legal or documentary source, where there is one. One code is
one refusal: a rule may be broken in several ways, each with a code of its own.

What a refusal tells besides (RFC 9457, section 3.2) is declared by annotations without a value, and raised by name:
`until: date` and `raise DrawRunning(until=last)`. One that is not always told has `| None` in its type. The problem in
the API document follows from them.
"""

import warnings
from types import NoneType
from typing import Annotated, Any, ClassVar, Self, get_args, get_origin, get_type_hints


class UndeclaredMember(UserWarning):
    """A refusal tells what its class does not declare, so that the API document says nothing of it.

    A mistake of the code, which the tests take for an error; people still get the refusal.
    """


class Refusal(Exception):
    """The request is refused."""

    status: ClassVar[int] = 409
    code: ClassVar[str] = "refused"
    detail: str = "请求被拒绝"
    rule: ClassVar[str | None] = None
    law: str | None = None
    logged: ClassVar[bool] = False
    """Whether the attempt goes into the security log, as every refusal for want of a login or a right does."""
    retry_after_seconds: int | None = None
    """When the same request may be tried again, where that helps."""

    def __init__(
        self, detail: str | None = None, *, law: str | None = None, retry_after_seconds: int | None = None, **extra: Any
    ) -> None:
        self.detail = detail or self.detail
        self.law = law or self.law
        if retry_after_seconds is not None:
            self.retry_after_seconds = retry_after_seconds
        self.extra: dict[str, Any] = {}
        super().__init__(f"{self.code}: {self.detail}")
        self.also(**extra)

    def also(self, **extra: Any) -> Self:
        """The refusal with further members; one that its class does not declare is told too, with a warning."""
        strangers = extra.keys() - STANDARD
        if strangers:
            strangers -= members(type(self)).keys()
        if strangers:
            names = ", ".join(sorted(strangers))
            warnings.warn(f"{type(self).__name__} declares no {names}", UndeclaredMember, stacklevel=2)
        self.extra |= extra
        return self

    @property
    def title(self) -> str:
        """The English title: the first line of the class's docstring."""
        return (self.__doc__ or "").strip().split("\n", 1)[0].rstrip(".")

    @property
    def headers(self) -> dict[str, str]:
        """Extra response headers: RFC 9110 section 10.2.3, RFC 6585 section 4."""
        return {} if self.retry_after_seconds is None else {"Retry-After": str(self.retry_after_seconds)}


STANDARD = frozenset({"errors", "error_count", "item"})
"""Members that every problem may have, so that no refusal declares them."""


def members(kind: type[Refusal]) -> dict[str, Any]:
    """The types of the members that a kind of refusal declares, by name."""
    return {
        name: annotation
        for name, annotation in get_type_hints(kind, include_extras=True).items()
        if not hasattr(kind, name)
    }


def required_members(kind: type[Refusal]) -> frozenset[str]:
    """The names of the members without which a refusal of this kind is never raised."""
    return frozenset(name for name, annotation in members(kind).items() if not _may_be_none(annotation))


def _may_be_none(annotation: Any) -> bool:
    bare = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
    return NoneType in get_args(bare)


class NotFound(Refusal):
    """The resource does not exist within the caller's scope."""

    status = 404
    code = "not_found"
    detail = "没有找到该记录，或不在您的管辖范围内"


class Conflict(Refusal):
    """The request does not fit the present state."""

    status = 409
    code = "conflict"
    detail = "与当前状态冲突"


class Invalid(Refusal):
    """The request is well-formed but breaks a rule."""

    status = 422
    code = "invalid"
    detail = "内容不符合规定"


class Forbidden(Refusal):
    """The caller may not do this."""

    status = 403
    code = "forbidden"
    detail = "您没有办理此事项的权限"


class Unauthenticated(Refusal):
    """The request carries no valid token."""

    status = 401
    code = "unauthenticated"
    detail = "请先登录，或登录已过期"

    @property
    def headers(self) -> dict[str, str]:
        """RFC 6750 wants the challenge."""
        return {"WWW-Authenticate": "Bearer"}


class StaleVersion(Refusal):
    """If-Match names a version that is no longer current."""

    status = 412
    code = "stale_version"
    detail = "该记录已被他人更新，请刷新后重试"
    current: int


class IllegalTransition(Conflict):
    """The action is not allowed in the present state."""

    code = "illegal_transition"
    detail = "当前状态下不能办理此操作，请刷新后查看可办理的操作"
    state: str
    action: str


class TooLarge(Refusal):
    """The request is larger than allowed."""

    status = 413
    code = "too_large"
    detail = "提交的内容过大"


class Unavailable(Refusal):
    """A part that this request needs cannot be reached at the moment."""

    status = 503
    code = "unavailable"
    detail = "服务暂时不可用，请稍后重试"
    retry_after_seconds = 5


class Busy(Unavailable):
    """All places for this kind of work are taken at the moment."""

    code = "busy"
    detail = "当前办理人数较多，请稍后重试"
