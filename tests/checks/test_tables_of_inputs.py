"""The tables of the security rules name inputs that the SDK has: a wrong name would never be seen."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from holdfast.checks import encryption_at_rest, open_policies, plain_secrets
from holdfast.checks.rules import iam001, log003, sec002, sec004, tls003

if TYPE_CHECKING:
    from collections.abc import Iterator


def named() -> Iterator[tuple[str, str]]:
    """Type token and the first word of each path."""
    for token, disk in encryption_at_rest.DISKS.items():
        given = [path[0] for path in (disk.switch, disk.key) if path] + [*disk.follows, *disk.on_where]
        yield from ((token, str(name)) for name in given)
    for token, paths in encryption_at_rest.VOLUMES.items():
        yield from ((token, str(path[0])) for path in paths)
    for table in (sec002.PUBLIC, tls003.ENCRYPTED, {log003.TRAIL: log003.WANTED}):
        yield from ((token, str(one.path[0])) for token, wanted in table.items() for one in wanted)
    for token, path in {**open_policies.POLICIES, **plain_secrets.VARIABLES, **plain_secrets.LISTED}.items():
        yield token, path[0]
    yield from plain_secrets.CONTAINERS.items()
    yield from ((token, name) for token, names in plain_secrets.START_UP.items() for name in names)
    yield from iam001.POLICIES.items()
    yield from iam001.ATTACHMENTS.items()
    for token, (name, narrowing) in sec004.GRANTS.items():
        yield from ((token, each) for each in (name, *narrowing))
    yield from ((token, name) for token, (name, _) in sec004.SHARES.items())


@pytest.mark.parametrize(("token", "name"), sorted(set(named())))
def test_an_input_is_the_sdks(token: str, name: str) -> None:
    _, module, kind = re.split(r":(?:([^/]+)/[^:]+:)?", token)
    spelt = {"lambda": "lambda_"}.get(module, module)
    initialiser = getattr(import_module(f"pulumi_aws.{spelt}"), kind)._internal_init
    snake = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()

    assert snake in inspect.signature(initialiser).parameters
