"""Documented changes of two active regions with a global table, from ``Pulumi.prod.yaml``."""

from __future__ import annotations

from tests.engine.changes.model import REFRESHED, Change, Patch

_SET_MOVES = "Resolvers keep old answers for up to 60 seconds; every answer in between is a good one."
_THIRD: Patch = {
    "holdfast:regions.usw2": {"zones": ["a", "b", "c"]},
    "holdfast:services.orders.instance.ami.usw2": "ami-0d4f5c1e2b3a69788",
}
_WITHOUT_THIRD: Patch = {
    "holdfast:regions.usw2": None,
    "holdfast:services.orders.instance.ami.usw2": None,
}

CHANGES = (
    Change(
        key="scale",
        title="A higher peak",
        stack="prod",
        settings={"holdfast:services.orders.peak_rps": 2600},
        deploys=True,
        back=True,
    ),
    Change(
        key="instance-size",
        title="Larger instances",
        stack="prod",
        settings={
            "holdfast:services.orders.instance.types": ["m7g.2xlarge", "m6g.2xlarge"],
            "holdfast:services.orders.instance.rps": 640,
        },
        after=REFRESHED,
    ),
    Change(
        key="add-region",
        title="A third active region",
        stack="prod",
        settings=_THIRD,
        before="Set no maintenance switch: one may move ([entrances](entrances.md#what-takes-a-region-out)).",
        deploys=True,
    ),
    Change(
        key="remove-region",
        title="One active region less",
        stack="prod",
        prepared=(_THIRD, {"holdfast:protection": "lifted"}),
        before="Take the region out by its switch, and wait until its clients have left. Lift protection in "
        "an update of its own: without that the engine refuses.",
        settings=_WITHOUT_THIRD,
        after="Enforce protection again.",
        refused="protect",
        removes=(
            "usw2-*",
            "global-public-usw2",
            "global-public-latency-usw2",
            "global-public-validation-usw2.*",
        ),
        order=("delete global-public-latency-usw2", "delete usw2-public-lb"),
        deploys=True,
    ),
    Change(
        key="latency-to-weighted",
        title="From the policy `latency` to `weighted`",
        stack="prod",
        settings={
            "holdfast:entrances.public.policy": "weighted",
            "holdfast:entrances.public.weights": {"use1": 90, "euw1": 10},
        },
        after=_SET_MOVES,
        removes=("global-public-latency-*",),
        order=(
            "create global-public-weighted-*",
            "update global-public",
            "delete global-public-latency-*",
        ),
        deploys=True,
        back=True,
    ),
    Change(
        key="weights",
        title="Other weights",
        stack="prod",
        prepared=(
            {
                "holdfast:entrances.public.policy": "weighted",
                "holdfast:entrances.public.weights": {"use1": 90, "euw1": 10},
            },
        ),
        settings={"holdfast:entrances.public.weights": {"use1": 50, "euw1": 50}},
    ),
    Change(
        key="latency-to-geolocation",
        title="From the policy `latency` to `geolocation`",
        stack="prod",
        settings={
            "holdfast:entrances.public.policy": "geolocation",
            "holdfast:entrances.public.locations": {"use1": ["default"], "euw1": ["EU"]},
        },
        after=_SET_MOVES,
        order=("create global-public-geolocation-*", "update global-public"),
        deploys=True,
        back=True,
    ),
    Change(
        key="table-provisioned",
        title="The table from on demand to provisioned capacity",
        stack="prod",
        settings={
            "holdfast:stores.orders.dynamodb.provisioned": {
                "read": {"minimum": 50, "maximum": 2000},
                "write": {"minimum": 50, "maximum": 1000},
            }
        },
        deploys=True,
        back=True,
    ),
    Change(
        key="table-warm-throughput",
        title="The table's warm throughput",
        stack="prod",
        settings={
            "holdfast:stores.orders.dynamodb.warm_throughput": {
                "read_units_per_second": 24000,
                "write_units_per_second": 8000,
            }
        },
        after="Nothing: it counts when the table is made. Raise it with "
        "`aws dynamodb update-table --warm-throughput`.",
    ),
    Change(
        key="table-index",
        title="One more index of the table, and an expiry",
        stack="prod",
        settings={
            "holdfast:stores.orders.dynamodb.indexes.by-day": {"partition_key": {"name": "day"}},
            "holdfast:stores.orders.dynamodb.ttl_attribute": "expires_at",
        },
        deploys=True,
    ),
)
