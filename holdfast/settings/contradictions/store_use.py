"""Stores and who uses them: services, and entrances whose strategy says where data is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective, effective_rds, effective_stores
from holdfast.settings.contradictions.uses import Uses, places_of, variables_of
from holdfast.settings.mistakes import Problem, key_text
from holdfast.topology.values import StoreKind, Strategy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.stack import Settings

_DATABASE = ("DATABASE", "ENDPOINT", "PORT", "READER_ENDPOINT", "SECRET_ARN")
TOLD = {
    StoreKind.AURORA_POSTGRESQL: _DATABASE,
    StoreKind.AURORA_MYSQL: _DATABASE,
    StoreKind.DYNAMODB: ("TABLE",),
    StoreKind.RDS_POSTGRESQL: _DATABASE,
    StoreKind.RDS_MYSQL: _DATABASE,
    StoreKind.DSQL: ("CLUSTER_ID", "ENDPOINT"),
    StoreKind.ELASTICACHE: ("ENDPOINT", "PORT", "READER_ENDPOINT", "SECRET_ARN"),
    StoreKind.S3: ("ACCESS_POINT_ARN", "BUCKET"),
}
"""What services are told of a store: the ends of environment variables that begin with STORE_ and its key."""


def of_services(settings: Settings) -> Iterator[Problem]:
    """Stores that are not there, or not where the service runs."""
    yield from places_of(_STORES, settings)


def of_variables(settings: Settings) -> Iterator[Problem]:
    """Environment variables that two stores of a service set, or a store and the service itself."""
    yield from variables_of(_STORES, settings)


def _variables(store: str, settings: Settings) -> list[str]:
    return [variable(store, end) for end in TOLD[settings.stores[store].kind]]


def _places(store: str, settings: Settings) -> tuple[str, ...]:
    return effective_stores.store_places(settings.stores[store], settings)


_STORES = Uses(section="stores", word="store", places=_places, variables=_variables)


def variable(store: str, end: str) -> str:
    """Name of an environment variable that tells services of a store, by the store's key and its end."""
    return f"STORE_{store.upper().replace('-', '_')}_{end}"


def of_adopted_databases(settings: Settings) -> Iterator[Problem]:
    """Adopted databases of one service behind one security group and port: AWS takes a rule once.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
    (InvalidPermission.Duplicate).
    """
    for key, service in settings.services.items():
        doors: dict[tuple[str, str, int], str] = {}
        for index, store in enumerate(service.stores):
            for place, group, port in _doors(store, settings):
                other = doors.setdefault((place, group, port), store)
                if other != store:
                    yield Problem(
                        path=("services", key, "stores", index),
                        message=f"has security group {group} and port {port} in {place}, as "
                        f"{key_text(('stores', other))} has: one rule would be made twice. Give their "
                        "databases a group each; several databases of one server are one store",
                        value=store,
                    )


def _doors(store: str, settings: Settings) -> Iterator[tuple[str, str, int]]:
    asked = settings.stores.get(store)
    if asked is None:
        return
    aurora, rds = effective_stores.aurora(asked).adopt, effective_stores.rds(asked).adopt
    if effective_stores.is_aurora(asked) and aurora is not None:
        for place, cluster in sorted(aurora.clusters.items()):
            yield place, cluster.security_group_id, aurora.port or effective_stores.PORTS[asked.kind]
    elif effective_rds.is_rds(asked) and rds is not None:
        for place, instance in sorted(rds.instances.items()):
            yield place, instance.security_group_id, rds.port or effective_rds.PORTS[asked.kind]
    elif (
        asked.kind is StoreKind.ELASTICACHE
        and (cache := effective_stores.elasticache(asked).adopt) is not None
    ):
        for place, member in sorted(cache.members.items()):
            yield place, member.security_group_id, cache.port


def of_strategies(settings: Settings) -> Iterator[Problem]:
    """Stores in a standby region of which nothing but backups is meant to be there.

    Source: https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/
    disaster-recovery-options-in-the-cloud.html: what replicates its data is a pilot light.
    """
    built = {
        place for entrance in settings.entrances.values() for place in effective.endpoints(entrance, settings)
    }
    for name, entrance in settings.entrances.items():
        if effective.strategy(entrance, settings) is not Strategy.BACKUP_AND_RESTORE:
            continue
        bare = set(effective.places(entrance, settings)) - built
        for key, store in settings.stores.items():
            found = sorted(bare.intersection(effective_stores.store_places(store, settings)))
            if found:
                yield Problem(
                    path=("stores", key, "regions"),
                    message=f"hold {', '.join(found)}, where {key_text(('entrances', name))} keeps backups "
                    f"alone (strategy {Strategy.BACKUP_AND_RESTORE}): name the store's regions without it, "
                    f"or choose strategy {Strategy.PILOT_LIGHT}",
                    value=effective_stores.store_places(store, settings),
                )
