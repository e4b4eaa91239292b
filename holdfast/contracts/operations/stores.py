"""Stores and caches, and their members in each region."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class Cluster(TypedDict):
    """One region's cluster of an Aurora database; the addresses stay the same through a failover."""

    identifier: str
    arn: str
    endpoint: str
    reader_endpoint: str
    port: int
    secret_arn: str


class RdsMember(TypedDict):
    """One region's instance or cluster of an RDS database; the addresses stay through a promotion."""

    identifier: str
    arn: str
    endpoint: str
    reader_endpoint: str
    port: int
    secret_arn: str


class DsqlCluster(TypedDict):
    """One region's cluster of a DSQL database.

    ``vpc_endpoint_service`` is PrivateLink's name of the service that leads to it, None of an adopted one.
    """

    identifier: str
    arn: str
    endpoint: str
    vpc_endpoint_service: str | None


class AccessPoint(TypedDict):
    """A Multi-Region Access Point; its routes are read and changed in each of ``failover_regions``.

    ``active`` are the places that get requests by the settings; there is none where it was adopted.
    """

    arn: str
    alias: str
    failover_regions: list[str]
    active: NotRequired[list[str]]


class CacheMember(TypedDict):
    """A cache in one region; ``replication_group`` is None of a serverless cache."""

    arn: str
    replication_group: str | None
    endpoint: str
    reader_endpoint: str
    port: int
    secret_arn: str


class Store(TypedDict):
    """A store; ``declared`` says whether this stack declares its resources or adopts them.

    An Aurora database has ``global_cluster``, ``global_endpoint``, which follows the writer but leads into
    its VPC, and ``clusters`` by place, a table has ``table``, its name, and ``tables``, the ARNs of its
    replicas by place, buckets have ``buckets``, their names by place, and perhaps an ``access_point``, a DSQL
    database has ``dsql_clusters`` by place and the ``witness_region`` of two peers, a cache ``cache_members``
    by place and, over regions, ``global_replication_group``, an RDS database ``rds_members`` by place, its
    ``rds_shape`` and the ``rds_source`` of replicas made from now on. ``writer`` is where the settings place
    it.
    """

    kind: str
    home: str
    places: list[str]
    writer: str | None
    consistency: str
    write_routing: str | None
    declared: bool
    backup_class: str | None
    not_backed_up_because: str | None
    global_cluster: str | None
    global_endpoint: str | None
    clusters: dict[str, Cluster]
    table: str | None
    tables: dict[str, str]
    buckets: dict[str, str]
    access_point: AccessPoint | None
    dsql_clusters: dict[str, DsqlCluster]
    witness_region: str | None
    global_replication_group: str | None
    cache_members: dict[str, CacheMember]
    rds_shape: str | None
    rds_source: str | None
    rds_members: dict[str, RdsMember]


class Cache(TypedDict):
    """A cache; one over regions has ``global_replication_group`` and the ``home`` that it was created in."""

    engine: str
    home: str | None
    places: list[str]
    global_replication_group: str | None
    members: dict[str, CacheMember]
