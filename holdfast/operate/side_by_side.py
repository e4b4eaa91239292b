"""Ask many at once, and wait for none that hangs."""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

Key = TypeVar("Key", bound="Hashable")
Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer(Generic[Value]):
    """What was answered, or None and why nothing was."""

    value: Value | None
    unknown: str | None = None


def side_by_side(questions: Mapping[Key, Callable[[], Value]], *, seconds: float) -> dict[Key, Answer[Value]]:
    """Ask every question in a thread of its own.

    Args:
        questions: What is asked, by key.
        seconds: When to give up those that have not answered. Their threads die with the process.

    Returns:
        An answer per key, in the order of the questions. What a question raises is its ``unknown``.
    """
    answers: queue.SimpleQueue[tuple[Key, Answer[Value]]] = queue.SimpleQueue()

    def ask(key: Key, question: Callable[[], Value]) -> None:
        try:
            answers.put((key, Answer(value=question())))
        except Exception as error:  # noqa: BLE001  # whatever it is, that one thing is unknown, and why is said
            answers.put((key, Answer(value=None, unknown=str(error) or type(error).__name__)))

    for key, question in questions.items():
        threading.Thread(target=ask, args=(key, question), daemon=True).start()
    given_up = f"no answer within {seconds:g} seconds"
    found: dict[Key, Answer[Value]] = {key: Answer(value=None, unknown=given_up) for key in questions}
    end = time.monotonic() + seconds
    for _ in questions:
        try:
            key, answer = answers.get(timeout=max(end - time.monotonic(), 0))
        except queue.Empty:
            break
        found[key] = answer
    return found
