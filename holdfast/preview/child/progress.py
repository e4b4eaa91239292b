"""Tells the parent how far a preview is."""

from __future__ import annotations

import json
import os
import time

_TELL_SECONDS = 0.1


class Progress:
    """One line of JSON at a time on a pipe, a few times a second at most."""

    def __init__(self, descriptor: int) -> None:
        """Write to a descriptor."""
        self._descriptor = descriptor
        self._told = 0.0

    def tell(self, phase: str, resources: int) -> None:
        """Tell a phase and the number of resources so far."""
        line = json.dumps({"phase": phase, "resources": resources}) + "\n"
        try:
            os.write(self._descriptor, line.encode())
        except OSError:
            self._descriptor = -1

    def registered(self, resources: int) -> None:
        """Tell the number of resources, unless it was told a moment ago."""
        if self._descriptor >= 0:
            now = time.monotonic()
            if now - self._told >= _TELL_SECONDS:
                self._told = now
                self.tell("registering", resources)
