"""What the values of a form are checked with: its rules, the dictionary, and what its villages said before."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from servicekit.transaction import Transaction

from report_svc.filings import repository
from report_svc.forms.fields import Value, with_figures
from report_svc.forms.kinds import FormKind
from report_svc.forms.models import Form
from report_svc.forms.rules import FormRule, RuleKind
from report_svc.register import repository as register
from report_svc.validation.doubts import Column, Earlier
from report_svc.validation.settling import Checks


async def checks_for(
    tx: Transaction, form: Form, columns: Sequence[Column], villages: Sequence[str], *, first: date, last: date
) -> Checks:
    """The checks of a form; earlier periods are read only where a rule speaks of them."""
    rules = [FormRule.model_validate(rule) for rule in form.rules]
    periods = _periods(columns, rules)
    if not periods:
        return Checks(columns, rules, {})
    filed = await repository.earlier(tx, form.code, villages, last_day=last, most=periods)
    elements = {column.element.code for column in columns if column.element is not None}
    known: dict[str, dict[str, Value]] = {}
    if elements:
        newest = await register.newest(
            tx, villages, elements, on=first - timedelta(days=1), surveys=form.kind is FormKind.SURVEY
        )
        for (village, code), value in newest.items():
            known.setdefault(village, {})[code] = value.value
    fields = [column.field for column in columns]
    said = {village: [with_figures(fields, values) for values in rows] for village, rows in filed.items()}
    before = {village: Earlier(said.get(village, ()), known.get(village, {})) for village in villages}
    return Checks(columns, rules, before)


def _periods(columns: Iterable[Column], rules: Iterable[FormRule]) -> int:
    """How many earlier periods the checks look at."""
    own = [rule.periods for rule in rules if rule.kind is RuleKind.CHANGE]
    elements = [column.element for column in columns if column.element is not None]
    compared = any(
        element.greatest_change is not None or any("prev(" in rule for rule in element.rules) for element in elements
    )
    return max([*own, 1 if compared else 0])
