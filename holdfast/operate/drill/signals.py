"""Ctrl-C and its like: they end a drill, and never what puts back what it broke."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextlib.contextmanager
def as_interrupt() -> Iterator[None]:
    """Let a termination and a lost terminal be what Ctrl-C is; only the first of them interrupts."""
    interrupted = False

    def interrupt(number: int, frame: FrameType | None) -> None:
        nonlocal interrupted
        if interrupted:
            _told(number, frame)
            return
        interrupted = True
        raise KeyboardInterrupt

    with _handled(interrupt):
        yield


@contextlib.contextmanager
def deferred() -> Iterator[None]:
    """Let nothing interrupt: whoever tries is told why."""
    with _handled(_told):
        yield


def _told(number: int, frame: FrameType | None) -> None:
    del number, frame
    # Not by print: a signal may come in the middle of one.
    os.write(2, b"what was broken is being put back; this is not interrupted\n")


@contextlib.contextmanager
def _handled(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handler) for number in _ENDING}
    try:
        yield
    finally:
        for number, one in before.items():
            signal.signal(number, one)
