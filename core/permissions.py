"""Turns a permission that raises into one that answers, so that each rule is written once."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from core.exceptions import NotPermitted

P = ParamSpec("P")


def asking(check: Callable[P, None]) -> Callable[P, bool]:
    """`user_can_X` out of `check_user_can_X`: False where that raises NotPermitted."""

    @wraps(check)
    def ask(*args: P.args, **kwargs: P.kwargs) -> bool:
        try:
            check(*args, **kwargs)
        except NotPermitted:
            return False
        return True

    return ask
