"""What goes wrong in the stand-in cloud: a call that fails, a type, a region, a cloud that is slow."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from tests.engine.standin.errors import CloudError


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call that changes or reads the cloud."""

    operation: str
    """``create``, ``read``, ``update``, ``delete``, or ``configure``: taking on a role of another account."""
    type: str
    """Type token of the resource."""
    name: str
    """Logical name of the resource."""
    region: str
    """Region of the resource; empty for what has none."""


@dataclass(kw_only=True)
class Fault:
    """One rule: which calls fail, how, and when; patterns are those of a shell."""

    operation: str = "*"
    type: str = "*"
    name: str = "*"
    region: str = "*"
    nth: int | None = None
    """The only call that fails, counted from 1 among those that the patterns fit. Default: every one."""
    seconds: float = 0
    """How long the call takes before it goes on or fails. Default: no time."""
    until: threading.Event | None = None
    """What the call waits for before it goes on or fails. Default: nothing."""
    message: str | None = "InternalFailure: the request processing has failed because of an unknown error"
    """What AWS says; None lets the call go on, only slower."""
    _met: int = field(default=0, init=False)

    def fits(self, call: Call) -> bool:
        """Whether the rule speaks of a call; each call that fits is counted."""
        patterns = (
            (call.operation, self.operation),
            (call.type, self.type),
            (call.name, self.name),
            (call.region, self.region),
        )
        if not all(fnmatchcase(value, pattern) for value, pattern in patterns):
            return False
        self._met += 1
        return self.nth is None or self.nth == self._met


class Faults:
    """The rules in force, and every call that was made."""

    def __init__(self, *rules: Fault) -> None:
        """Start with some rules."""
        self._lock = threading.Lock()
        self.rules = list(rules)
        self.calls: list[Call] = []

    def meet(self, call: Call) -> None:
        """Take note of a call, and fail it where a rule says so."""
        with self._lock:
            self.calls.append(call)
            due = [rule for rule in self.rules if rule.fits(call)]
        for rule in due:
            time.sleep(rule.seconds)
            if rule.until is not None:
                rule.until.wait()
            if rule.message is not None:
                raise CloudError(rule.message)
