"""Makes one form of several: each column once, what is asked elsewhere left out, seasons of danger kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from contracts.report import Frequency

from report_svc.consolidation.conditions import conditions, require_mergeable
from report_svc.consolidation.desk import Desk
from report_svc.consolidation.errors import FrequencyNotOffered, NothingToConsolidate
from report_svc.consolidation.frequency import base_of, offered, suggested
from report_svc.consolidation.lines import Line, LineColumn, Season
from report_svc.consolidation.measures import measure
from report_svc.consolidation.needless import needless
from report_svc.consolidation.proposals import Action, DroppedColumn, Needless, Proposal, fingerprint
from report_svc.consolidation.reasons import reasons
from report_svc.consolidation.subjects import object_of

_CONTENT = {"edition", "merged", "owners"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person decides otherwise than proposed; columns in `keep` stay."""

    title: str | None = None
    owner: str | None = None
    frequency: Frequency | None = None
    keep: Collection[str] = ()


def compose(desk: Desk, codes: Collection[str], wish: Wish | None = None) -> Proposal:
    """One form of these; raises FormsUnmergeable, FrequencyNotOffered, NothingToConsolidate."""
    wish = wish or Wish()
    members = sorted((desk.lines[code] for code in codes), key=lambda line: _rank(desk, line, codes))
    require_mergeable(members, desk.on)
    lead = members[0]
    columns, dropped = _columns(desk, members, wish.keep)
    donors = _transfer(desk, lead, codes, columns, dropped)
    choices = offered(members, desk.on)
    if wish.frequency not in (None, *choices):
        raise FrequencyNotOffered(offered=choices)
    result = _of_frequency(desk, members, columns, wish, choices)
    if not columns or (len(members) == 1 and not donors and _same(result, lead)):
        raise NothingToConsolidate
    action = Action.MERGE if len(members) > 1 else Action.TRANSFER if donors else Action.SLIM
    before = [*members, *(desk.lines[code] for code in donors)]
    after = [result, *(line for line in donors.values() if line.answered)]
    return Proposal(
        id=fingerprint(before, after), action=action, forms=[line.code for line in members],
        reasons=reasons(desk, members, result, dropped),
        conditions=conditions(members, [desk.lines[code] for code in donors], desk.on), dropped=dropped,
        frequencies=choices, result=result, before=measure(before, desk.subjects),
        after=measure(after, desk.subjects), changes_from=before, changes_to=after,
    )  # fmt: skip


def _of_frequency(
    desk: Desk, members: Sequence[Line], columns: dict[str, LineColumn], wish: Wish, choices: Sequence[Frequency]
) -> Line:
    """At the frequency wished for; otherwise the suggested one, or the next lower one that asks for no more cells."""
    best = wish.frequency or suggested(members, columns.values(), desk.subjects, desk.on)
    result = _result(members, columns, best, wish)
    if wish.frequency is not None or len(members) == 1:
        return result
    most = measure(members, desk.subjects).cells
    for frequency in choices[choices.index(best) :] if best in choices else ():
        lower = _result(members, columns, frequency, wish)
        if measure([lower], desk.subjects).cells <= most:
            return lower
    return result


def _rank(desk: Desk, line: Line, codes: Collection[str]) -> tuple[bool, bool, int, str]:
    """The form that goes on: the approved survey, then the one about whose object most is asked, by its own columns."""
    own = sum(needless(desk, line, column, codes) is None for column in line.columns)
    return not line.approved(desk.on), line.in_season, -own, line.code


def _columns(
    desk: Desk, members: Sequence[Line], keep: Collection[str]
) -> tuple[dict[str, LineColumn], list[DroppedColumn]]:
    """What the form asks, by what each column means, and what it need not ask."""
    codes = {line.code for line in members}
    columns: dict[str, LineColumn] = {}
    dropped: list[DroppedColumn] = []
    first_in: dict[str, str] = {}
    names: set[str] = set()
    for line in members:
        for column in line.columns:
            key = column.key(line.code)
            gone = needless(desk, line, column, codes)
            if gone is not None and column.name not in keep:
                dropped.append(gone)
            elif key in columns:
                dropped.append(
                    DroppedColumn(
                        form=line.code, column=column.name, element=column.element, why=Needless.REPEATED,
                        collected_in=first_in[key],
                    )
                )  # fmt: skip
            else:
                name = column.name if column.name not in names else f"{column.name[:40]}({line.code})"[:60]
                columns[key], first_in[key] = column.model_copy(update={"name": name}), line.code
                names.add(name)
    return columns, dropped


def _transfer(
    desk: Desk, lead: Line, codes: Collection[str], columns: dict[str, LineColumn], dropped: list[DroppedColumn]
) -> dict[str, Line]:
    """What periodic forms ask about the event that the form is filed on moves there; the forms that lose it."""
    donors: dict[str, Line] = {}
    if lead.frequency is not Frequency.ON_EVENT:
        return donors
    for line in desk.lines.values():
        if line.code in codes or line.frequency is Frequency.ON_EVENT:
            continue
        moving = [
            column for column in line.answered
            if desk.is_instant(column.element) and object_of(column.element) in desk.homes[lead.code]
        ]  # fmt: skip
        for column in moving:
            columns.setdefault(column.key(line.code), column)
            dropped.append(
                DroppedColumn(
                    form=line.code, column=column.name, element=column.element, why=Needless.FILED_ON_EVENT,
                    collected_in=lead.code,
                )
            )  # fmt: skip
        if moving:
            donors[line.code] = _without(line, {column.name for column in moving})
    return donors


def _without(line: Line, names: Collection[str]) -> Line:
    seasons = [
        season.model_copy(update={"columns": [name for name in season.columns if name not in names]})
        for season in line.seasons
    ]  # fmt: skip
    columns = [column for column in line.columns if column.name not in names]
    return line.model_copy(update={"columns": columns, "seasons": seasons, "edition": line.edition + 1})


def _result(members: Sequence[Line], columns: dict[str, LineColumn], frequency: Frequency, wish: Wish) -> Line:
    lead, alone = members[0], len(members) == 1
    base = base_of(members)
    months = sorted({month for line in base for month in line.months}) if all(line.months for line in base) else []
    owners = dict.fromkeys(owner for line in members for owner in line.owners)
    merged = [code for line in members[1:] for code in (line.code, *line.merged)]
    return lead.model_copy(
        update={
            "title": wish.title or lead.title, "owner": wish.owner or lead.owner, "frequency": frequency,
            "months": lead.months if alone else months, "columns": list(columns.values()),
            "events": max(line.events for line in members), "owners": list(owners),
            "merged": [*lead.merged, *merged], "seasons": _seasons(members, columns), "edition": lead.edition + 1,
        }
    )  # fmt: skip


def _seasons(members: Sequence[Line], columns: dict[str, LineColumn]) -> list[Season]:
    """What was reported in seasons of danger before goes on so, with the columns that are left."""
    found = []
    for line in members:
        names = {column.name: columns[key].name for key, column in line.keyed() if key in columns}
        seasons = line.seasons
        if line.in_season and len(members) > 1:
            own = Season(title=line.title, frequency=line.frequency, months=line.months, columns=list(names))
            seasons = [own, *seasons]
        found += [
            season.model_copy(update={"columns": [names[name] for name in season.columns if name in names]})
            for season in seasons
        ]  # fmt: skip
    return found


def _same(one: Line, other: Line) -> bool:
    return one.model_dump(exclude=_CONTENT) == other.model_dump(exclude=_CONTENT)
