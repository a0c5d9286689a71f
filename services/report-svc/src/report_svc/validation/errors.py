"""The refusal that asks back."""

from servicekit.errors import Invalid


class ValuesDoubted(Invalid):
    """Some values contradict one another or earlier ones: they are corrected, or sent again with a word."""

    code = "values_doubted"
    detail = "部分栏目与其他栏目或往期不符。请更正；情况属实的，逐栏写明说明后再次报送即可"
