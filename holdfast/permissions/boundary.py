"""A permissions boundary: the one policy beyond which the deploying role gets, whatever is attached to it."""

from __future__ import annotations

from holdfast.permissions.model import Permissions, Policy, Statement
from holdfast.permissions.regions import GLOBAL_SERVICES
from holdfast.permissions.statements import listed, statement

_STATE = ("kms", "s3", "sts")
"""Services by which the state is kept and the role is taken (``bootstrap/``)."""
_LOOK = ("iam:Get*", "iam:List*")


def boundary(found: Permissions) -> Policy:
    """The services that the stack uses, in its regions, and of IAM what the policies say of the stack's own.

    A role has one boundary, which is one managed policy: it holds services and not single actions. What the
    role may do is what its policies and the boundary both allow.

    Args:
        found: What deploying the stack takes.
    """
    actions = {
        action for policy in found.policies for one in policy.statements for action in listed(one["Action"])
    }
    prefixes = {action.partition(":")[0] for action in actions}
    regional = sorted(prefixes - GLOBAL_SERVICES - set(_STATE))
    everywhere = {f"{one}:*" for one in (prefixes & GLOBAL_SERVICES) - {"iam"}}
    said: list[Statement] = []
    conditions = None
    if found.regions:
        conditions = {"StringEquals": {"aws:RequestedRegion": list(found.regions)}}
    said.append(statement("InTheRegions", (f"{one}:*" for one in regional), ["*"], conditions))
    if everywhere:
        said.append(statement("GlobalServices", everywhere, ["*"]))
    said.append(statement("StateInAnyRegion", (f"{one}:*" for one in _STATE), ["*"]))
    said.append(statement("LookAtRoles", _LOOK, ["*"]))
    said += [one for policy in found.policies for one in policy.statements if _of_iam(one)]
    return Policy(name=f"boundary-{found.project}-{found.stack}", statements=tuple(said))


def _of_iam(one: Statement) -> bool:
    return all(action.startswith("iam:") for action in listed(one["Action"]))
