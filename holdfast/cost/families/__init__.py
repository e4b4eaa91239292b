"""Calculators by type: one file for each family of services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.cost.families import (
    accelerators,
    backups,
    buckets,
    caches,
    cloudflare,
    compute,
    containers,
    databases,
    dns,
    doors,
    edge,
    functions,
    keeping,
    logs,
    messages,
    network,
    recovery,
    tables,
    watching,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.cost.scope import Calculator

CALCULATORS: Mapping[str, Calculator] = {
    token: calculator
    for family in (
        accelerators,
        backups,
        buckets,
        caches,
        cloudflare,
        compute,
        containers,
        databases,
        dns,
        doors,
        edge,
        functions,
        keeping,
        logs,
        messages,
        network,
        recovery,
        tables,
        watching,
    )
    for token, calculator in family.CALCULATORS.items()
}
"""Type token to the function that makes its lines."""
