"""The shape of the stack output ``operations``: what tools need to operate a running API.

Versioned and additive only: a key that was published keeps its name and its meaning. Everything in it is
readable without AWS's control planes, so that it can be written to a file before an event and used during it.
"""

from __future__ import annotations

from typing import TypedDict

OPERATIONS_VERSION = 1


class Switch(TypedDict):
    """A region's maintenance switch: the object that takes the region out of DNS while it exists.

    It lies in another region than the one it takes out.
    """

    bucket: str
    key: str
    region: str


class Endpoint(TypedDict):
    """One region behind an entrance and the Route 53 health checks that decide whether it gets traffic."""

    region: str
    host: str
    load_balancer_arn: str
    health_check_id: str
    endpoint_health_check_id: str
    dependency_health_check_id: str
    dependency_alarm_arn: str
    switch_health_check_id: str | None
    switch: Switch | None


class Entrance(TypedDict):
    """What clients reach, by place; ``slots`` are a failover pair's places, if it is one."""

    domain: str
    zone_id: str
    mode: str
    strategy: str | None
    policy: str
    delegated: bool
    endpoints: dict[str, Endpoint]
    slots: dict[str, str] | None
    detection_seconds: int
    ttl_seconds: int


class Service(TypedDict):
    """A service in a region: the group that runs it and its planned sizes in instances."""

    auto_scaling_group: str
    minimum: int
    needed: int
    maximum: int


class Region(TypedDict):
    """A region and what runs in it."""

    region: str
    role: str
    services: dict[str, Service]


class Cluster(TypedDict):
    """One region's cluster of an Aurora database; the addresses stay the same through a failover."""

    identifier: str
    arn: str
    endpoint: str
    reader_endpoint: str
    port: int
    secret_arn: str


class Store(TypedDict):
    """A store; ``declared`` says whether this stack declares its resources or adopts them.

    An Aurora database has ``global_cluster``, ``global_endpoint``, which follows the writer but leads into
    its VPC, and ``clusters`` by place, a table has ``table``, its name, and ``tables``, the ARNs of its
    replicas by place. ``writer`` is where the settings place it.
    """

    kind: str
    home: str
    places: list[str]
    writer: str | None
    consistency: str
    write_routing: str | None
    declared: bool
    backup_class: str | None
    global_cluster: str | None
    global_endpoint: str | None
    clusters: dict[str, Cluster]
    table: str | None
    tables: dict[str, str]


class Vault(TypedDict):
    """A backup vault: who hears of its jobs, what is backed up into it and where that is copied to."""

    region: str
    vault: str
    arn: str
    topic_arn: str
    classes: list[str]
    copy_to: list[str]


class Backups(TypedDict):
    """Where backups are copied to, for how many days copies are kept at most, and the vaults by place.

    ``lock`` is ``governance``, ``compliance`` or None; ``declared`` is as for a store.
    """

    copy_to: list[str]
    retention_days: int
    declared: bool
    vaults: dict[str, Vault]
    lock: str | None


class StackObjectives(TypedDict):
    """What the stack promises."""

    availability_percent: float | None
    rto_seconds: int | None
    rpo_seconds: int | None
    survives: str
    residency: list[str]


class Operations(TypedDict):
    """The whole contract."""

    version: int
    project: str
    stack: str
    account_id: str
    regions: dict[str, Region]
    entrances: dict[str, Entrance]
    stores: dict[str, Store]
    backups: Backups | None
    objectives: StackObjectives
