"""Runs the checks side by side: none waits for another's answer, and none stops the others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from holdfast.doctor.checks import CHECKS
from holdfast.doctor.model import Finding, Purpose, State
from holdfast.preview import PreviewError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

    from holdfast.doctor.world import World


def examine(world: World, purposes: Iterable[Purpose] = tuple(Purpose)) -> tuple[Finding, ...]:
    """Look at everything that is needed.

    Args:
        world: The stack and the machine.
        purposes: What for. Default: everything.

    Returns:
        Findings by purpose, in the order of the checks.
    """
    wanted = set(purposes)
    checks = [one for one in CHECKS if one.PURPOSE in wanted]
    with ThreadPoolExecutor(max_workers=max(len(checks), 1)) as pool:
        found = [
            one for findings in pool.map(lambda check: _looked(check, world), checks) for one in findings
        ]
    order = list(Purpose)
    return tuple(
        sorted((one for one in found if one.purpose in wanted), key=lambda one: order.index(one.purpose))
    )


def _looked(check: ModuleType, world: World) -> list[Finding]:
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # see operate/aws.py

    from holdfast.operate.aws import EndpointError  # noqa: PLC0415  # see above
    from holdfast.settings import SettingsError  # noqa: PLC0415  # see above

    try:
        return list(check.check(world))
    except (BotoCoreError, ClientError, EndpointError, OSError) as error:
        why = f"no answer: {error}"
    except (PreviewError, SettingsError):
        why = "the stack file cannot be read (see settings)"
    return [Finding(check.PURPOSE, check.SUBJECT, State.UNKNOWN, why)]
