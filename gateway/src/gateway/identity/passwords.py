"""Passwords: how they are kept, and which are too weak to keep."""

import asyncio
import secrets
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from servicekit.errors import Forbidden, Invalid
from zxcvbn import zxcvbn

SHORTEST = 12
LONGEST = 128
# OWASP Password Storage Cheat Sheet: argon2id, m=19 MiB, t=2, p=1.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_GUESSABLE = 3
_NOBODY = _HASHER.hash("the password of nobody at all")


class PasswordWeak(Invalid):
    """The password is too short or too easy to guess."""

    code = "password_weak"
    detail = f"密码至少 {SHORTEST} 位，且不能是常见密码、键盘顺序或与姓名、用户名相近"
    law = "GB/T 22239-2019 身份鉴别：口令应具有复杂度要求"


class PasswordReused(Invalid):
    """The password is one of the last five."""

    code = "password_reused"
    detail = "新密码不能与最近五次使用过的密码相同"
    law = "GB/T 22239-2019 身份鉴别：口令应定期更换"


class PasswordChangeNeeded(Forbidden):
    """The password was given by somebody else; nothing but changing it is allowed."""

    code = "password_change_needed"
    detail = "首次登录或密码被重置后，须先设置自己的新密码"
    law = "GB/T 22239-2019 身份鉴别、访问控制：应修改默认账户的默认口令，口令定期更换"


def refuse_weak(password: str, *known: str) -> None:
    """Raise PasswordWeak; `known` is what anybody would try first for this person."""
    if not SHORTEST <= len(password) <= LONGEST or zxcvbn(password, user_inputs=list(known))["score"] < _GUESSABLE:
        raise PasswordWeak


async def refuse_reused(password: str, stored: Iterable[str]) -> None:
    """Raise PasswordReused if the password belongs to one of these hashes."""
    for each in stored:
        if await matches(password, each):
            raise PasswordReused


def drawn() -> str:
    """A one-time password of 96 bits, to be told to its owner once."""
    return secrets.token_urlsafe(12)


async def hashed(password: str) -> str:
    """The argon2id hash, made in a thread: it is meant to be slow."""
    return await asyncio.to_thread(_HASHER.hash, password)


async def matches(password: str, stored: str | None) -> bool:
    """Whether the password is the one; for somebody unknown (None) it takes just as long to say no."""
    return await asyncio.to_thread(_matches, password, stored or _NOBODY) and stored is not None


def outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def _matches(password: str, stored: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
