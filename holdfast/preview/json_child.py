"""A child that takes a JSON request and leaves a JSON result, in a folder that is gone afterwards."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .child_process import Ended, TimedOutError, run_child
from .request import PreviewError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_ENTRY = Path(__file__).resolve().parent / "child" / "run.py"


def ask_child(  # noqa: PLR0913 - what a process is started with
    what: str,
    content: Mapping[str, Any],
    *,
    subject: str,
    python: Path,
    folder: Path,
    environment: Mapping[str, str],
    timeout_seconds: float,
    told: Callable[[dict[str, Any]], None],
) -> tuple[dict[str, Any], Ended]:
    """Run the child's entry and return its result.

    Args:
        what: ``session`` for a program, ``cli`` for one under the real engine, ``pack`` for a policy pack.
        content: the request, without the places of the result and of the progress.
        subject: what messages call the child.
        python: the Python that runs it.
        folder: its working directory.
        environment: its environment.
        timeout_seconds: how long it may run.
        told: called with each line of progress.

    Raises:
        PreviewError: it ran too long, or ended without a result.
    """
    reader, writer = os.pipe()
    with tempfile.TemporaryDirectory(prefix="holdfast-preview-") as scratch:
        result_file, request_file = Path(scratch) / "result.json", Path(scratch) / "request.json"
        request = {**content, "result": str(result_file), "progress": writer}
        request_file.write_text(json.dumps(request), encoding="utf-8")
        try:
            ended = run_child(
                [str(python), str(_ENTRY), what, str(request_file)],
                folder=folder,
                environment=environment,
                timeout_seconds=timeout_seconds,
                progress_pipe=(reader, writer),
                told=told,
            )
        except TimedOutError:
            message = f"{subject} did not end within {timeout_seconds:g} seconds and was stopped"
            raise PreviewError(message, kind="program") from None
        if not result_file.is_file():
            raise PreviewError(_crash(subject, ended), kind="program")
        result: dict[str, Any] = json.loads(result_file.read_text(encoding="utf-8"))
    return result, ended


def _crash(subject: str, ended: Ended) -> str:
    last = [line for line in ended.stderr.splitlines() if line.strip()][-1:]
    reason = f": {last[0].strip()}" if last else ""
    how = f"was ended by signal {-ended.code}" if ended.code < 0 else f"ended with code {ended.code}"
    return f"{subject} {how} before it had told its result{reason}"
