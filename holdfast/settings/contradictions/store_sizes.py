"""What instances are told of a service's stores at their start, which together has a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective_caches, effective_rds, effective_stores
from holdfast.settings.contradictions.application_use import key_variable
from holdfast.settings.contradictions.store_use import TOLD, variable
from holdfast.settings.contradictions.workloads import (
    MOST_USER_DATA_BYTES,
    ROOM_BYTES,
    line_bytes,
    own_bytes,
)
from holdfast.settings.mistakes import Problem
from holdfast.topology.values import ServiceKind, StoreKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.service import ServiceSettings
    from holdfast.settings.stack import Settings

_LONGEST_VALUE = "x" * 255
"""Stands for what deployment tells: a DNS name has at most 255 octets (RFC 1035, section 2.3.4), a table's
name at most 255 characters
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html)."""
_KEY_ARN = "arn:aws:kms:ap-northeast-1:000000000000:key/mrk-" + "0" * 32
_SHORT = {"PORT": "65535", "DATABASE": "x" * 63}


def of_user_data(settings: Settings) -> Iterator[Problem]:
    """Services with so many stores that their instances could not be told of all of them."""
    for key, service in settings.services.items():
        if service.kind is not ServiceKind.INSTANCES:
            continue
        own = own_bytes(service)
        told = sum(_bytes(store, settings) for store in set(service.stores) & settings.stores.keys())
        told += sum(_cache_bytes(cache) for cache in set(service.caches) & settings.caches.keys())
        told += sum(line_bytes(name, _KEY_ARN) for key in service.keys for name in key_variable(key))
        if own <= ROOM_BYTES < own + told:
            yield Problem(
                path=("services", key, _field(service)),
                message=f"what instances are told of its stores, caches and keys takes up to {told} bytes, "
                f"all else of the service {own}, and there is room for {ROOM_BYTES}: EC2 takes "
                f"{MOST_USER_DATA_BYTES} bytes of user data with all that starts the service; split the "
                "service, or let it use fewer",
                value=service.stores,
            )


def _field(service: ServiceSettings) -> str:
    """Name what a service uses most likely too many of."""
    return "stores" if service.stores else "caches" if service.caches else "keys"


def _cache_bytes(cache: str) -> int:
    return sum(
        line_bytes(effective_caches.variable(cache, end), _SHORT.get(end, _LONGEST_VALUE))
        for end in effective_caches.ENDS
    )


def _bytes(store: str, settings: Settings) -> int:
    values = {**_SHORT, **_given(store, settings)}
    return sum(
        line_bytes(variable(store, end), values.get(end, _LONGEST_VALUE))
        for end in TOLD[settings.stores[store].kind]
    )


def _given(key: str, settings: Settings) -> dict[str, str]:
    """What the settings themselves say of an adopted store; of several places the longest."""
    store = settings.stores[key]
    table, adopt = effective_stores.dynamodb(store).adopt, effective_stores.aurora(store).adopt
    if store.kind is StoreKind.DYNAMODB and table is not None:
        return {"TABLE": table.table_name}
    buckets = effective_stores.s3(store).adopt
    if store.kind is StoreKind.S3 and buckets is not None:
        return {"BUCKET": max(buckets.buckets.values(), key=len)}
    rds = effective_stores.rds(store).adopt
    if effective_rds.is_rds(store) and rds is not None:
        instances = rds.instances.values()
        return {
            "ENDPOINT": max((one.endpoint for one in instances), key=len),
            "READER_ENDPOINT": max((one.reader_endpoint or one.endpoint for one in instances), key=len),
            "SECRET_ARN": rds.secret_arn.replace("{region}", "ap-northeast-1"),
        }
    if adopt is None or not effective_stores.is_aurora(store):
        return {}
    clusters = adopt.clusters.values()
    return {
        "ENDPOINT": max((cluster.endpoint for cluster in clusters), key=len),
        "READER_ENDPOINT": max((cluster.reader_endpoint for cluster in clusters), key=len),
        "SECRET_ARN": adopt.secret_arn.replace("{region}", "ap-northeast-1"),
    }
