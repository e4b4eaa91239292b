"""A child process with a time limit, its progress, and an environment without network and credentials."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# Nothing listens there (the discard port), so that whatever reaches for the network fails at once.
_CLOSED_PROXY = "http://127.0.0.1:9"
_PROXIES = ("http_proxy", "https_proxy", "all_proxy")
_KEPT_AWS = frozenset({"AWS_REGION", "AWS_DEFAULT_REGION"})
_CREDENTIALS = frozenset(
    {
        "CLOUDFLARE_API_TOKEN",
        "CLOUDFLARE_API_KEY",
        "CLOUDFLARE_EMAIL",
        "GITHUB_TOKEN",
        "GH_TOKEN",
        "GITLAB_TOKEN",
        "PULUMI_ACCESS_TOKEN",
        "PULUMI_CONFIG_PASSPHRASE",
        "PULUMI_CONFIG_PASSPHRASE_FILE",
    }
)
_GRACE_SECONDS = 2.0


class TimedOutError(Exception):
    """The child ran longer than it may."""


@dataclass(slots=True)
class Ended:
    """How a child ended."""

    code: int
    """Exit code; negative for a signal."""
    stdout: str = ""
    """What reached file descriptor 1."""
    stderr: str = ""
    """What reached file descriptor 2."""


@dataclass(slots=True)
class _Pipes:
    selector: selectors.DefaultSelector
    texts: dict[str, bytearray] = field(default_factory=dict)
    partial: bytes = b""
    last: dict[str, Any] = field(default_factory=lambda: {"phase": "starting", "resources": 0})
    """The newest line of progress."""


def closed_environment(virtualenv: Path | None, extra: Mapping[str, str]) -> dict[str, str]:
    """Environment of a child: no credentials, no network, the environment's own Python first.

    Args:
        virtualenv: environment of the child's Python; None for this process's own.
        extra: variables to add.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _CREDENTIALS
        and (not name.startswith("AWS_") or name in _KEPT_AWS)
        and name.lower() not in (*_PROXIES, "no_proxy")
    }
    for name in _PROXIES:
        kept[name] = kept[name.upper()] = _CLOSED_PROXY
    kept["AWS_EC2_METADATA_DISABLED"] = "true"
    kept["AWS_SHARED_CREDENTIALS_FILE"] = kept["AWS_CONFIG_FILE"] = os.devnull
    kept.setdefault("GRPC_VERBOSITY", "NONE")
    # Sets of text are ordered by hash: a fixed seed makes two runs of one program alike.
    kept.setdefault("PYTHONHASHSEED", "0")
    if virtualenv is not None:
        kept.pop("PYTHONHOME", None)
        kept["VIRTUAL_ENV"] = str(virtualenv)
        scripts = virtualenv / ("Scripts" if os.name == "nt" else "bin")
        kept["PATH"] = f"{scripts}{os.pathsep}{kept.get('PATH', '')}"
    return {**kept, **extra}


def run_child(  # noqa: PLR0913 - what a process is started with
    command: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    timeout_seconds: float,
    progress_pipe: tuple[int, int],
    told: Callable[[dict[str, Any]], None],
) -> Ended:
    """Run a child to its end, in a process group of its own.

    Args:
        command: what to run.
        folder: its working directory.
        environment: its environment.
        timeout_seconds: when to end it with everything that it started.
        progress_pipe: read and write end of the pipe on which it tells its progress.
        told: called with each line of progress, and with the last one again now and then; what it raises
            ends the child.

    Raises:
        TimedOutError: it ran too long.
    """
    reader, writer = progress_pipe
    deadline = time.monotonic() + timeout_seconds
    with subprocess.Popen(  # noqa: S603 - the program that the caller asked to run
        command,
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=(writer,),
        start_new_session=True,
    ) as process:
        os.close(writer)
        with selectors.DefaultSelector() as selector:
            pipes = _Pipes(selector, {"stdout": bytearray(), "stderr": bytearray()})
            for stream, name in (
                (process.stdout, "stdout"),
                (process.stderr, "stderr"),
                (reader, "progress"),
            ):
                selector.register(stream, selectors.EVENT_READ, name)  # type: ignore[arg-type]  # pipes are never None here
            try:
                _drain(pipes, process, deadline, told)
            except BaseException:
                _end(process)
                raise
            finally:
                os.close(reader)
        return Ended(
            process.wait(),
            pipes.texts["stdout"].decode("utf-8", "replace"),
            pipes.texts["stderr"].decode("utf-8", "replace"),
        )


def _drain(
    pipes: _Pipes, process: subprocess.Popen[bytes], deadline: float, told: Callable[[dict[str, Any]], None]
) -> None:
    while pipes.selector.get_map():
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimedOutError
        # A program may leave a child behind that keeps the pipes open: the program's own end is what counts.
        ready = pipes.selector.select(min(left, 0.5))
        if not ready and process.poll() is not None:
            return
        if not ready:
            told(pipes.last)
        for key, _ in ready:
            data = os.read(key.fd, 65536)
            if not data:
                pipes.selector.unregister(key.fileobj)
            elif key.data == "progress":
                *lines, pipes.partial = (pipes.partial + data).split(b"\n")
                for line in lines:
                    pipes.last = json.loads(line)
                    told(pipes.last)
            else:
                pipes.texts[key.data] += data


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the child and everything in its session: what it starts may make process groups of its own."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        # Whom the child started is asked before it ends: its session's number may be given away afterwards.
        for pid in _session(process.pid):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE_SECONDS)
    process.wait()


def _session(leader: int) -> list[int]:
    """Processes of a session, its leader last: it must not be gone while the others are looked for."""
    found = [pid for pid in _processes() if pid != leader and _session_of(pid) == leader]
    return [*found, leader]


def _session_of(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except (ProcessLookupError, PermissionError):
        return None


def _processes() -> list[int]:
    """Every process that this user sees: from ``/proc`` where there is one, else from ``ps``."""
    folder = Path("/proc")
    if (folder / "self").exists():
        return [int(entry.name) for entry in folder.iterdir() if entry.name.isdigit()]
    listed = subprocess.run(["ps", "-A", "-o", "pid="], capture_output=True, text=True, check=False)  # noqa: S607 - the system's own
    return [int(word) for word in listed.stdout.split()]
