"""Who operates, and whether a process of theirs still lives."""

from __future__ import annotations

import getpass
import os
import socket


def operator_name() -> str:
    """The person at this machine: ``ada@laptop``."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        # A container's user may have no name.
        user = "nobody known"
    return f"{user}@{socket.gethostname()}"


def is_alive(pid: int) -> bool:
    """Whether a process of this machine still lives."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
