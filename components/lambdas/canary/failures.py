"""What a step says when it fails: words that hold no secret, whatever went wrong."""

from __future__ import annotations

import errno
import ssl


class StepError(Exception):
    """A step failed; its text may be shown and logged."""


def said(problem: BaseException) -> str:
    """Say what went wrong.

    Texts of other exceptions are left out: some of them hold the header that was refused.

    Args:
        problem: What was raised.
    """
    if isinstance(problem, StepError):
        return str(problem)
    if isinstance(problem, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {problem.verify_message}"
    if isinstance(problem, TimeoutError):
        return "it timed out"
    if isinstance(problem, OSError) and problem.errno is not None:
        return f"{type(problem).__name__} {errno.errorcode.get(problem.errno, problem.errno)}"
    return type(problem).__name__
