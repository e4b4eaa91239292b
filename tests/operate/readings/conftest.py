"""A stack with a store of every kind, and AWS by a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.operate.contracts import whole
from tests.operate.emulator import reset
from tests.operate.scripted import Aws

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.contracts.operations import Operations


@pytest.fixture
def aws(aws: Any, emulated_aws: str) -> Any:
    """The emulator, empty."""
    reset(emulated_aws)
    return aws


@pytest.fixture
def contract() -> Operations:
    return whole()


@pytest.fixture
def script() -> Iterator[Aws]:
    """AWS by a script, all of which must have been asked for."""
    aws = Aws()
    yield aws
    aws.done()
