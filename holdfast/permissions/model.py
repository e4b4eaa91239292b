"""What a stack's deployment needs to be allowed, as plain values."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Statement: TypeAlias = "Mapping[str, object]"
"""A statement of a policy, as IAM writes it."""

MAX_POLICY_CHARACTERS = 6_144
"""Largest managed policy, white space not counted
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, 2026-11)."""
MAX_POLICIES = 10
"""Managed policies that a role takes; the quota can be raised to 20 (the same page)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """How the program's resources get the names that nobody gives them (``pulumi:autonaming``)."""

    pattern: str = "${name}-${hex(7)}"
    """The pattern of all types. Default: Pulumi's own."""
    by_type: Mapping[str, str] = field(default_factory=dict)
    """Type token → its own pattern. Default: none."""

    def pattern_of(self, token: str) -> str:
        """The pattern of a type.

        Args:
            token: Its type token.
        """
        return self.by_type.get(token, self.pattern)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One managed policy."""

    name: str
    """Its name: none that the policy itself lets anybody change."""
    statements: tuple[Statement, ...]
    """What it allows."""

    @property
    def document(self) -> dict[str, object]:
        """The document that ``aws iam create-policy --policy-document`` takes."""
        return {"Version": "2012-10-17", "Statement": list(self.statements)}

    @property
    def characters(self) -> int:
        """Its size as IAM counts it."""
        return characters(self.statements)


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """What deploying a stack takes."""

    project: str | None
    """Its project."""
    stack: str | None
    """Its name."""
    policies: tuple[Policy, ...]
    """Managed policies of the role that deploys."""
    regions: tuple[str, ...]
    """Regions in which it may act; empty where one is not known, and then it may act in all."""
    passed_to: tuple[str, ...] = ()
    """Services that it may hand the stack's roles to."""
    passed_to_any: bool = False
    """Whether that is not known, so that they may be handed to any service."""
    without_names: tuple[str, ...] = ()
    """Services whose resources have ids for names: their actions are bounded by region alone."""
    account_wide: tuple[str, ...] = ()
    """Types that change a setting of the whole account."""
    unknown: tuple[str, ...] = ()
    """Types of AWS of which it is not known what they take."""
    elsewhere: tuple[str, ...] = ()
    """Packages of other providers, about which AWS's policies say nothing."""
    cloudflare: tuple[tuple[str, str], ...] = ()
    """Permission of Cloudflare's token and what it is for."""
    levels: Mapping[str, int] = field(default_factory=dict)
    """AWS's level of access → how many actions."""
    keeps_data: bool = False
    """Whether what deletes data was left out."""
    partial: bool = False
    """Whether what was read leaves resources out."""


def characters(statements: tuple[Statement, ...]) -> int:
    """Size of a policy of these statements, as IAM counts it.

    Args:
        statements: Statements.
    """
    text = json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, separators=(",", ":"))
    return len(re.sub(r"\s", "", text))
