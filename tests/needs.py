"""What a test needs on PATH: without it, it is skipped, and says why."""

from __future__ import annotations

import shutil

import pytest

ENGINE = ("pulumi", "pulumi-language-python")
"""The Pulumi CLI, and what runs Python programs for it."""


def missing(*names: str) -> list[str]:
    """Commands that are not on PATH."""
    return [name for name in names if shutil.which(name) is None]


def needs(*names: str) -> pytest.MarkDecorator:
    """Skip a test where a command that it needs is not on PATH."""
    absent = missing(*names)
    return pytest.mark.skipif(bool(absent), reason=f"not on PATH: {', '.join(absent)}")


needs_engine = needs(*ENGINE)
