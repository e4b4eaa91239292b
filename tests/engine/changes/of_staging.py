"""Documented changes of an active region and its standby with a database, from ``Pulumi.staging.yaml``."""

from __future__ import annotations

from tests.engine.changes.model import REFRESHED, Change, Patch

_NEXT = "222233334444.dkr.ecr.{region}.amazonaws.com/orders:1.15.0"
_LIFTED: Patch = {"holdfast:protection": "lifted"}

CHANGES = (
    Change(
        key="swap-roles",
        title="Active and standby region exchange their roles",
        stack="staging",
        before="Switch the database over, or fail it over ([Aurora](aurora.md#promotion)).",
        settings={"holdfast:regions.use1.role": "standby", "holdfast:regions.euw1.role": "active"},
    ),
    Change(
        key="hot-standby",
        title="The standby runs at full size",
        stack="staging",
        settings={"holdfast:entrances.public.standby": {"strategy": "hot-standby"}},
    ),
    Change(
        key="failover-to-latency",
        title="Both regions active: from the policy `failover` to `latency`",
        stack="staging",
        settings={
            "holdfast:regions.euw1.role": "active",
            "holdfast:entrances.public.mode": "active-active",
            "holdfast:entrances.public.standby": None,
        },
        removes=("global-public-failover-*",),
        order=(
            "create global-public-latency-*",
            "update global-public",
            "delete global-public-failover-*",
        ),
        deploys=True,
        back=True,
    ),
    Change(
        key="add-zone",
        title="One more zone",
        stack="staging",
        settings={"holdfast:regions.use1.zones": ["a", "b", "c", "d"]},
        deploys=True,
        back=True,
    ),
    Change(
        key="database-capacity",
        title="The database's capacity",
        stack="staging",
        settings={"holdfast:stores.orders.aurora.capacity": {"min_acu": 2, "max_acu": 32}},
    ),
    Change(
        key="database-class",
        title="The class of the database's instances",
        stack="staging",
        settings={
            "holdfast:stores.orders.aurora.instance_class": "db.r8g.large",
            "holdfast:stores.orders.aurora.capacity": None,
        },
        after="Instances restart in their maintenance window ([Aurora](aurora.md#what-a-change-does)).",
        deploys=True,
    ),
    Change(
        key="database-instances",
        title="One more instance of the database in each region",
        stack="staging",
        settings={"holdfast:stores.orders.aurora.instances": 3},
        after="One less is refused until protection is lifted.",
        deploys=True,
    ),
    Change(
        key="database-minor-version",
        title="A minor version of the database's engine",
        stack="staging",
        before="Do not count on a failover while it runs ([upgrades](aurora.md#upgrades)).",
        settings={"holdfast:stores.orders.aurora.engine_version": "17.9"},
        deploys=True,
    ),
    Change(
        key="database-major-version",
        title="A major version of the database's engine",
        stack="staging",
        before="Rehearse it on a copy: there is no way back but a restore ([upgrades](aurora.md#upgrades)).",
        settings={"holdfast:stores.orders.aurora.engine_version": "18.1"},
        after="Reboot the instances: the new parameter groups are in effect from then on.",
        replaces=("*-orders-db-params",),
        order=("update global-orders-db", "update ????-orders-db", "delete ????-orders-db-params"),
        deploys=True,
    ),
    Change(
        key="database-password",
        title="A new password of the database's master user",
        stack="staging",
        before="The home must be the writer ([the password](aurora.md#the-password)).",
        settings={"holdfast:stores.orders.aurora.password_version": 2},
        replaces=("global-orders-db-password", "use1-orders-db-secret-version"),
        order=(
            "create global-orders-db-password",
            "update use1-orders-db",
            "create use1-orders-db-secret-version",
        ),
        deploys=True,
    ),
    Change(
        key="backup-retention",
        title="Backups are kept for longer",
        stack="staging",
        settings={"holdfast:backups.retention_days": 30},
        after="What is there keeps its days.",
    ),
    Change(
        key="release",
        title="A new image everywhere",
        stack="staging",
        settings={"holdfast:services.orders.image": _NEXT},
        after=REFRESHED,
        deploys=True,
        back=True,
    ),
    Change(
        key="release-one-region",
        title="A new image in the standby first",
        stack="staging",
        settings={
            "holdfast:services.orders.image": {
                "use1": "222233334444.dkr.ecr.{region}.amazonaws.com/orders:1.15.0-rc.3",
                "euw1": _NEXT,
            }
        },
        after=REFRESHED,
    ),
    Change(
        key="hold-region",
        title="A new image while a region is on hold",
        stack="staging",
        settings={"holdfast:services.orders.image": _NEXT, "holdfast:hold": ["euw1"]},
        after="Take the region off hold once it is back: the next update then changes it too.",
        deploys=True,
    ),
    Change(
        key="sign-in-region",
        title="Another region to sign in",
        stack="staging",
        settings={"aws:region": "eu-west-1"},
        deploys=True,
    ),
    Change(
        key="tags",
        title="One more tag",
        stack="staging",
        settings={"holdfast:tags.Tier": "one"},
        after=f"{REFRESHED} They carry the tags too.",
    ),
    Change(
        key="lift-protection",
        title="Protection is lifted",
        stack="staging",
        settings=_LIFTED,
        after="`pulumi destroy` now deletes everything, data included.",
        removes=("*-backup-vault-policy",),
        deploys=True,
    ),
)
