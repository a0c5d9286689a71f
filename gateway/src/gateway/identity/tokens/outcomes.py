"""What becomes of a token request. A denial is returned, not raised: what it counts or revokes must be committed."""

from dataclasses import dataclass

from servicekit.errors import Refusal


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens to hand out."""

    access_token: str
    expires_in: int
    refresh_token: str | None = None


class Denied(Refusal):
    """The token request is denied.

    Answered as a problem that is an error of RFC 6749 section 5.2 too: `oauth_error` is its code there.
    """

    status = 400
    code = "invalid_grant"
    detail = "用户名或密码不正确"
    oauth_error = "invalid_grant"
    error: str | None
    error_description: str | None


class PlaceEnded(Denied):
    """The region of the account has ended; its successor's accounts go on."""

    code = "place_of_work_ended"
    detail = "账号所属行政区划已撤销或停用，请向县级减负办申请移交"


class NoPost(Denied):
    """The account holds no post today, or not the one that was chosen."""

    code = "post_not_held"
    detail = "您当前未任该职务，请重新选择职务或向县级减负办申请"


class SecondFactorNeeded(Denied):
    """The password is right, and the account signs in with a one-time code, too."""

    code = "second_factor_needed"
    detail = "请输入动态口令（或一个备用码）"


class SecondFactorWrong(Denied):
    """The one-time code is wrong, too old, or was used before."""

    code = "second_factor_wrong"
    detail = "动态口令不正确、已过期或已使用过，请输入新的口令"


class OneTimePasswordExpired(Denied):
    """The password that somebody else gave was not replaced in time."""

    code = "one_time_password_expired"
    detail = "一次性密码已过期，请向县级减负办申请重新发放"


class RefreshDenied(Denied):
    """The refresh token is unknown, expired, revoked or was used before."""

    code = "refresh_token_invalid"
    detail = "登录已失效，请重新登录"


class ClientDenied(Denied):
    """The client is unknown or its secret is wrong."""

    status = 401
    code = "invalid_client"
    detail = "客户端标识或密钥不正确"
    oauth_error = "invalid_client"

    @property
    def headers(self) -> dict[str, str]:
        """RFC 6749 section 5.2."""
        return {"WWW-Authenticate": 'Basic realm="songbang"'}


class RequestDenied(Denied):
    """The token request is malformed."""

    code = "token_request_malformed"
    detail = "登录请求格式有误"
    oauth_error = "invalid_request"


class GrantUnsupported(Denied):
    """The grant type is none of password, client_credentials and refresh_token."""

    code = "unsupported_grant_type"
    detail = "不支持该授权方式"
    oauth_error = "unsupported_grant_type"


class LoginLocked(Denied):
    """Too many failed logins under this name from this network."""

    status = 429
    code = "login_locked"
    detail = "连续登录失败次数过多，您所在的网络暂时不能登录该账号，请稍后再试"
