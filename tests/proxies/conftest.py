from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from tests.needs import missing
from tests.proxies.lab import Lab, config, lab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from holdfast.topology.values import ProxySoftware


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Lab]]:
    """Start a proxy with instances; all of it ends with the test."""
    with ExitStack() as stack:

        def one(software: ProxySoftware, addresses: Sequence[str] = (), **more: Any) -> Lab:
            if absent := missing(software.value, "openssl"):
                pytest.skip(f"not on PATH: {', '.join(absent)}")
            folder = tmp_path / str(len(list(tmp_path.iterdir())))
            folder.mkdir()
            return stack.enter_context(lab(config(software, folder, **more), folder, addresses))

        yield one
