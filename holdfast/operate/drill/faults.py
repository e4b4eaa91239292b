"""What a drill breaks, and how it is put back: a command's doing, an experiment of FIS, a failover."""

from __future__ import annotations

import shlex
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from holdfast.operate.drill.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.operate.drill.settings import CommandFault

_SHOWN = 200
"""Characters of a command's output that are shown."""


class FaultError(Exception):
    """What should be broken or put back could not be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FaultState:
    """Where a fault is.

    ``over`` says that it goes no further by itself, ``proofs`` what shows that it happened, ``failed`` why it
    ended otherwise than it should and ``verdict`` what that makes of the drill. ``began`` is when it really
    began, in epoch seconds, where that is later than the call that began it.
    """

    over: bool
    proofs: tuple[str, ...] = ()
    failed: str | None = None
    verdict: Verdict = Verdict.FAILED
    began: float | None = None


class Fault(Protocol):
    """Something that is broken on purpose. All raise ``FaultError`` where it cannot be done."""

    @property
    def kind(self) -> str:
        """``command``, ``experiment`` or ``failover``."""

    @property
    def words(self) -> str:
        """What is done, for the person who is asked."""

    @property
    def undoing(self) -> str:
        """How it is put back, for the same person."""

    def begin(self) -> None:
        """Break it."""

    def look(self) -> FaultState:
        """See where it is."""

    def undo(self) -> str:
        """Put it back, whatever state it is in and whoever broke it; say what was done. No harm in twice."""


@dataclass(kw_only=True, slots=True)
class CommandBreaks:
    """A command breaks it and another mends it; it stays broken until then."""

    spec: CommandFault
    hold_seconds: float
    kind: str = "command"
    _began: float | None = field(default=None)

    @property
    def words(self) -> str:
        """The command."""
        return f"runs {shlex.join(self.spec.run)}"

    @property
    def undoing(self) -> str:
        """The other one."""
        return f"runs {shlex.join(self.spec.undo)}"

    def begin(self) -> None:
        """Run the command.

        Raises:
            FaultError: It fails, which may leave something broken.
        """
        self._began = time.monotonic()
        run_command(self.spec.run, self.spec.timeout_seconds)

    def look(self) -> FaultState:
        """Over when it was held for long enough; that the command ran proves nothing."""
        return FaultState(
            over=self._began is not None and time.monotonic() - self._began >= self.hold_seconds
        )

    def undo(self) -> str:
        """Run the other command.

        Raises:
            FaultError: It fails.
        """
        run_command(self.spec.undo, self.spec.timeout_seconds)
        return f"ran {shlex.join(self.spec.undo)}"


def run_command(command: Sequence[str], seconds: float) -> None:
    """Run a command without a shell, in a session of its own, so that Ctrl-C leaves it alone.

    Raises:
        FaultError: It cannot be started, fails, or does not end in time.
    """
    shown = shlex.join(command)
    # Not a pipe: whoever is started in the background may keep it open.
    with tempfile.TemporaryFile() as output:
        try:
            done = subprocess.run(  # noqa: S603  # the file's owner says what is run
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=seconds,
                check=False,
                start_new_session=True,
            )
        except subprocess.TimeoutExpired:
            raise FaultError(f"'{shown}' did not end within {seconds:g} seconds") from None
        except OSError as error:
            raise FaultError(f"'{shown}' cannot be run: {error.strerror}") from error
        if done.returncode:
            output.seek(0)
            said = output.read().decode(errors="replace").strip()[-_SHOWN:]
            raise FaultError(f"'{shown}' ended with {done.returncode}{f': {said}' if said else ''}")
