"""Names that must differ: domains and zones of entrances, and keys, of which names in AWS are made."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import TYPE_CHECKING

from holdfast.settings import effective, effective_stores
from holdfast.settings.mistakes import Problem, key_text
from holdfast.topology.values import RoutingPolicy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.entrance import ZoneSettings
    from holdfast.settings.stack import Settings

_SET_LABELS = (*(policy for policy in RoutingPolicy if policy is not RoutingPolicy.SIMPLE), "fallback")
"""First labels of the names that hold an entrance's routed records."""
_NETWORK_EXAMPLE = {
    "default": "use1-default-sg",
    "flow": "use1-flow-logs",
    "flow-logs": "use1-flow-logs-role",
    "vpce": "use1-vpce-sg",
}
_NETWORK_NOUNS = set(_NETWORK_EXAMPLE)
_BACKUP_NOUN = "backup"
_DATABASES = ("aurora", "rds")
"""Sections of stores that are databases with a network."""
_SERVICE_NOUNS = ("requests", "schedule", "sg")
"""Nouns in the names of a service's own resources that a key of the settings follows."""


def of_keys(settings: Settings) -> Iterator[Problem]:
    """Keys that would give two resources one name, or names that nobody can tell apart in AWS."""
    for section, keys in (("entrances", settings.entrances), ("services", settings.services)):
        for key in _NETWORK_NOUNS & set(keys):
            yield Problem(
                path=(section, key),
                message=f"is a word in the names of each region's own network, such as "
                f"{_NETWORK_EXAMPLE[key]}: choose another key, so that names in AWS can be told apart",
            )
    if _BACKUP_NOUN in settings.services:
        yield Problem(
            path=("services", _BACKUP_NOUN),
            message="is a word in the names of each region's backups: use1-backup-role would be the role of "
            "the service and of the backup jobs; choose another key, so that names in AWS can be told apart",
        )
    for key in settings.entrances:
        if key in settings.services:
            yield Problem(
                path=("entrances", key),
                message=f"is the key of {key_text(('services', key))} too: names of both would read alike in "
                f"AWS (use1-{key}-sg would be two security groups): choose another",
            )
        for other in settings.entrances:
            if key.startswith(f"{other}-"):
                yield Problem(
                    path=("entrances", key),
                    message=f"extends the key of {key_text(('entrances', other))} by a hyphen: records and "
                    "target groups of both could have one name; choose a key that does not start with "
                    f"'{other}-'",
                )
    for key, other in permutations(settings.services, 2):
        noun = key.removeprefix(f"{other}-").split("-")[0]
        if key.startswith(f"{other}-") and noun in _SERVICE_NOUNS:
            yield Problem(
                path=("services", key),
                message=f"extends the key of {key_text(('services', other))} by '{noun}', a word in the "
                "names of that service's own resources: choose another key",
            )


def of_databases(settings: Settings) -> Iterator[Problem]:
    """Keys that begin like the names of an Aurora or RDS database's own resources.

    The database of store ``orders`` has the security group ``use1-orders-db-sg``, as a service or an entrance
    ``orders-db`` would have.
    """
    for store, asked in settings.stores.items():
        if effective_stores.store_section(asked) not in _DATABASES or effective_stores.is_adopted(asked):
            continue
        noun = f"{store}-db"
        for section, keys in (("services", settings.services), ("entrances", settings.entrances)):
            for key in keys:
                if key == noun or key.startswith(f"{noun}-"):
                    yield Problem(
                        path=(section, key),
                        message=f"begins the names of {key_text(('stores', store))} in AWS (use1-{noun}-sg "
                        "is its security group): choose another key, so that they can be told apart",
                    )


def of_names(settings: Settings) -> Iterator[Problem]:
    """Domain names that two entrances claim."""
    for (first, entrance), (second, other) in combinations(settings.entrances.items(), 2):
        if entrance.domain == other.domain:
            yield Problem(
                path=("entrances", second, "domain"),
                message=f"is the domain of {key_text(('entrances', first))} too: one name leads to one "
                "entrance",
                value=other.domain,
            )
        if entrance.zone is not None and other.zone is not None:
            yield from _zones((first, entrance.zone), (second, other.zone))
    for key, entrance in settings.entrances.items():
        hosts = {f"{place}.{entrance.domain}" for place in effective.places(entrance, settings)}
        sets = {f"{label}.{entrance.domain}" for label in _SET_LABELS}
        for second, other in settings.entrances.items():
            if other.domain in hosts | sets:
                what = "a region's own endpoint" if other.domain in hosts else "a set of records"
                yield Problem(
                    path=("entrances", second, "domain"),
                    message=f"is the name of {what} behind {key_text(('entrances', key))}: choose another",
                    value=other.domain,
                )


def _zones(one: tuple[str, ZoneSettings], two: tuple[str, ZoneSettings]) -> Iterator[Problem]:
    """Check that two entrances say the same of one zone: it is made, or adopted, once."""
    (first, zone), (second, other) = one, two
    path, where = ("entrances", second, "zone"), key_text(("entrances", first, "zone"))
    if zone.name != other.name:
        if zone.id is not None and zone.id == other.id:
            yield Problem(
                path=(*path, "id"),
                message=f"is the id of {where} too, which is {zone.name}: each zone has its own",
                value=other.id,
            )
        return
    if zone.id != other.id:
        yield Problem(
            path=(*path, "id"),
            message=f"names another hosted zone than {where} for {other.name}: only one of them can be "
            "delegated to",
            value=other.id,
        )
        return
    for field, answer in (
        ("delegated", effective.is_delegated),
        ("accelerated_recovery", effective.has_accelerated_recovery),
    ):
        here, there = str(answer(other)).lower(), str(answer(zone)).lower()
        if here != there:
            yield Problem(
                path=(*path, field),
                message=f"is {here} here and {there} under {where}, of one zone ({other.name}): say the same",
            )
