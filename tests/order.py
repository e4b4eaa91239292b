"""In which order workers take the tests: what takes long begins first, so that no worker waits at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest

LONG = (
    "tests/docs/test_site.py",
    "tests/matrix",
    "tests/components/test_accepted_is_declared.py",
    "tests/operate/drill",
    "tests/operate/test_failover.py",
    "tests/operate/test_guarded_commands.py",
    "tests/package",
    "tests/plugin",
    "tests/proxies",
    "tests/preview",
    "tests/review",
    "tests/runbook",
    "tests/browser",
    "tests/cli",
    "tests/components/test_conformance.py",
    "tests/upgrade",
)
"""Files and folders, the longest first; everything else follows as it is collected."""


def long_first(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """The same items, those of ``LONG`` before all others."""
    return sorted(items, key=lambda item: _place(item.nodeid))


def _place(nodeid: str) -> int:
    return next((place for place, path in enumerate(LONG) if nodeid.startswith(path)), len(LONG))
