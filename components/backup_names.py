"""Names that AWS Backup takes for restore testing plans, frameworks and report plans."""

import hashlib
import re

import pulumi

_DIGEST = 8


def backup_name(*parts: str, longest: int) -> str:
    """Name something of this stack by letters, digits and underscores, so that autonaming cannot.

    Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateFramework.html and
    .../API_CreateRestoreTestingPlan.html (2026-11): hyphens are refused. The name is fixed, which is safe:
    what it names holds nothing and is changed in place.

    Args:
        parts: What stands behind project and stack, such as the place.
        longest: How many characters AWS takes; what is longer ends in a digest of the whole.
    """
    whole = "_".join((pulumi.get_project(), pulumi.get_stack(), *parts))
    name = re.sub(r"[^A-Za-z0-9]+", "_", whole)
    name = name if name[0].isalpha() else f"n{name}"
    if len(name) <= longest:
        return name
    digest = hashlib.sha256(whole.encode()).hexdigest()[:_DIGEST]
    return f"{name[: longest - _DIGEST - 1]}_{digest}"
