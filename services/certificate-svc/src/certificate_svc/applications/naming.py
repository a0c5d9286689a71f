"""What is applied for: an item of the lists in force, or what no list knows."""

from dataclasses import dataclass, replace

from countykit.workdays import today
from servicekit.transaction import Transaction

from certificate_svc.applications.errors import ItemNotListed, UseUnfit
from certificate_svc.applications.schemas import ApplicationBody
from certificate_svc.items import repository as items
from certificate_svc.items import use, wording
from certificate_svc.items.models import Item, Kind
from certificate_svc.papers import wordings
from certificate_svc.papers.wordings import Wording
from certificate_svc.unlisted import Unlisted, looked_into, require_nameless, settled


@dataclass(frozen=True, slots=True)
class Wanted:
    """An item, or a name and what it may be."""

    name: str
    item: Item | None = None
    unlisted: Unlisted | None = None
    use_confirmed: bool = False
    theirs: Wording | None = None
    """The wording by which the party branch issues it in place of the village, whether the county lists it or not."""


async def wanted(tx: Transaction, body: ApplicationBody, demander: str, threshold: int) -> Wanted:
    """What an application is for, and whether the list binds it to other purposes and demanders.

    Raises what `_listed` does, and UseUnfit where nobody has said whether the use is one of the list.
    """
    held = await items.all_in_force(tx, body.region, today(tx.now))
    found = await _listed(body, held, demander, threshold)
    item = found.item
    theirs = wordings.of_the_party(item.code, item.template) if item is not None else None
    if theirs is not None:
        return replace(found, theirs=theirs)
    if item is None or item.kind != Kind.ALLOWED:
        return found
    if use.fits(item, purpose=body.purpose, demander=demander, department=body.demander.department):
        return found
    if body.use_fits is None:
        raise UseUnfit(item=item.code, demanders=item.demanders, purposes=item.purposes)
    if body.use_fits:
        return replace(found, use_confirmed=True)
    # For this use nobody may demand it: on the record as what no list knows.
    return Wanted(found.name, unlisted=await looked_into(found.name, held, body.purpose, demander))


async def _listed(body: ApplicationBody, held: list[Item], demander: str, threshold: int) -> Wanted:
    """What an application is for.

    Raises ItemNotListed where the code is unknown, or where an allowed item may be meant, or the answer depends on a
    question, and nobody has said that none is meant; NameHoldsPerson.
    """
    if body.item is not None:
        found = next((item for item in held if item.code == body.item), None)
        if found is None:
            raise ItemNotListed
        if found.kind != Kind.CANDIDATE or wordings.of_the_party(found.code, found.template):
            return Wanted(found.name, found)
        # Nobody has admitted it here, so that nobody may demand it: on the record as what no list knows.
        return Wanted(found.name, unlisted=await looked_into(found.name, held, body.purpose, demander))
    heard = await hear(body.name or "", held, threshold, purpose=body.purpose, demander=demander)
    if heard.item is not None and heard.item.kind == Kind.ALLOWED:
        return Wanted(heard.item.name, heard.item)
    if heard.needs_a_person and not body.not_listed:
        names = {item.code: item.name for item in held}
        meant = [names[code] for code in heard.meant]
        raise ItemNotListed(similar=heard.meant, similar_names=meant, question=heard.unlisted.question)
    if heard.item is not None:
        return Wanted(heard.item.name, heard.item)
    require_nameless(heard.name, *body.people())
    return Wanted(heard.name, unlisted=heard.unlisted)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a name leads to at the counter before a person has said anything."""

    name: str
    item: Item | None
    """The item that it is beyond doubt."""
    meant: list[str]
    """Codes of allowed items that may be meant."""
    unlisted: Unlisted

    @property
    def needs_a_person(self) -> bool:
        """Whether a person says first what is meant; else a forbidden item and what no list knows are refused."""
        if self.item is not None and self.item.kind == Kind.ALLOWED:
            return False
        return bool(self.meant or (self.item is None and self.unlisted.question))


async def hear(
    name: str, held: list[Item], threshold: int, *, purpose: str | None = None, demander: str | None = None
) -> Heard:  # fmt: skip
    """What a name leads to, by the lists in force."""
    unlisted = await looked_into(name, held, purpose, demander)
    item = settled(name, held, threshold, unlisted)
    return Heard(name, item, _possible(name, held, threshold, unlisted, spelt=item is None), unlisted)


def _possible(name: str, held: list[Item], threshold: int, unlisted: Unlisted, *, spelt: bool) -> list[str]:
    """Codes of allowed items that may be meant, by the judgement and, if asked, by how they are spelt."""
    alike = wording.nearest(name, [item for item in held if item.kind == Kind.ALLOWED], threshold) if spelt else None
    return list(dict.fromkeys([*([alike.code] if alike else []), *unlisted.meant]))
