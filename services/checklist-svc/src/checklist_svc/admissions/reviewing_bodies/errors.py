"""Refusals about the county's table of reviewing bodies."""

from servicekit.errors import Conflict, Invalid


class ReviewingBodyKnown(Conflict):
    """A body stands in the table once, with all kinds of work that it looks at."""

    code = "reviewing_body_known"
    rule = "LST-02"
    detail = "该机构或者该名称已列入本县审核机构，或者已提出待批准；需要调整的，请先移出再重新列入"
    law = "崆峒区规范指引(2023-08)"


class ReviewingBodyElsewhere(Invalid):
    """Applications of a county are looked at by bodies of the county."""

    code = "reviewing_body_elsewhere"
    rule = "LST-02"
    detail = "审核机构须为本县县级机构"
    law = "崆峒区规范指引(2023-08)"


class ReviewingBodySamePerson(Conflict):
    """Who proposed a body does not approve it."""

    code = "reviewing_body_same_person"
    detail = "提出人不得批准自己提出的审核机构"
