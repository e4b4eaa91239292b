"""References to what the stack itself declares: ``secret://…``, ``parameter://…`` and ``package://…``."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OWN = re.compile(r"(?P<scheme>secret|parameter|package)://(?P<key>[a-z][a-z0-9-]*)(?:/(?P<rest>.+))?")
# Longer than any that can come of them: names of buckets have at most 63 characters
# (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, 2026-11); project, stack and
# key are held to their own limits when they are planned.
_LONGEST = {
    "secret": "arn:aws:secretsmanager:{region}:000000000000:secret:" + "x" * 120,
    "parameter": "arn:aws:ssm:{region}:000000000000:parameter/" + "x" * 120,
    "package": "s3://" + "x" * 63,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnReference:
    """A reference by key; ``rest`` is the object's key of a package, else None."""

    scheme: str
    key: str
    rest: str | None


def own_reference(text: str) -> OwnReference | None:
    """Return what a text refers to, None where that is nothing of the stack's own."""
    found = _OWN.fullmatch(text)
    return None if found is None else OwnReference(**found.groupdict())


def longest_form(text: str) -> str:
    """Return a text as long, and of the form, that deployment will write in place of a reference."""
    found = own_reference(text)
    if found is None:
        return text
    return _LONGEST[found.scheme] + (f"/{found.rest}" if found.rest else "")


def partial_secret_arn(name: str, *, region: str, account_id: str) -> str:
    """Return a secret's ARN without the random end, which is all that is known of it beforehand.

    Args:
        name: The secret's name.
        region: AWS region of the secret or its replica.
        account_id: The account's id, twelve digits.
    """
    return f"arn:aws:secretsmanager:{region}:{account_id}:secret:{name}"


def repository_prefix(project: str, stack: str, prefix: str | None) -> str:
    """Return what the names of a stack's repositories begin with: as said, else project and stack."""
    return prefix or f"{project}/{stack}".lower()
