"""Environment variables of a service: which are given, and what is wrong with the rest."""

import re
from collections.abc import Collection, Iterator, Mapping

GIVEN = ("AWS_DEFAULT_REGION", "AWS_REGION", "PORT")
"""Environment variables that every service here may count on."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def is_variable_name(name: str) -> bool:
    """Whether systemd and Docker take it as the name of an environment variable."""
    return _NAME.fullmatch(name) is not None


def environment_problems(environment: Mapping[str, str], secrets: Collection[str]) -> Iterator[str]:
    """What is wrong with a service's own variables, each in a person's words; none repeats a value.

    Args:
        environment: Name → value in the open.
        secrets: Names of those that hold secrets.
    """
    for name in sorted({*environment, *secrets}):
        if not is_variable_name(name):
            yield f"{name!r} is no name for an environment variable (letters, digits and '_', no digit first)"
    for name in sorted(environment.keys() & {*secrets}):
        yield f"{name!r} is both in 'environment' and in 'secrets': leave it in 'secrets'"
    for name, value in sorted(environment.items()):
        if not value.replace("\n", "").replace("\t", "").isprintable():
            yield f"environment variable {name!r} holds a character that cannot be printed"
