"""The event loop's executor: the SDK's calls run at once and in order, so that two runs are alike."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from pulumi.runtime import _callbacks

if TYPE_CHECKING:
    from collections.abc import Callable


class InlineExecutor(ThreadPoolExecutor):
    """Runs the SDK's own calls inline; threads serve the program's calls, and all once callbacks exist.

    A callback (a transform) is answered by the event loop, which must therefore not wait inside the call.
    """

    def submit(self, fn: Callable[..., Any], /, *args: object, **kwargs: object) -> Future[Any]:
        """Run or schedule a call."""
        servers = _callbacks._CallbackServicer._servicers  # noqa: SLF001 - told nowhere else
        if servers or not _of_the_sdk(fn):
            return super().submit(fn, *args, **kwargs)
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - handed on to whoever awaits the call
            future.set_exception(error)
        return future


def _of_the_sdk(fn: Callable[..., Any]) -> bool:
    return str(getattr(fn, "__module__", "")).startswith("pulumi.runtime")
