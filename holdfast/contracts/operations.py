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


class Store(TypedDict):
    """A store as planned; ``declared`` says whether this stack declares its resources."""

    kind: str
    home: str
    places: list[str]
    writer: str | None
    consistency: str
    write_routing: str | None
    declared: bool


class Backups(TypedDict):
    """Where backups are copied to and for how many days they are kept; ``declared`` as for a store."""

    copy_to: list[str]
    retention_days: int
    declared: bool


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
