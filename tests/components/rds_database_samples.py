"""What the tests of an RDS database ask of it again and again."""

from __future__ import annotations

from typing import Any

from tests.components.declared import declared

FOUNDING = {"engine", "dbName", "username", "passwordWo", "passwordWoVersion"}


def storage(**more: Any) -> dict[str, Any]:
    given = {"type": "gp3", "gib": 100, "max_gib": 500, **more}
    return {"storage": {key: value for key, value in given.items() if value is not None}}


def outcome(output: Any) -> Any:
    found: list[Any] = []
    declared(lambda: output.apply(found.append))
    return found[0]
