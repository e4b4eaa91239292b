"""Runs a program again and again in one process: what it imports is loaded once, which is most of its time.

The Automation API's own way to run a program that is already in memory: the CLI is told where it answers.
Started as ``python -m tests.engine.faulty_host FILE``, prints its port, and ends with its standard input.
"""

from __future__ import annotations

import runpy
import sys
from concurrent import futures

import grpc  # type: ignore[import-untyped]  # no stubs are installed
from pulumi.automation._server import LanguageServer
from pulumi.runtime.proto import language_pb2_grpc


def main(program: str) -> None:
    """Serve a program until standard input ends.

    Args:
        program: Its main file.
    """
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))

    def run() -> None:
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
