"""The engine's log: what the program and the SDK say, kept as diagnostics in the order said."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pulumi.runtime.proto import engine_pb2

from .wire import Empty, Message, PropertyValue

if TYPE_CHECKING:
    from .errors import Problems

_SEVERITIES = {engine_pb2.INFO: "info", engine_pb2.WARNING: "warning", engine_pb2.ERROR: "error"}
_PREFIXES = {"warning": "warning: ", "error": "error: "}


class Diagnostics:
    """Messages in the engine's own shape."""

    def __init__(self) -> None:
        """Start with none."""
        self.entries: list[dict[str, str]] = []

    def add(self, message: str, severity: str, urn: str = "") -> None:
        """Remember one message."""
        entry = {"urn": urn} if urn else {}
        self.entries.append(
            {**entry, "message": _PREFIXES.get(severity, "") + message + "\n", "severity": severity}
        )


class Engine:
    """The SDK's engine service, called directly."""

    def __init__(self, diagnostics: Diagnostics, problems: Problems) -> None:
        """Keep messages in ``diagnostics``; errors are problems too."""
        self._diagnostics = diagnostics
        self._problems = problems
        self._root = ""

    def Log(self, request: Message, _context: object = None) -> Message:  # noqa: N802 - the service's name
        """Keep a message; debug and short-lived ones are dropped, as the engine's digest does."""
        severity = _SEVERITIES.get(request.severity)
        if severity is not None and not request.ephemeral:
            self._diagnostics.add(request.message, severity, request.urn)
            if severity == "error":
                self._problems.add(request.message, request.urn)
        return Empty()

    def GetRootResource(self, _request: Message, _context: object = None) -> Message:  # noqa: N802 - the service's name
        """Answer an old SDK's question for the stack."""
        return engine_pb2.GetRootResourceResponse(urn=self._root)

    def SetRootResource(self, request: Message, _context: object = None) -> Message:  # noqa: N802 - the service's name
        """Remember the stack for an old SDK."""
        self._root = request.urn
        return engine_pb2.SetRootResourceResponse()

    def RequirePulumiVersion(self, _request: Message, _context: object = None) -> Message:  # noqa: N802 - the service's name
        """Accept any asked version: there is no CLI to be too old."""
        return engine_pb2.RequirePulumiVersionResponse()


class _Lines(io.RawIOBase):
    """A raw stream that turns each printed line into a diagnostic."""

    def __init__(self, diagnostics: Diagnostics, severity: str) -> None:
        self._diagnostics = diagnostics
        self._severity = severity
        self._pending = b""

    def writable(self) -> bool:
        return True

    def write(self, data: PropertyValue) -> int:
        blob = bytes(data)
        *lines, self._pending = (self._pending + blob).split(b"\n")
        for line in lines:
            self._diagnostics.add(line.decode("utf-8", "replace") + "\n", self._severity)
        return len(blob)

    def close(self) -> None:
        if self._pending:
            self.write(b"\n")
        super().close()


def printed_lines(diagnostics: Diagnostics, severity: str) -> io.TextIOWrapper:
    """Make a text stream for ``sys.stdout`` or ``sys.stderr`` that keeps what the program prints."""
    raw = _Lines(diagnostics, severity)
    return io.TextIOWrapper(
        io.BufferedWriter(raw, 1), encoding="utf-8", errors="replace", line_buffering=True
    )
