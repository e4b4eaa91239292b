"""A stand-in cloud per module, and what the engine needs to reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.engine.standin import Cloud, serve

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def cloud() -> Cloud:
    return Cloud()


@pytest.fixture(scope="module")
def providers(cloud: Cloud) -> Iterator[str]:
    with serve(cloud) as told:
        yield told
