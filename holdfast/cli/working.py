"""Says on standard error that work goes on: a spinner on a terminal, a line elsewhere once it takes long."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SOON = 2.0
"""Seconds; what ends sooner needs no word in a log."""


@contextlib.contextmanager
def working(words: str, *, soon: float = _SOON) -> Iterator[Callable[[str], None]]:
    """Say what is done for as long as it is done.

    Args:
        words: What is done, such as ``asking AWS``.
        soon: Seconds after which somebody who has no terminal is told.

    Yields:
        Takes newer words, for a terminal.
    """
    from rich.console import Console  # noqa: PLC0415  # see cli/output.py

    console = Console(stderr=True)
    if console.is_terminal and not console.is_dumb_terminal:
        with console.status(words) as status:
            yield status.update
        return
    timer = threading.Timer(soon, typer.echo, [f"{words}…"], {"err": True})
    timer.daemon = True
    timer.start()
    try:
        yield lambda _: None
    finally:
        timer.cancel()
