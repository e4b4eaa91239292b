"""Serves a provider on this machine, and tells the engine where: ``PULUMI_DEBUG_PROVIDERS``."""

from __future__ import annotations

import json
import sys
from concurrent import futures
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import grpc  # type: ignore[import-untyped]  # no stubs are installed
from pulumi.runtime.proto import provider_pb2_grpc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST_MESSAGE = 1 << 28  # bytes; a state with large policies is longer than gRPC's own limit of 4 MiB
_THREADS = 8


@contextmanager
def serve(
    provider: provider_pb2_grpc.ResourceProviderServicer, packages: Iterable[str], *, threads: int = _THREADS
) -> Iterator[str]:
    """Serve a provider while the context lasts.

    Args:
        provider: What answers.
        packages: Packages that it stands for.
        threads: Calls answered at once. Default: 8.

    Returns:
        What ``PULUMI_DEBUG_PROVIDERS`` must say.
    """
    limit = [
        ("grpc.max_receive_message_length", _LONGEST_MESSAGE),
        ("grpc.max_send_message_length", _LONGEST_MESSAGE),
    ]
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=threads), options=limit)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(provider, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield ",".join(f"{package}:{port}" for package in packages)
    finally:
        server.stop(None).wait()


def installed_packages() -> list[str]:
    """Packages whose SDK is installed in this Python and that need a provider, sorted.

    An SDK says so in its ``pulumi-plugin.json``, which is also where the language host looks.
    """
    found = set()
    for folder in sys.path:
        for file in Path(folder or ".").glob("*/pulumi-plugin.json"):
            told = json.loads(file.read_text(encoding="utf-8"))
            if told.get("resource") and told.get("name"):
                found.add(str(told["name"]))
    return sorted(found)
