"""Remembering what methods of shared objects work out.

Not here: the objects.
"""

import copy
from collections.abc import Callable
from functools import lru_cache, partial, update_wrapper
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

from lib.board.area_values import AreaValues

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Method = Callable[Concatenate[Any, Arguments], Result]


def cached_method(
    *, most: int | None = None
) -> Callable[[Method[Arguments, Result]], Method[Arguments, Result]]:
    """Return a decorator: a method is worked out once per object and arguments.

    `most` limits how many results an object remembers; without it they are all remembered. Frames
    are returned as copies: objects are shared between visitors, so none may change a frame.
    """

    def decorate(method: Method[Arguments, Result]) -> Method[Arguments, Result]:
        name = f"_remembered_{method.__name__}"

        def call(self: object, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            if name not in self.__dict__:
                self.__dict__[name] = lru_cache(most)(partial(method, self))
            result: Result = self.__dict__[name](*args, **kwargs)
            return copy.copy(result) if isinstance(result, pd.DataFrame | AreaValues) else result

        return update_wrapper(call, method)

    return decorate
