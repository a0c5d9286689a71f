"""What a certificate's paper holds, from its sealed row."""

from certificate_svc.certificates.models import Certificate
from certificate_svc.keys import Keys
from certificate_svc.papers import payload
from certificate_svc.personal import Personal


def signed_text(certificate: Certificate, person: Personal) -> str | None:
    """What the code on the paper says; None where nothing is printed. Raises FactsTooLong."""
    if person.paper is None:
        return None
    return payload.text_of(
        person.paper, number=certificate.number, issued_on=certificate.issued_on,
        code=certificate.verification_code, holder=person.masked_name,
    )  # fmt: skip


def qr_payload(certificate: Certificate, person: Personal, keys: Keys) -> str | None:
    """What the QR code holds, signed with the key in use."""
    text = signed_text(certificate, person)
    return text and payload.signed(text, certificate.verification_code, keys.signer, keys.public_url)
