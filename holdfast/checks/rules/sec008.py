"""SEC008: the material of a customer key is replaced every year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.judging import Expected, expected, settled
from holdfast.checks.model import Judgement, Rule, Scope, Severity, unknown
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

KEY = "aws:kms/key:Key"
SYMMETRIC = "SYMMETRIC_DEFAULT"
_ROTATES = (
    Expected(
        path=("enableKeyRotation",), values=(True,), default=False, fault="its material is never replaced"
    ),
)


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each key that KMS can rotate: symmetric, of its own store."""
    for key in graph.of_type(KEY):
        spec = settled(key, "customerMasterKeySpec", default=SYMMETRIC)
        if key.at("customKeyStoreId"):
            continue
        if not is_known(spec):
            yield unknown(key, "customerMasterKeySpec is not known yet")
        elif spec == SYMMETRIC:
            yield expected(key, _ROTATES, "its material is replaced every year, or as often as it says")


def _rotate(key: Resource) -> dict[str, bool]:
    """KMS goes on reading what older material encrypted, so that nobody notices."""
    return {"enableKeyRotation": True} if key.at("enableKeyRotation") in (None, False) else {}


RULE = Rule(
    id="SEC008-key-rotates",
    title="Customer keys rotate.",
    explanation=(
        "Rotation bounds how much is encrypted under one piece of key material, and costs nothing to use: "
        "the key's id stays, and what is old is still read."
    ),
    severity=Severity.MEDIUM,
    fix="set enableKeyRotation",
    source="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    subject="symmetric customer keys",
    check=check,
    scope=Scope.RESOURCE,
    frameworks=("SEC08-BP01",),
    remedy=_rotate,
)
