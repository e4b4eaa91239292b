"""KMS: a key's policy must leave somebody who can change it, unless that check is bypassed.

https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html and
``BypassPolicyLockoutSafetyCheck`` in
https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html (2026-11).
"""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.engine.standin.cloud import Cloud
    from tests.engine.standin.refusals.wanted import Rule, Wanted

_NEEDED = "kms:PutKeyPolicy"


def _can_be_administered(_cloud: Cloud, wanted: Wanted) -> str | None:
    text = wanted.text("policy")
    if wanted.inputs.get("bypassPolicyLockoutSafetyCheck") or not text.startswith("{"):
        return None
    statements = json.loads(text)["Statement"]
    if any(_lets_administer(one) for one in (statements if isinstance(statements, list) else [statements])):
        return None
    return (
        "MalformedPolicyDocumentException: The new key policy will not allow you to update the key "
        "policy in the "
        "future."
    )


def _lets_administer(statement: Mapping[str, Any]) -> bool:
    actions = statement.get("Action") or ()
    principal = statement.get("Principal") or {}
    principals = principal.get("AWS") if isinstance(principal, dict) else principal
    return (
        statement.get("Effect") == "Allow"
        and not statement.get("Condition")
        and bool(principals)
        and any(
            fnmatchcase(_NEEDED.lower(), str(action).lower())
            for action in (actions if isinstance(actions, list) else [actions])
        )
    )


RULES: Mapping[str, tuple[Rule, ...]] = {
    "aws:kms/key:Key": (_can_be_administered,),
    "aws:kms/replicaKey:ReplicaKey": (_can_be_administered,),
}
