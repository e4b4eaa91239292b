"""Policies of services' roles that would be longer than IAM takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import Mistake
from holdfast.topology.names import BUCKET, SECRET, TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.topology.values import RegionPlan, ServicePlan, StorePlan, Topology

MOST_CHARACTERS = 10_240
"""Largest inline policy of a role, white space not counted
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, 2026-11)."""
# What is written besides names and ARNs of which the settings decide the length; measured, with the longest
# region and keys. tests/components/test_many_stores.py holds them to what is really written.
_OWN_STATEMENTS = 2_020
_TABLE_STATEMENT, _TABLE_KEY_STATEMENT = 296, 224
_BUCKET_STATEMENTS, _BUCKET_KEY_STATEMENT = 345, 164
_ALIAS_CHARACTERS = 18
"""A Multi-Region Access Point's alias, for example ``mfzwi23gnjvgw.mrap``."""
_DSQL_STATEMENT, _CLUSTER_ID_CHARACTERS = 106, 26
_SECRET_STATEMENT, _SECRET_KEY_STATEMENT = 128, 172
_KEY_STATEMENT = 160
_QUOTES_AND_COMMA = 3
_KEY_ID_CHARACTERS = 36
_SECRET_ARN_END = len("-AbCdEf")
"""What Secrets Manager adds to a secret's name in its ARN."""


def role_policy_mistakes(topology: Topology) -> Iterator[Mistake]:
    """Yield a mistake for each service that has more stores and secrets than one policy can name."""
    services = {service.key for region in topology.regions for service in region.services}
    for key in sorted(services):
        size, stores = max(
            (policy_characters(topology, region, service), len(service.stores))
            for region in topology.regions
            for service in region.services
            if service.key == key
        )
        if size > MOST_CHARACTERS:
            field, count = ("stores", stores) if stores else ("secrets", None)
            yield Mistake(
                file=f"Pulumi.{topology.stack}.yaml",
                key=f"holdfast:services.{key}.{field}",
                value=None if count is None else f"{count} stores",
                message=(
                    f"the policy of the service's role would have about {size} characters to name its stores "
                    f"and secrets, and IAM takes {MOST_CHARACTERS} (https://docs.aws.amazon.com/IAM/latest/"
                    "UserGuide/reference_iam-quotas.html): split the service, or let it use fewer"
                ),
            )


def policy_characters(topology: Topology, region: RegionPlan, service: ServicePlan) -> int:
    """Return how long the policy of a service's role is at most, white space not counted.

    Args:
        topology: The stack.
        region: Where the service runs.
        service: The service as it runs there.
    """
    stores = {store.key: store for store in topology.stores}
    return (
        _OWN_STATEMENTS
        + 2 * (len(topology.project) + len(topology.stack))  # the log group, twice
        + len(service.image or "")
        + len(service.artefact or "")
        + sum(len(arn) + _QUOTES_AND_COMMA for arn in service.secrets.values())
        + sum(_store_characters(topology, region, stores[key]) for key in service.stores)
        + sum(_cache_characters(topology, region, key) for key in service.caches)
        + sum(_application_key_characters(region, key) for key in service.keys)
    )


def _store_characters(topology: Topology, region: RegionPlan, store: StorePlan) -> int:
    key, sids = _key_characters(region, store), 2 * len(store.key)
    adopted = store.adopted
    if store.dynamodb is not None or (adopted is not None and adopted.table_name is not None):
        made = TABLE.length(topology.project, topology.stack, f"{store.home}-{store.key}-table")
        name = made if adopted is None else len(adopted.table_name or "")
        arn = len(f"arn:aws:dynamodb:{region.region}:{topology.account_id}:table/") + name
        return sids + _TABLE_STATEMENT + 2 * arn + (_TABLE_KEY_STATEMENT + key if key else 0)
    if store.dsql is not None or (adopted is not None and adopted.dsql_clusters):
        arn = len(f"arn:aws:dsql:{region.region}:{topology.account_id}:cluster/") + _CLUSTER_ID_CHARACTERS
        return len(store.key) + _DSQL_STATEMENT + arn
    if store.s3 is not None or (adopted is not None and adopted.buckets):
        return _bucket_characters(topology, region, store)
    if store.elasticache is not None:
        return _cache_secret_characters(topology, region, store.home, store.key)
    database = adopted or store.aurora or store.rds
    given = None if database is None else database.secret_arn
    made = SECRET.length(topology.project, topology.stack, f"{store.home}-{store.key}-db-secret")
    arn = (
        len(f"arn:aws:secretsmanager:{region.region}:{topology.account_id}:secret:") + made + _SECRET_ARN_END
    )
    secret = arn if given is None else len(given.replace("{region}", region.region))
    return sids + _SECRET_STATEMENT + secret + (_SECRET_KEY_STATEMENT + key if key else 0)


def _bucket_characters(topology: Topology, region: RegionPlan, store: StorePlan) -> int:
    """Return what buckets take: two statements, and one for each key; with an access point of all regions."""
    names = {
        place: BUCKET.length(topology.project, topology.stack, f"{place}-{store.key}-bucket")
        for place in store.places
    }
    spanned = store.s3 is not None and store.s3.access_point is not None
    if store.adopted is not None:
        names = {one.place: len(one.bucket) for one in store.adopted.buckets}
        spanned = store.adopted.access_point_arn is not None
    reached = [one for one in topology.regions if one.place in names and (spanned or one is region)]
    size = _BUCKET_STATEMENTS + 2 * len(store.key)
    if spanned:
        point = len(f"arn:aws:s3::{topology.account_id}:accesspoint/") + _ALIAS_CHARACTERS
        size += 2 * (point + _QUOTES_AND_COMMA) + len("/object/*")
    for one in reached:
        size += 2 * (len("arn:aws:s3:::") + names[one.place] + _QUOTES_AND_COMMA) + len("/*")
        key = _key_characters(one, store)
        size += _BUCKET_KEY_STATEMENT + len(store.key) + len(one.region) + key if key else 0
    return size


def _cache_characters(topology: Topology, region: RegionPlan, key: str) -> int:
    """Return what a cache's secret takes: its statement and that of the key which encrypts it."""
    home = next(cache.home for cache in topology.caches if cache.key == key)
    return 2 * len("Cache") + _cache_secret_characters(topology, region, home, key)


def _cache_secret_characters(topology: Topology, region: RegionPlan, home: str, key: str) -> int:
    made = SECRET.length(topology.project, topology.stack, f"{home}-{key}-cache-secret")
    arn = len(f"arn:aws:secretsmanager:{region.region}:{topology.account_id}:secret:") + made
    sids = 2 * len(key)
    return sids + _SECRET_STATEMENT + arn + _SECRET_ARN_END + _SECRET_KEY_STATEMENT + _own_key(region)


def _application_key_characters(region: RegionPlan, key: str) -> int:
    """Return what the statement of a key for services' own use takes."""
    return len(f"Key{key}") + _KEY_STATEMENT + len(f"arn:aws:kms:{region.region}:000000000000:key/mrk-") + 32


def _key_characters(region: RegionPlan, store: StorePlan) -> int:
    """Return the length of the ARN of the key that encrypts a store, 0 for AWS's own."""
    if store.adopted is not None:
        return len(store.adopted.key_arns.get(region.place, ""))
    return _own_key(region)


def _own_key(region: RegionPlan) -> int:
    """Return the length of the ARN of a region's key."""
    return len(region.key_arn or f"arn:aws:kms:{region.region}:000000000000:key/") + (
        0 if region.key_arn else _KEY_ID_CHARACTERS
    )
