"""Refusals about writing a letter."""

from uuid import UUID

from servicekit.errors import Conflict


class LetterUnanswered(Conflict):
    """The body has a letter about the same matter in hand."""

    code = "letter_unanswered"
    detail = "就同一索要事项已向该单位发函，尚未答复，不重复发函"
    letter_id: UUID


class LetterCovers(Conflict):
    """What was demanded before a letter is what the letter was about."""

    code = "letter_covers_it"
    detail = "该索要发生在已发函件之前，函件已经涵盖，不重复发函"
    letter_id: UUID
