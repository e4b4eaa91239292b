"""Holds a line for the AWS CLI against the models by which the CLI itself is made."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import botocore.session
import jmespath  # type: ignore[import-untyped]
from botocore import xform_name

if TYPE_CHECKING:
    from collections.abc import Sequence

GLOBAL = {"--region", "--query", "--output", "--max-items"}
"""Options of every call that take a value (https://docs.aws.amazon.com/cli/latest/reference/, 2026-11)."""
OWN = {
    ("logs", "tail"): {"--since", "--follow", "--filter-pattern"},
    ("s3", "cp"): {"--recursive"},
    ("s3", "rm"): {"--recursive"},
    ("eks", "update-kubeconfig"): {"--name"},
    ("configure", "get"): set[str](),
}
"""Calls that the CLI itself adds, with some of their options (the page of each under
https://docs.aws.amazon.com/cli/latest/reference/, 2026-11)."""
_INPUT = "--cli-input-json"
"""Takes the place of all that a call requires."""
_FILES = {("s3api", "get-object")}
"""Calls whose answer goes to a file, named after the options."""
SERVICES = {"s3api": "s3", "configservice": "config"}


def mistakes(words: Sequence[str]) -> list[str]:
    """What the AWS CLI would refuse of a call; empty where nothing.

    Args:
        words: The line, from ``aws`` on.
    """
    service, operation, *rest = words[1:]
    if (service, operation) in OWN:
        options = [one for one in rest if one.startswith("--")]
        return [one for one in options if one not in OWN[service, operation] | GLOBAL]
    model = _model(SERVICES.get(service, service))
    names = {xform_name(one, "-"): one for one in model.operation_names} if model else {}
    if operation not in names:
        return [f"{service} has no {operation}"]
    shape = model.operation_model(names[operation]).input_shape
    members = shape.members if shape else {}
    known = {f"--{xform_name(one, '-')}": one for one in members}
    flags = {option for option, one in known.items() if members[one].type_name == "boolean"}
    found: list[str] = []
    given: set[str | None] = set()
    position = 0
    while position < len(rest):
        option = rest[position]
        plain = option.replace("--no-", "--", 1) if option.replace("--no-", "--", 1) in flags else option
        if plain not in known and option not in GLOBAL | {_INPUT}:
            found.append(f"{operation} has no {option}")
        given.add(known.get(plain))
        position += 1
        values = position
        while position < len(rest) and not rest[position].startswith("--"):
            position += 1
        if (plain in flags) == (position > values):
            found.append(f"{option} of {operation} has {position - values} values")
        if option == "--query":
            found += _query(rest[values])
    required = set(shape.required_members if shape and _INPUT not in rest else ())
    required -= {one for one in required if members[one].metadata.get("idempotencyToken")}
    return found + [f"{operation} needs {one}" for one in sorted(one for one in required if one not in given)]


def _query(text: str) -> list[str]:
    try:
        jmespath.compile(text)
    except jmespath.exceptions.JMESPathError as error:
        return [f"{text}: {error}"]
    return []


@cache
def _model(service: str) -> Any:
    try:
        return botocore.session.get_session().get_service_model(service)
    except botocore.exceptions.UnknownServiceError:
        return None


def placeholders(text: str) -> list[str]:
    """The words in a command that stand for what only deployment knows."""
    return re.findall(r"(?:ARN|ID|NAME|URL)_OF_[\w.-]+", text)
