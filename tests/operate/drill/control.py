"""What a drill runs: starts and kills an API of a lab, and asks HAProxy whether it takes one for down.

``control.py kill|start|down FOLDER NAME``; a file ``NAME.json`` in the folder has the command that starts it.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path


def start(folder: Path, name: str) -> None:
    """Start it where it does not run, and wait until it listens."""
    told = json.loads((folder / f"{name}.json").read_text())
    if listens(told["port"]):
        return
    process = subprocess.Popen(  # noqa: S603  # own words
        told["command"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    (folder / f"{name}.pid").write_text(str(process.pid))
    end = time.monotonic() + 15
    while not listens(told["port"]):
        if time.monotonic() > end:
            sys.exit(f"{name} does not listen")
        time.sleep(0.02)


def kill(folder: Path, name: str) -> None:
    """Kill it."""
    os.kill(int((folder / f"{name}.pid").read_text()), signal.SIGKILL)


def down(folder: Path, name: str) -> None:
    """End with 0 where HAProxy takes it for down."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(folder / "haproxy.sock"))
        connection.sendall(b"show stat\n")
        answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
    rows = [row.split(",") for row in answer.splitlines() if f",{name}," in row]
    sys.exit(0 if rows and rows[0][17].startswith("DOWN") else 1)


def listens(port: int) -> bool:
    """Whether something listens on a port."""
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    {"start": start, "kill": kill, "down": down}[sys.argv[1]](Path(sys.argv[2]), sys.argv[3])
