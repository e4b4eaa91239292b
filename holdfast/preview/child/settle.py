"""Lets the event loop run dry before the SDK looks for what is outstanding.

The SDK waits for its outputs by handing all that are pending to ``asyncio.wait`` until the first is done,
and again with the rest: with a chain of dependencies d long and n outputs that is d times n callbacks.
Nothing here waits for a network, so the loop only has to be left running: then nothing is pending when the
SDK looks.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pulumi.runtime import stack

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


def settle_before_waiting() -> None:
    """Make the SDK's wait for outstanding calls begin with an idle event loop."""
    wait: Callable[..., Awaitable[None]] = stack.wait_for_rpcs

    async def settled(await_all_outstanding_tasks: bool = True) -> None:
        await _idle(asyncio.get_running_loop())
        await wait(await_all_outstanding_tasks)

    stack.wait_for_rpcs = settled


async def _idle(loop: asyncio.AbstractEventLoop) -> None:
    """Return once nothing is ready to run; what a thread still works on is left to the SDK's own wait."""
    ready = getattr(loop, "_ready", ())
    while ready:  # noqa: ASYNC110 - there is no event for an idle loop
        await asyncio.sleep(0)
