"""Bodies of the endpoint routes."""

import re
from datetime import datetime
from uuid import UUID

from countykit.directory import RegionCode
from countykit.identity import Caller
from pydantic import Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, ResourceView, View

from gateway.directory.names.codes import DepartmentCode
from gateway.webhooks.endpoints.models import WORKFLOW, Endpoint, Health, Kind, Ordering, Secret

REGION = r"^\d{12}$"
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_OF_THE_PROTOCOL = re.compile(
    r"(?i)(webhook-.*|content-.*|proxy-.*|sec-.*|x-forwarded-.*|host|connection|keep-alive|te|trailer|upgrade|expect|"
    r"transfer-encoding|accept-encoding|user-agent|cookie|date|forwarded)"
)


class StaticHeader(Body):
    """A header that every delivery carries, for receivers behind a gate of their own."""

    name: str = Field(min_length=1, max_length=100, examples=["Authorization"])
    value: SecretStr = Field(min_length=1, max_length=4000, examples=["Bearer token"])

    @field_validator("name")
    @classmethod
    def _free(cls, name: str) -> str:
        if _TOKEN.fullmatch(name) is None or _OF_THE_PROTOCOL.fullmatch(name):
            raise PydanticCustomError("header_name", "不允许使用该请求头名称")
        return name

    @field_validator("value")
    @classmethod
    def _printable(cls, value: SecretStr) -> SecretStr:
        if not all(" " <= mark <= "~" for mark in value.get_secret_value()):
            raise PydanticCustomError("header_value", "请求头的值只能用可见的 ASCII 字符")
        return value


class ClientIdentity(Body):
    """A client certificate (mTLS) with its key, both PEM."""

    certificate: str = Field(min_length=1, max_length=20_000)
    key: SecretStr = Field(min_length=1, max_length=20_000)


class EndpointRegistration(Body):
    """A new endpoint. It gets nothing before it has echoed a challenge."""

    url: str = Field(min_length=8, max_length=2000, examples=["https://jf.example.gov.cn/songbang"])
    description: str = Field("", max_length=500, examples=["省级减负平台"])
    region: str = Field(pattern=REGION, examples=["990101000000"], description="the subtree whose events it gets")
    types: list[str] = Field(
        min_length=1, max_length=100, examples=[["signage.*", "supervision.letter.sent.v1"]],
        description="exact types, `owner.*`, `owner.subject.*` or `*`",
    )  # fmt: skip
    ordering: Ordering = Ordering.PARALLEL
    signing: list[Kind] = Field([Kind.HMAC], min_length=1, max_length=2)
    rate_per_second: int | None = Field(None, ge=1, le=1000, description="most deliveries a second; none is no limit")
    header: StaticHeader | None = None
    client: ClientIdentity | None = None


class EndpointChange(Body):
    """What changes; fields left out stay. A new address has to echo a new challenge."""

    url: str | None = Field(None, min_length=8, max_length=2000)
    description: str | None = Field(None, max_length=500)
    region: str | None = Field(None, pattern=REGION)
    types: list[str] | None = Field(None, min_length=1, max_length=100)
    ordering: Ordering | None = None
    rate_per_second: int | None = Field(None, ge=1, le=1000)
    header: StaticHeader | None = None
    client: ClientIdentity | None = None


class EndpointStep(Body):
    """Why an endpoint is paused, resumed, disabled or enabled again."""

    reason: str = Field("", max_length=500)


class NetworkAllowance(Body):
    """The internal networks this endpoint may be in; an empty list takes the permission back."""

    networks: list[str] = Field(max_length=20, examples=[["10.20.0.0/16"]])


class SecretRotation(Body):
    """A new secret; the old ones sign along until the overlap is over."""

    kind: Kind = Kind.HMAC
    overlap_hours: float = Field(24, ge=0, le=168)
    secret: SecretStr | None = Field(None, description="one's own whsec_ secret; one is made otherwise")


class SecretView(View):
    """A secret as it is listed: never the secret itself, but the public key of an asymmetric one."""

    id: UUID
    kind: Kind
    public_key: str | None = Field(description="whpk_… that deliveries are verified with")
    created_at: datetime
    created_by: str
    expires_at: datetime | None = Field(description="until then it signs along with its successor")


class NewSecretView(SecretView):
    """A new secret; `secret` is in this answer and nowhere else."""

    secret: str | None = Field(None, description="whsec_…; null for an asymmetric one, whose private key stays here")

    @classmethod
    def shown(cls, secret: Secret, plain: str) -> "NewSecretView":
        """The view that shows it, this once."""
        known = SecretView.model_validate(secret).model_dump()
        return cls(**known, secret=plain if secret.kind == Kind.HMAC else None)


class HealthView(View):
    """How an endpoint is doing."""

    failing_since: datetime | None = None
    warned_percent: int = 0
    error: str | None = None


class EndpointView(ResourceView):
    """An endpoint as it is shown."""

    table_title = "推送地址"
    workflow = WORKFLOW

    url: str = Field(title="接收地址")
    description: str = Field(title="说明")
    region: RegionCode = Field(title="行政区划")
    department: DepartmentCode | None = Field(title="所属部门")
    types: list[str] = Field(title="事件类型")
    hidden: list[str] = Field(title="不推送的事件类型", description="patterns that the owner may not see")
    ordering: Ordering = Field(title="顺序")
    rate_per_second: int | None = Field(title="每秒上限")
    header_name: str | None = Field(title="自定义请求头")
    client_certificate: str | None = Field(title="客户端证书")
    networks: list[str] = Field(title="放行网段")
    reason: str | None = Field(title="原因")
    verified: bool = Field(title="已验证")
    created_by: str = Field(title="登记人")
    created_at: datetime = Field(title="登记时间")


class EndpointDetailView(EndpointView):
    """An endpoint with its secrets' public parts and its health."""

    secrets: list[SecretView] = Field(default_factory=list)
    health: HealthView = HealthView()

    @classmethod
    def whole(
        cls, endpoint: Endpoint, caller: Caller, secrets: list[Secret], health: Health | None
    ) -> "EndpointDetailView":
        """The view of one endpoint."""
        shown = EndpointView.of(endpoint, caller).model_dump()
        return cls(
            **shown, secrets=[SecretView.model_validate(secret) for secret in secrets],
            health=HealthView() if health is None else HealthView.model_validate(health),
        )  # fmt: skip


class RegisteredView(EndpointView):
    """A new endpoint with its secrets, which are shown this once."""

    secrets: list[NewSecretView] = Field(default_factory=list)
