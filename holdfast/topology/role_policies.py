"""Policies of services' roles that would be longer than IAM takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import Mistake
from holdfast.topology.names import SECRET, TABLE

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
_SECRET_STATEMENT, _SECRET_KEY_STATEMENT = 128, 172
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
    )


def _store_characters(topology: Topology, region: RegionPlan, store: StorePlan) -> int:
    key, sids = _key_characters(region, store), 2 * len(store.key)
    adopted = store.adopted
    if store.dynamodb is not None or (adopted is not None and adopted.table_name is not None):
        made = TABLE.length(topology.project, topology.stack, f"{store.home}-{store.key}-table")
        name = made if adopted is None else len(adopted.table_name or "")
        arn = len(f"arn:aws:dynamodb:{region.region}:{topology.account_id}:table/") + name
        return sids + _TABLE_STATEMENT + 2 * arn + (_TABLE_KEY_STATEMENT + key if key else 0)
    given = adopted.secret_arn if adopted is not None else store.aurora.secret_arn if store.aurora else None
    made = SECRET.length(topology.project, topology.stack, f"{store.home}-{store.key}-db-secret")
    arn = (
        len(f"arn:aws:secretsmanager:{region.region}:{topology.account_id}:secret:") + made + _SECRET_ARN_END
    )
    secret = arn if given is None else len(given.replace("{region}", region.region))
    return sids + _SECRET_STATEMENT + secret + (_SECRET_KEY_STATEMENT + key if key else 0)


def _cache_characters(topology: Topology, region: RegionPlan, key: str) -> int:
    """Return what a cache's secret takes: its statement and that of the key which encrypts it."""
    home = next(cache.home for cache in topology.caches if cache.key == key)
    made = SECRET.length(topology.project, topology.stack, f"{home}-{key}-cache-secret")
    arn = len(f"arn:aws:secretsmanager:{region.region}:{topology.account_id}:secret:") + made
    sids = 2 * len(f"Cache{key}")
    return sids + _SECRET_STATEMENT + arn + _SECRET_ARN_END + _SECRET_KEY_STATEMENT + _own_key(region)


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
