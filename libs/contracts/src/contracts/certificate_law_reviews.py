"""Facts of certificate-svc about certificates and their wordings that stand on laws that changed."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.law_changes import Law
from contracts.words import Code, Day, Id, Title

Basis = Annotated[str | None, Field(max_length=500, examples=["公证法(2026)第11条"])]


class _Reviewed(Event):
    """What each fact says: the change, and the item's code or the wording's code and version."""

    collection: ClassVar[str] = "law-reviews"

    change: Id
    law: Law
    code: Code
    title: Title


class CertificateLawReviewOpened(_Reviewed):
    """A certificate or its wording was found to stand on a changed law; the office says what becomes of it."""

    type: ClassVar[str] = "certificate.law_review.opened.v1"
    title_zh: ClassVar[str] = "证明依据变动待清理"
    audience: ClassVar[Audience] = Audience.READERS

    due_on: Day


class CertificateLawReviewAnswered(_Reviewed):
    """The office said that it goes on, on which basis, or that it has ended."""

    type: ClassVar[str] = "certificate.law_review.answered.v1"
    title_zh: ClassVar[str] = "答复证明依据变动"
    audience: ClassVar[Audience] = Audience.READERS

    kept: bool
    basis: Basis = None


class CertificateLawReviewSettled(_Reviewed):
    """Another person agreed with the answer."""

    type: ClassVar[str] = "certificate.law_review.settled.v1"
    title_zh: ClassVar[str] = "认可证明依据变动答复"
    audience: ClassVar[Audience] = Audience.READERS

    kept: bool
    basis: Basis = None


class CertificateLawReviewReturned(_Reviewed):
    """Another person did not agree; the office answers again."""

    type: ClassVar[str] = "certificate.law_review.returned.v1"
    title_zh: ClassVar[str] = "退回证明依据变动答复"
    audience: ClassVar[Audience] = Audience.READERS


EVENTS = (
    CertificateLawReviewOpened, CertificateLawReviewAnswered, CertificateLawReviewSettled, CertificateLawReviewReturned,
)  # fmt: skip
