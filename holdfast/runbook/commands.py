"""Makes commands that a shell takes as they are."""

from __future__ import annotations

import shlex


def command(*words: str) -> str:
    """A command line, each word quoted where it needs to be.

    Args:
        words: The program and its arguments.
    """
    return shlex.join(words)


def aws(region: str, what: str, *words: str) -> str:
    """A call of the AWS CLI in a region.

    Args:
        region: AWS region; empty where the service has but one endpoint.
        what: Service and operation, such as ``rds describe-global-clusters``.
        words: Options and their values.
    """
    return command("aws", *what.split(), *(("--region", region) if region else ()), *words)
