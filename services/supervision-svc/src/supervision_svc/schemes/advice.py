"""Advice on a scheme: rules that it strains without being refused. It is computed from the document, never stored."""

from servicekit.bodies import View

from supervision_svc.clauses import clause
from supervision_svc.schemes.document import SchemeDocument
from supervision_svc.schemes.errors import SilenceRewarded


class Advice(View):
    """A rule that the scheme strains, and what of the scheme strains it."""

    rule: str
    detail: str
    law: str


def advice_on(document: SchemeDocument) -> list[Advice]:
    """Good practices must not be a matter of assessment (INS-08): neither points for them nor a condition of praise."""
    named = [bonus.name for bonus in document.bonus if bonus.points and bonus.at_most]
    named += [veto.name for veto in document.vetoes if veto.code == "no_good_practice"]
    rule = clause("INS-08")
    silence = SilenceRewarded
    old = (
        [] if document.evidence_villages else [Advice(rule=silence.code, detail=silence.detail, law=silence.law or "")]
    )
    return old + [
        Advice(rule=rule.code, detail=f"“{name}”与规定不符：{rule.name}。由保存本方案的人负责", law=rule.public_source)
        for name in named
    ]
