"""What deploying takes, as JSON: the policies as IAM takes them, and what they leave open."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.permissions import Permissions, Policy

VERSION = 1
"""Version of the shape; fields are only ever added."""


def permissions_json(found: Permissions, policies: tuple[Policy, ...]) -> str:
    """Everything that was found.

    Args:
        found: What deploying takes.
        policies: The policies that are told: its own, or its boundary.
    """
    document = {
        "version": VERSION,
        "project": found.project,
        "stack": found.stack,
        "partial": found.partial,
        "regions": found.regions,
        "policies": {one.name: one.document for one in policies},
        "characters": {one.name: one.characters for one in policies},
        "levels": dict(found.levels),
        "passed_to": found.passed_to,
        "passed_to_any": found.passed_to_any,
        "without_names": found.without_names,
        "account_wide": found.account_wide,
        "keeps_data": found.keeps_data,
        "unknown": found.unknown,
        "elsewhere": found.elsewhere,
        "cloudflare": [{"permission": name, "types": types} for name, types in found.cloudflare],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def policy_json(policy: Policy) -> str:
    """One policy, as a file for ``aws iam create-policy``.

    Args:
        policy: The policy.
    """
    return json.dumps(policy.document, indent=2, ensure_ascii=False) + "\n"
