"""Refusals about checklists."""

from servicekit.errors import Conflict, Invalid


class QuestionUnknown(Invalid):
    """A code is not of the shipped list, or stands twice, or what was found has no word."""

    code = "checklist_answers_unfit"
    detail = "清单中没有这一项，或者同一项填了两次，或者填“有”而没有写明情况"


class ChecklistExists(Conflict):
    """The visit has its answers; they are corrected, not answered again."""

    code = "checklist_exists"
    detail = "本次到村的核实清单已经登记，有误请更正"
