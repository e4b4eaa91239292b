"""Documented changes of a stack in one region, from ``Pulumi.dev.yaml``."""

from __future__ import annotations

from tests.engine.changes.model import REFRESHED, Change

_CARTS = {
    "port": 9090,
    "image": "111122223333.dkr.ecr.{region}.amazonaws.com/carts:1.0.3",
    "peak_rps": 20,
    "instance": {"types": ["t4g.small"], "rps": 60},
    "paths": ["/carts/*"],
    "priority": 10,
}
_NEW_ZONE = {"holdfast:entrances.public.zone": {"name": "dev.orders.example.com"}}

CHANGES = (
    Change(
        key="add-service",
        title="One more service",
        stack="dev",
        settings={"holdfast:services.carts": _CARTS},
        deploys=True,
        back=True,
    ),
    Change(
        key="add-entrance",
        title="One more entrance",
        stack="dev",
        settings={
            "holdfast:entrances.partners": {
                "domain": "partners.dev.orders.example.com",
                "zone": {"name": "dev.orders.example.com", "id": "Z08273411DEV0EXAMPLE"},
            }
        },
    ),
    Change(
        key="add-table",
        title="The first store, a table, and a service that uses it",
        stack="dev",
        settings={
            "holdfast:stores.carts": {"kind": "dynamodb", "not_backed_up_because": "lost carts are refilled"},
            "holdfast:services.orders.stores": ["carts"],
        },
        after=f"{REFRESHED} They learn of the store when they start.",
        deploys=True,
        back=True,
    ),
    Change(
        key="add-database",
        title="The first store, an Aurora database, and a service that uses it",
        stack="dev",
        settings={
            "holdfast:stores.orders": {
                "kind": "aurora-postgresql",
                "not_backed_up_because": "test data",
            },
            "holdfast:services.orders.stores": ["orders"],
        },
        after=f"{REFRESHED} They learn of the store when they start.",
    ),
    Change(
        key="second-region",
        title="A second region beside the only one, both active",
        stack="dev",
        settings={"holdfast:regions.euc1": {"zones": 2}},
        order=(
            "create global-public-latency-*",
            "update global-public",
        ),
        deploys=True,
        back=True,
    ),
    Change(
        key="delegate-zone",
        title="A zone that the stack made is now delegated",
        stack="dev",
        prepared=(_NEW_ZONE,),
        before="Delegate the zone at its parent, to the name servers of the output `name_servers`.",
        settings={"holdfast:entrances.public.zone.delegated": True},
        order=("create euw1-public-cert-validation", "create euw1-public-https", "update euw1-public-http"),
        deploys=True,
    ),
)
