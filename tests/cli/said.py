"""What a command says beside its report."""

from __future__ import annotations


def warned(stderr: str) -> str:
    """Standard error without the lines that say that work goes on: they come as the clock has it."""
    return "".join(line for line in stderr.splitlines(keepends=True) if not line.endswith("…\n"))
