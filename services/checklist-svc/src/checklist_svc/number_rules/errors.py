"""Refusals about how numbers are checked."""

from servicekit.errors import Conflict, Invalid


class RuleBegun(Conflict):
    """The first day has come: what is in force is followed by another rule, not taken back."""

    code = "number_rule_begun"
    detail = "该核验方式的起始日已到，不能再批准或撤回；需要改变的，请另行提出一项，写明新的起始日"


class RuleDayPassed(Invalid):
    """Nobody is measured by a rule that they could not know."""

    code = "number_rule_day_passed"
    detail = "起始日应在明天及以后，使各单位事先知道"


class RuleSamePerson(Conflict):
    """Who proposed a rule does not approve it."""

    code = "number_rule_same_person"
    detail = "提出人不得批准自己提出的核验方式"
