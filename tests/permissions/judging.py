"""Whether policies allow a request: as much of IAM's logic as our statements use.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html: what no statement
allows is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.permissions import Policy


def allowed(policies: Iterable[Policy], action: str, resource: str, **context: str) -> bool:
    """Whether a request is allowed.

    ``context`` holds condition keys, with ``__`` for ``:`` and ``___`` for ``/``.
    """
    said = {key.replace("___", "/").replace("__", ":"): value for key, value in context.items()}
    return any(
        any(like(action, one) for one in statement["Action"])
        and any(like(resource, one) for one in statement["Resource"])
        and _holds(statement.get("Condition", {}), said)
        for policy in policies
        for statement in _statements(policy)
    )


def _statements(policy: Policy) -> list[dict[str, Any]]:
    return [dict(one) for one in policy.statements]


def _holds(conditions: Mapping[str, Mapping[str, Any]], said: Mapping[str, str]) -> bool:
    for operator, wanted in conditions.items():
        compare = {"StringEquals": str.__eq__, "Bool": str.__eq__, "StringLike": like, "ArnLike": like}[
            operator
        ]
        for key, values in wanted.items():
            listed = values if isinstance(values, list) else [values]
            if key not in said or not any(compare(said[key], one) for one in listed):
                return False
    return True


def like(text: str, pattern: str) -> bool:
    wanted = "".join({"*": ".*", "?": "."}.get(one, re.escape(one)) for one in pattern)
    return re.fullmatch(wanted, text, re.IGNORECASE if ":" not in pattern else 0) is not None
