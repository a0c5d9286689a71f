"""Body of the judgement route."""

from pydantic import Field
from servicekit.bodies import Body


class CertificateName(Body):
    """What somebody calls a certificate, what for, and who demands it."""

    name: str = Field(min_length=1, max_length=200, examples=["父子关系证明"])
    purpose: str | None = Field(None, max_length=200, examples=["领取存款"])
    demander: str | None = Field(None, max_length=200, examples=["银行"])
