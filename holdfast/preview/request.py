"""What is asked of a preview, what it tells while it runs, and how it fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class PreviewRequest:
    """One preview of one stack of a Pulumi Python program."""

    program: Path
    """Folder of the program, with its Pulumi.yaml."""
    stack: str
    """Name of the stack."""
    stack_file: Path | None = None
    """File with the stack's configuration. Default: ``Pulumi.<stack>.yaml`` where Pulumi.yaml says."""
    answers: Path | None = None
    """JSON file with answers to look-ups: a list of ``{"token", "args", "return"}``. Default: none."""
    policy_packs: Sequence[Path] = ()
    """Folders of policy packs to run over the result. Default: none."""
    state: Path | None = None
    """File that ``pulumi stack export`` wrote, for a preview of changes by the real engine. Default: none."""
    virtualenv: Path | None = None
    """Environment whose Python runs the program, where its folder has none of its own, as a checkout of
    another revision. Default: the one that Pulumi.yaml names, else the Python that asks."""
    environment: Path | None = None
    """Environment whose Python runs the program in place of its own, offline. Default: its own."""
    timeout_seconds: float = 300
    """How long the program may run before it is ended. Default: 300."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far a preview is."""

    phase: Literal["starting", "registering", "finishing", "policies"]
    """What it is doing."""
    resources: int
    """Resources registered so far."""
    elapsed_seconds: float
    """Time since the preview began."""


class PreviewError(Exception):
    """The preview could not be made; the message is for a person.

    Attributes:
        kind: ``usage`` if what was asked or configured is wrong, ``program`` if the program failed.
        problems: each problem for itself.
        diagnostics: what the program said before it failed, in the engine's shape.
    """

    def __init__(
        self,
        message: str,
        *,
        kind: Literal["program", "usage"],
        problems: Sequence[str] = (),
        diagnostics: Sequence[dict[str, str]] = (),
    ) -> None:
        """Take the message and its kind."""
        super().__init__(message)
        self.kind: Literal["program", "usage"] = kind
        self.problems = tuple(problems) or (message,)
        self.diagnostics = tuple(diagnostics)
