"""Bodies of the certificate routes."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from countykit.directory import RegionCode
from countykit.documents import DocumentKind
from countykit.identity import Caller
from countykit.objections import ObjectionView
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, ResourceView, View
from servicekit.printing.schemas import OnPaper

from certificate_svc.agents import Agent
from certificate_svc.certificates.models import WORKFLOW, Certificate, State
from certificate_svc.certificates.printing import qr_payload
from certificate_svc.holders import OtherHolder
from certificate_svc.keys import Keys
from certificate_svc.papers.paper import Paper
from certificate_svc.papers.payload import LAYOUT
from certificate_svc.papers.schemas import Statement
from certificate_svc.personal import Deliberation, IdentityDocument, masked_number

PublicReason = Annotated[str, Field(min_length=2, max_length=500, description="shown publicly; no personal data")]


class Revocation(Body):
    """Why a certificate is taken back, and whether it should never have been issued."""

    reason: PublicReason = Field(examples=["与事实不符"])
    fault: bool = Field(description="the village issued it wrongly")
    forbidden: bool = Field(description="a forbidden item covers it")


class Step(Body):
    """Why a certificate is suspended or reinstated."""

    reason: PublicReason


class FaultStatement(Body):
    """What the township holds of the doubt for which the county suspended a certificate."""

    statement: str = Field(min_length=2, max_length=2000, description="without personal data")


class Reissue(Body):
    """Why the same text is issued again: the old paper was lost or damaged, and stops being valid."""

    reason: PublicReason = Field(examples=["原件遗失"])


class Replacement(Statement):
    """What is corrected, and why the old certificate gives way."""

    reason: PublicReason


class Search(IdentityDocument):
    """Whose certificates are looked for; in a body, because addresses end up in logs."""

    @model_validator(mode="after")
    def _by_a_number(self) -> Self:
        if not self.id_number:
            raise PydanticCustomError("missing", "须填写证件号码")
        return self


class CertificateView(OnPaper, ObjectionView, ResourceView):
    """A certificate as it is shown: masked."""

    table_title = "证明"
    paper = "/v1/certificates/{id}/document"
    workflow = WORKFLOW

    number: str = Field(title="证明编号")
    region: RegionCode = Field(title="村(社区)")
    item_code: str = Field(title="事项编码")
    item_name: str = Field(title="事项名称")
    holder: str = Field(title="当事人")
    document: DocumentKind = Field(title="证件类型")
    id_number: str = Field(title="证件号码")
    demander: str | None = Field(title="索要单位")
    issued_on: date = Field(title="出具日期")
    valid_until: date | None = Field(title="有效期至")
    reason: str | None = Field(title="状态说明")
    replaced_by: str | None = Field(title="替代证明编号")
    replaces: str | None = Field(title="所替代证明编号")
    statement: str | None = Field(title="乡镇陈述", description="what the township holds of the county's doubt")
    statement_due_on: date | None = Field(
        title="陈述期限", description="before it is over the county finds no fault, unless the statement has come"
    )
    revoked_on: date | None = Field(title="过错认定日期", description="the day on which what is found counts")
    fault: bool = Field(title="认定出具有过错", description="counts against the township while it stands")
    forbidden: bool = Field(title="认定属不应出具", description="counts against the township while it stands")
    application_id: UUID = Field(title="申请编号")
    verification_code: str = Field(title="验证码")
    qr_payload: str | None = Field(
        title="二维码内容", description="null where there is no text any more, or none was settled"
    )
    created_at: datetime = Field(title="登记时间")

    @property
    def has_paper(self) -> bool:
        """Where there is a text that can be relied on there is a paper."""
        return self.qr_payload is not None and self.state == State.VALID

    @classmethod
    def opened(cls, certificate: Certificate, caller: Caller, keys: Keys) -> "CertificateView":
        """The view, with the actions open to this caller."""
        person = certificate.personal(keys.vault)
        masked = {
            "holder": person.masked_name, "document": person.document,
            "id_number": masked_number(person.id_number, head=1),
        }  # fmt: skip
        actions = cls.offers(certificate, caller)
        payload = qr_payload(certificate, person, keys)
        return cls.model_validate(
            {**certificate.model_dump(warnings=False), **masked, "qr_payload": payload, "allowed_actions": actions}
        )


class CertificateDetail(CertificateView):
    """One certificate, with how often it was checked publicly and printed."""

    lookups: int = Field(0, title="查验次数")
    copies: int = Field(0, title="已打印份数")


class CertificateUnmasked(View):
    """A certificate's personal data and wording in clear, for printing."""

    id: UUID
    number: str
    name: str
    document: DocumentKind
    id_number: str
    others: list[OtherHolder]
    agent: Agent | None
    purpose: str
    paper: Paper | None
    deliberation: Deliberation | None


class PublicCertificate(View):
    """What anybody learns who has the verification code: whether it stands. Of the person it says nothing."""

    number: str = Field(title="证明编号")
    item_code: str = Field(title="事项编码")
    item_name: str = Field(title="事项名称")
    village: str = Field(title="出具村(社区)")
    issued_on: date = Field(title="出具日期")
    valid_until: date | None = Field(title="有效期至")
    expired: bool = Field(title="已过有效期")
    not_yet: bool = Field(title="早于出具日期", description="the clock is before the day of issue: nothing is judged")
    state: State
    reason: str | None = Field(title="状态说明")
    replaced_by: str | None = Field(title="替代证明编号")
    copies: int = Field(title="已打印份数", description="how many copies were given out")
    says: str = Field(title="核验结论", description="what that means for whoever has the paper in hand")


class PublicKey(View):
    """The key that verifies QR payloads offline."""

    algorithm: str = "Ed25519"
    public_key: str = Field(description="32 bytes in base64")
    previous: list[str] = Field(default=[], description="keys that signed before; printed certificates live on")
    format: str = LAYOUT
