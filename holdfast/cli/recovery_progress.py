"""What a person sees while a stack is looked at and operated, and how they stop it; on standard error."""

from __future__ import annotations

import contextlib
import json
import signal
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator, Mapping

    from holdfast.operate.records import Record


@contextlib.contextmanager
def progress() -> Iterator[Callable[[Record], None]]:
    """The steps as they go on: a live table on a terminal, a line per event elsewhere; on standard error."""
    from rich.console import Console  # noqa: PLC0415  # see cli/output.py

    console = Console(stderr=True)
    if console.is_terminal:
        with _live(console) as changed:
            yield changed
        return
    told = 0

    def tell(record: Record) -> None:
        nonlocal told
        for event in record["events"][told:]:
            typer.echo(f"{event['at']} {event['what']}", err=True)
        told = len(record["events"])

    yield tell


@contextlib.contextmanager
def _live(console: Any) -> Iterator[Callable[[Record], None]]:  # noqa: ANN401  # rich is loaded when needed
    from rich.live import Live  # noqa: PLC0415  # see cli/output.py
    from rich.text import Text  # noqa: PLC0415  # see cli/output.py

    from holdfast.report.recovery_text import progress_lines  # noqa: PLC0415  # see cli/output.py

    newest: list[Mapping[str, Any]] = []

    def shown() -> Text:
        if not newest:
            return Text("taking the lock")
        lines = progress_lines(newest[0], datetime.now(UTC), width=console.width)
        return Text("\n").join(Text(line.text, style=line.style) for line in lines)

    with Live(console=console, get_renderable=shown, refresh_per_second=2):
        # A copy: the record goes on changing in other threads while it is drawn.
        yield lambda record: newest.__setitem__(slice(None), [json.loads(json.dumps(record))])


@contextlib.contextmanager
def interruptible(stop: threading.Event) -> Iterator[None]:
    """Let a termination be what Ctrl-C is: nothing new begins, and what is in flight ends."""
    before = signal.signal(signal.SIGTERM, lambda *_: stop.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
