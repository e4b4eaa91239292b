"""Replicated buckets as a store of a stack."""

from dataclasses import dataclass
from typing import Any

import pulumi

from holdfast.components.bucket_access import BucketEndpoint, bucket_access
from holdfast.components.declared_store import DeclaredStore, StoreScope
from holdfast.components.multi_region_access_point import (
    FAILOVER_REGIONS,
    MultiRegionAccessPoint,
)
from holdfast.components.replicated_bucket import ReplicatedBucket
from holdfast.components.s3_plan_args import access_point_args, bucket_args
from holdfast.components.service_args import ServiceStore
from holdfast.topology.values import AdoptedStorePlan, S3Plan, StorePlan


@dataclass(frozen=True, kw_only=True)
class BucketStore:
    """Declared buckets, and the access point before them, if any."""

    scope: StoreScope
    store: StorePlan
    buckets: ReplicatedBucket
    access_point: MultiRegionAccessPoint | None

    def access(self, place: str) -> ServiceStore:
        """Return what services in one of its places need in order to use it."""
        return bucket_access(
            self.store.key,
            place=place,
            buckets={
                one: BucketEndpoint(
                    region=self.scope.region(one),
                    bucket=self.buckets.member(one).bucket,
                    arn=self.buckets.member(one).arn,
                    key_arn=self.scope.key_arn(one),
                )
                for one in self.store.places
            },
            access_point_arn=None if self.access_point is None else self.access_point.arn,
        )

    def operations(self) -> dict[str, Any]:
        """Return what operators name of it."""
        point = self.access_point
        return {
            "buckets": {place: self.buckets.member(place).bucket for place in self.store.places},
            "access_point": None
            if point is None
            else {
                **_access_point(point.arn, point.alias),
                "active": list(self.store.s3.active if self.store.s3 else ()),
            },
        }


def declare_s3(scope: StoreScope, store: StorePlan, plan: S3Plan) -> DeclaredStore:
    """Declare replicated buckets.

    Args:
        scope: What the stores of the stack are declared with.
        store: The store.
        plan: What it is.
    """
    name = f"global-{store.key}"
    buckets = ReplicatedBucket(name, bucket_args(scope, store, plan), scope.child)
    point = None
    if plan.access_point is not None:
        point = MultiRegionAccessPoint(name, access_point_args(scope, store, plan, buckets), scope.child)
    return BucketStore(scope=scope, store=store, buckets=buckets, access_point=point)


def adopted_bucket_access(key: str, plan: AdoptedStorePlan, place: str) -> ServiceStore:
    """Return what services in a place need in order to use existing buckets.

    Args:
        key: Key of the store.
        plan: The buckets.
        place: Place of the services.
    """
    return bucket_access(
        key,
        place=place,
        buckets={
            one.place: BucketEndpoint(
                region=one.region,
                bucket=one.bucket,
                arn=f"arn:aws:s3:::{one.bucket}",
                key_arn=plan.key_arns.get(one.place),
            )
            for one in plan.buckets
        },
        access_point_arn=plan.access_point_arn,
    )


def adopted_bucket_operations(plan: AdoptedStorePlan) -> dict[str, Any]:
    """Return what operators name of existing buckets; nothing of another store.

    Args:
        plan: The store.
    """
    arn = plan.access_point_arn
    return {
        "buckets": {one.place: one.bucket for one in plan.buckets},
        "access_point": None if arn is None else _access_point(arn, arn.rpartition("/")[2]),
    }


def _access_point(arn: pulumi.Input[str], alias: pulumi.Input[str]) -> dict[str, Any]:
    return {"arn": arn, "alias": alias, "failover_regions": list(FAILOVER_REGIONS)}
