"""KMS001: a copy is encrypted with a key that can be used where the copy is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.inventoried import inventory_of
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes
from holdfast.inventory.keys import is_elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import ResourceGraph


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge everything that keeps data, secrets or backups under a key whose regions are known."""
    for item in inventory_of(graph).items:
        keyed = [one for one in item.copies if one.encryption.regions and one.region]
        if not keyed or item.resource is None:
            continue
        resource = graph.resources[item.resource]
        wrong = [one for one in keyed if is_elsewhere(one.encryption, one.region)]
        if wrong:
            told = (
                f"the {one.role} in {one.region} has the key {one.encryption.key} of "
                f"{', '.join(one.encryption.regions)}"
                for one in wrong
            )
            yield fails(resource, "; ".join(told))
        else:
            yield passes(resource, "every copy has a key of its own region")


RULE = Rule(
    id="KMS001-copy-has-a-key-of-its-region",
    title="A replica or copy is encrypted with a key that its own region has.",
    explanation=(
        "A key is used in its own region alone, unless it is a multi-Region key with a replica there. With "
        "a key of another region the copy cannot be made, or cannot be read when that region is lost: the "
        "very day for which it was made."
    ),
    severity=Severity.HIGH,
    fix="name a key of the copy's region, or a replica there of a multi-Region key",
    source="https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html",
    subject="copies with a customer key whose region is known",
    check=check,
    frameworks=("REL09-BP02", "SEC08-BP02"),
)
