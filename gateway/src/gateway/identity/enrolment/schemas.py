"""Bodies of the routes about second factors."""

from pydantic import Field
from servicekit.bodies import Body, View


class EnrolmentStart(Body):
    """Begins an enrolment, with the present password: a stolen token must not be enough."""

    current_password: str = Field(min_length=1, max_length=128, json_schema_extra={"format": "password"})


class CodeProof(Body):
    """A code of the authenticator, or one of the recovery codes."""

    code: str = Field(min_length=6, max_length=32, title="动态口令", examples=["123456"])


class EnrolmentView(View):
    """What the authenticator takes over, shown in this answer alone."""

    secret: str = Field(title="密钥", description="base32, to type in where no picture can be read")
    uri: str = Field(title="绑定地址", description="otpauth://")
    qr: str = Field(title="二维码", description="the address as a picture: a data URI of an SVG")


class NewRecoveryCodes(View):
    """Codes that stand in for a lost telephone, each once; shown in this answer alone."""

    recovery_codes: list[str] = Field(title="备用码")


class SecondFactorView(View):
    """How the caller signs in."""

    enrolled: bool = Field(title="已绑定")
    required: bool = Field(title="须绑定", description="by the roles of the present post")
    recovery_codes_left: int = Field(title="剩余备用码")
