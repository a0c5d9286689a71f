"""The printable 告知书 that a villager takes to the body that demanded the certificate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from countykit import directory
from countykit.regions import county_of, township_of
from countykit.workdays import today
from countykit.written import chinese_day
from servicekit.shipped import shipped_data
from servicekit.transaction import Transaction

from certificate_svc.applications import repository
from certificate_svc.applications.models import Application, Reason
from certificate_svc.items.models import Item, Kind
from certificate_svc.items.shipped import shipped
from certificate_svc.papers import wordings
from certificate_svc.personal import Personal
from certificate_svc.unlisted import ITSELF

TITLE = "不予出具证明告知书"
_REASONS = {
    Reason.NOT_VERIFIABLE: "所申请证明的内容无法核实",
    Reason.OUTSIDE_DUTY: "所申请证明的内容不属于村级组织职责范围",
    Reason.MATERIALS_MISSING: "申请材料不齐全",
    Reason.UNTRUE: "所申请证明的内容与事实不符",
}
_AGAIN = "本村便民服务窗口，再次申请"
_ELSEWHERE = {
    Reason.NOT_VERIFIABLE: (ITSELF, "本人有效身份证件和已有的证照、材料"),
    Reason.OUTSIDE_DUTY: (ITSELF, "本人有效身份证件和已有的证照、材料"),
    Reason.MATERIALS_MISSING: (_AGAIN, "上列所缺材料"),
    Reason.UNTRUE: (_AGAIN, "能够证明实际情况的材料"),
}
_OWN_DOCUMENT = "本人有效身份证件；其他材料以受理单位公布的为准"
_FORBIDDEN = (
    "经查，该事项列入《不应由基层群众性自治组织出具证明事项清单》{place}（依据：{law}），"
    "村级组织依法不予出具，有关单位不得索要。"
)
_UNLISTED = (
    "经查，该事项不在本县村级组织可出具证明清单内，有关单位不得索要（依据：优化营商环境条例第44条），"
    "村级组织依法不予出具。"
)
_RECORDED = "上述索要情况已登记，由县级减负工作机构处理；对方仍坚持索要的，请凭本告知书说明。登记编号：{demand}。"
_OTHER_ISSUER = "经查，该事项由党支部出具并加盖党支部印章（依据：{law}），村（居）民委员会不出具，也不编号。"
_OBJECTION = "可以向{township}或{county}民政局反映，监督电话{phone}。"
_TO_THE_PARTY = "可以向{township}党委或{county}委组织部反映。"


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice says, in its parts; nobody is named in `matter`, which the village keeps."""

    application: UUID
    addressee: str
    request: str
    reason: str
    ways: Sequence[tuple[str, str]]
    exception: str | None
    recorded: str | None
    objection: str
    matter: str
    village: str
    day: str

    @property
    def paragraphs(self) -> list[str]:
        """All of it in plain sentences."""
        ways = "；".join(f"{where}（带：{bring}）" for where, bring in self.ways)
        parts = [self.request, self.reason, f"请改按下列途径办理：{ways}。", self.exception, self.recorded]
        return [*(part for part in parts if part), f"如不同意，{self.objection}"]

    @property
    def text(self) -> str:
        """The notice as plain text."""
        said = "\n\n".join(f"    {paragraph}" for paragraph in self.paragraphs)
        head = f"{TITLE}\n\n编号：{self.application}\n\n{self.addressee}："
        return f"{head}\n\n{said}\n\n{self.village:>40}\n{self.day:>40}\n"


async def notice(tx: Transaction, application: Application, person: Personal, phone: str) -> Notice:
    """What a refused application's notice says: why and by which clause, where to go, and where to complain."""
    region = application.region
    item = await repository.item_of(tx, application)
    demand = await repository.demand_of(tx, application.id)
    theirs = application.reason == Reason.OTHER_ISSUER
    village, township, county = [
        (await directory.known_region(tx, code)).name for code in (region, township_of(region), county_of(region))
    ]
    return Notice(
        application=application.id, addressee=person.at_the_counter, request=_request(application, person, village),
        reason=_reason(application, item, person), ways=_ways(application, item),
        exception=_stopped(item.exception) if item and application.forbidden and item.exception else None,
        recorded=None if demand is None else _RECORDED.format(demand=demand),
        objection=(_TO_THE_PARTY if theirs else _OBJECTION).format(township=township, county=county, phone=phone),
        matter=" ".join(part for part in (application.item_code, application.item_name) if part),
        village=village, day=chinese_day(today(application.updated_at)),
    )  # fmt: skip


def _request(application: Application, person: Personal, village: str) -> str:
    with_whom = "、".join(other.name for other in person.others)
    whose = f"代{person.names}" if person.agent else f"与{with_whom}共同" if with_whom else ""
    return (
        f"您于{chinese_day(application.received_on)}{whose}向{village}申请出具“{application.item_name}”"
        f"（用途：{person.purpose}；索要单位：{application.demander}）。"
    )


def _reason(application: Application, item: Item | None, person: Personal) -> str:
    if item is None:
        return _UNLISTED
    if application.forbidden:
        return _FORBIDDEN.format(place=_place(item), law=item.legal_basis)
    if application.reason == Reason.OTHER_ISSUER:
        theirs = wordings.of_the_party(item.code, item.template)
        return _OTHER_ISSUER.format(law=theirs.basis if theirs else item.legal_basis)
    reason = _REASONS[Reason(application.reason)] if application.reason else ""
    return f"经核，{reason}，依法不予出具。具体情况：{_stopped(person.explanation)}"


def _place(item: Item) -> str:
    """The number that the nation's list gives the item; a county's own have none in it."""
    place = next((place for place, known in enumerate(_nationwide(), 1) if known.code == item.code), None)
    return f"第{place}项" if place is not None else ""


def _ways(application: Application, item: Item | None) -> Sequence[tuple[str, str]]:
    if item is None or application.reason == Reason.OTHER_ISSUER:
        return [(_unstopped(application.issue_instead or ITSELF), _OWN_DOCUMENT)]
    if not application.forbidden:
        return [_ELSEWHERE[Reason(application.reason)]] if application.reason else []
    known = next((known for known in _nationwide() if known.code == item.code), None)
    if known is not None and known.issue_instead == item.issue_instead:
        return _shipped_ways()[item.code]
    return [(_unstopped(item.issue_instead or ITSELF), _OWN_DOCUMENT)]


@cache
def _nationwide() -> list[Item]:
    """The nation's list as it came with the product, in its order."""
    return [item for item in shipped() if item.kind is Kind.FORBIDDEN]


@cache
def _shipped_ways() -> Mapping[str, Sequence[tuple[str, str]]]:
    found = shipped_data("certificate_svc", "data/ways_instead.yaml")["ways"]
    return {code: [(way["where"], way["bring"]) for way in ways] for code, ways in found.items()}


def _unstopped(text: str) -> str:
    return text.rstrip("。")


def _stopped(text: str) -> str:
    return f"{_unstopped(text)}。"
