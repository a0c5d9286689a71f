"""Bodies of the token routes; field names are those of RFC 6749."""

from typing import Annotated, Literal
from uuid import UUID

from contracts.titles import coded
from pydantic import Field
from servicekit.bodies import Body, View

_GRANTS = {"password": "密码登录", "client_credentials": "系统接入", "refresh_token": "续期"}


class TokenRequest(Body):
    """A token request, as a form or as JSON."""

    grant_type: Annotated[
        Literal["password", "client_credentials", "refresh_token"], coded("grant_type", "登录方式", **_GRANTS)
    ]
    username: str | None = Field(None, max_length=100)
    password: str | None = Field(None, max_length=128)
    refresh_token: str | None = Field(None, max_length=200)
    client_id: str | None = Field(None, max_length=100)
    client_secret: str | None = Field(None, max_length=200)
    post: UUID | None = Field(None, description="id of the post to act in; else the one held longest")
    one_time_code: str | None = Field(None, max_length=32, description="of the second factor, or a recovery code")
    scope: str | None = Field(None, max_length=200, description="accepted and ignored: roles say what is allowed")


class TokenAnswer(View):
    """An access token, and for people the refresh token that gets the next one."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - a kind, not a secret
    expires_in: int = Field(description="seconds")
    refresh_token: str | None = None


class SessionAnswer(View):
    """An access token for the browser; its refresh token travels in a cookie that scripts cannot read."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - a kind, not a secret
    expires_in: int = Field(description="seconds")


class Login(Body):
    """A person signs in."""

    username: str = Field(min_length=1, max_length=100)
    password: str = Field(min_length=1, max_length=128, json_schema_extra={"format": "password"})
    one_time_code: str | None = Field(
        None, max_length=32, title="动态口令", description="of the second factor, or a recovery code"
    )
    post: UUID | None = Field(None, title="职务", description="id of the post to act in; else the one held longest")


class Logout(Body):
    """The session to end, named by its refresh token."""

    refresh_token: str = Field(min_length=1, max_length=200)
