"""What tests ask of the emulator itself, and not of the AWS that it plays."""

from __future__ import annotations

import urllib3

_PATIENCE_SECONDS = 60
"""A busy machine takes its time; the default of 3 seconds has failed a run."""


def reset(url: str) -> None:
    """Make the emulator forget everything.

    Args:
        url: Where it listens.
    """
    assert urllib3.request("POST", f"{url}/moto-api/reset", timeout=_PATIENCE_SECONDS).status == 200
