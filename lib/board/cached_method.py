"""A cache for methods: an object remembers what its methods worked out."""

import copy
from collections.abc import Callable
from functools import lru_cache, partial, update_wrapper
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

from lib.board.area_values import AreaValues
from lib.metrics import watch_cache

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
# Far over what pages ask: an area's kinds, periods and neighbours.
MOST_RESULTS = 2048
Method = Callable[Concatenate[Any, Arguments], Result]


def cached_method(
    *, most: int = MOST_RESULTS
) -> Callable[[Method[Arguments, Result]], Method[Arguments, Result]]:
    """Return a decorator: a method is worked out once per object and arguments.

    So is a function whose first argument is that object. An object remembers at most so many
    results of a method, and they go when it goes. Frames are returned as copies: objects are
    shared between visitors, so none may change a frame.
    """

    def decorate(method: Method[Arguments, Result]) -> Method[Arguments, Result]:
        title = f"{method.__module__.rpartition('.')[2]}.{method.__name__}"
        name = f"_remembered_{method.__module__}.{method.__qualname__}"

        def call(self: object, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            if name not in self.__dict__:
                cache = lru_cache(most)(partial(method, self))
                self.__dict__[name] = watch_cache(title, cache)
            result: Result = self.__dict__[name](*args, **kwargs)
            return copy.copy(result) if isinstance(result, pd.DataFrame | AreaValues) else result

        return update_wrapper(call, method)

    return decorate
