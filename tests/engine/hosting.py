"""Runs a program again and again in one process: what it imports is loaded once, which is most of its time.

The Automation API's own way to run a program that is already in memory: the CLI is told where it answers.
Started as ``python -m tests.engine.hosting FILE``, it prints its port, and ends with its standard input.
"""

from __future__ import annotations

import gc
import runpy
import subprocess
import sys
from concurrent import futures
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import grpc  # type: ignore[import-untyped]  # no stubs are installed
from pulumi.automation._server import LanguageServer
from pulumi.runtime.proto import language_pb2_grpc

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).parents[2]


@contextmanager
def host(program: Path) -> Iterator[int]:
    """Keep a program in memory, and give the port where the CLI finds it.

    Args:
        program: Its main file.
    """
    command = [sys.executable, "-m", "tests.engine.hosting", str(program)]
    with subprocess.Popen(  # noqa: S603  # this very Python
        command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.stdin.close()


def main(program: str) -> None:
    """Serve a program until standard input ends.

    Args:
        program: Its main file.
    """
    gc.disable()  # cycles are collected between runs, where that costs no preview its time
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))

    def run() -> None:
        gc.collect()
        gc.freeze()
        runpy.run_path(program, run_name="__main__")

    servicer = LanguageServer(run)
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)  # noqa: T201  # how whoever started it learns the port
    sys.stdin.read()
    server.stop(None).wait()


if __name__ == "__main__":
    main(sys.argv[1])
