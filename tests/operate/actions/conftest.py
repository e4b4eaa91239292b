"""A stack with a store of every kind, AWS by a script, and the steps of its workflows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.operate.actions import step_for
from tests.operate.contracts import planned_by
from tests.operate.emulator import reset

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.contracts.operations import Operations
    from holdfast.operate.steps import Step
    from tests.operate.scripted import Aws


@pytest.fixture
def aws(aws: Any, emulated_aws: str) -> Any:
    """The emulator, empty."""
    reset(emulated_aws)
    return aws


@pytest.fixture
def step(contract: Operations, script: Aws) -> Callable[..., Step]:
    """Make the step of a key from the contract's own workflow that leaves use1."""

    def make(key: str, *, graceful: bool = False, clients: Any = None) -> Step:
        planned = planned_by(contract, key, graceful=graceful)
        return step_for(planned, contract, clients or script, graceful=graceful, away_from="use1")

    return make
