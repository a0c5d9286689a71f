"""The refusal of a scheme by its consequences."""

from typing import Any

from servicekit.errors import Invalid


class ForbiddenPays(Invalid):
    """Under the scheme a burden raises a score, or an act that helps no village does; the counter-example is shown."""

    code = "forbidden_pays"
    detail = "按此方案，加重村级负担或者无益于村的做法反而得分"
    law = "《整治形式主义为基层减负若干规定》；系统政策护栏：方案不得奖励加重负担"
    counter_example: dict[str, Any]
