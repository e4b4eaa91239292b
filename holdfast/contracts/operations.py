"""The shape of the stack output ``operations``: what tools need to operate a running API.

Versioned and additive only: a key that was published keeps its name and its meaning. Everything in it is
readable without AWS's control planes, so that it can be written to a file before an event and used during it.
"""

from __future__ import annotations

from typing import Any, TypedDict

OPERATIONS_VERSION = 1


class Switch(TypedDict):
    """A region's maintenance switch: the object that takes the region out of DNS while it exists.

    It lies in another region than the one it takes out.
    """

    bucket: str
    key: str
    region: str


class Proxies(TypedDict):
    """An entrance's own proxies in a region: their group, their access logs, and their planned sizes."""

    auto_scaling_group: str
    log_group: str
    minimum: int
    needed: int
    maximum: int


class Endpoint(TypedDict):
    """One region behind an entrance and the Route 53 health checks that decide whether it gets traffic.

    ``door_arn`` is what receives its requests, ``load_balancer_arn`` the same where that is an Application
    Load Balancer, ``web_acl_arn`` the web ACL before it, if one stands in the region, ``proxies`` what stands
    behind it with the door ``proxy``. The checks are None where Route 53 does not answer for the name.
    """

    region: str
    host: str
    load_balancer_arn: str | None
    door_arn: str
    web_acl_arn: str | None
    proxies: Proxies | None
    health_check_id: str | None
    endpoint_health_check_id: str | None
    dependency_health_check_id: str | None
    dependency_alarm_arn: str | None
    switch_health_check_id: str | None
    switch: Switch | None


class Cloudflare(TypedDict):
    """An entrance's load balancer at Cloudflare.

    It has a pool per place, which a tool disables or sheds in order to take the place out; ``fallback`` is
    the place that gets the traffic when no pool is healthy.
    """

    account_id: str
    zone_id: str
    load_balancer_id: str
    pool_ids: dict[str, str]
    fallback: str
    proxied: bool


class Accelerator(TypedDict):
    """What operators name to turn a region's dial, by calls in ``control_region``; addresses never change."""

    arn: str
    control_region: str
    addresses: list[str]
    endpoint_group_arns: dict[str, str]


class Distribution(TypedDict):
    """A distribution of CloudFront, which invalidations name by its id."""

    distribution_id: str
    arn: str


class Entrance(TypedDict):
    """What clients reach, by place; ``slots`` are a failover pair's places, if it is one.

    ``door`` is what receives requests in each region: ``load-balancer``, ``proxy``, ``http-api`` or
    ``rest-api``. ``zone_id`` is None where Route 53 does not answer for the name, ``cloudflare`` where
    Cloudflare does not; where both do, the two times are those of the slower one. ``accelerator`` and
    ``cloudfront`` are what stands between the name and the regions, None where nothing of that kind does.
    """

    domain: str
    zone_id: str | None
    door: str
    mode: str
    strategy: str | None
    policy: str
    delegated: bool
    endpoints: dict[str, Endpoint]
    slots: dict[str, str] | None
    detection_seconds: int
    ttl_seconds: int
    accelerator: Accelerator | None
    cloudfront: Distribution | None
    cloudflare: Cloudflare | None


class EcsService(TypedDict):
    """A service on ECS: the names of its cluster and its own, and the task definition that it should run."""

    cluster: str
    service: str
    task_definition: str


class Function(TypedDict):
    """A service on Lambda: its function, and the alias that leads to the version that serves."""

    name: str
    alias: str


class Kubernetes(TypedDict):
    """A service on EKS: where its chart is installed, and what a deployment of it applies.

    ``target_group_bindings`` are whole TargetGroupBindings by entrance, and ``helm_values`` are values in the
    words of a chart made by ``helm create``, with some more.
    """

    cluster: str
    namespace: str
    service_account: str
    target_group_bindings: dict[str, dict[str, Any]]
    helm_values: dict[str, Any]


class Service(TypedDict):
    """A service in a region: what runs it, and its planned sizes in what its ``kind`` counts.

    ``kind`` is ``instances``, ``ecs``, ``lambda`` or ``eks``; ``auto_scaling_group`` is that of instances.
    """

    kind: str
    release: str | None
    auto_scaling_group: str | None
    ecs_service: EcsService | None
    function: Function | None
    kubernetes: Kubernetes | None
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
    """A Multi-Region Access Point; its routes are read and changed in each of ``failover_regions``."""

    arn: str
    alias: str
    failover_regions: list[str]


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


class Releases(TypedDict):
    """Places in the order in which they get a release, and minutes of quiet alarms before the next."""

    order: list[str]
    bake_minutes: int


class CacheMember(TypedDict):
    """A cache in one region; ``replication_group`` is None of a serverless cache."""

    arn: str
    replication_group: str | None
    endpoint: str
    reader_endpoint: str
    port: int
    secret_arn: str


class Cache(TypedDict):
    """A cache; one over regions has ``global_replication_group`` and the ``home`` that it was created in."""

    engine: str
    home: str | None
    places: list[str]
    global_replication_group: str | None
    members: dict[str, CacheMember]


class ReplicatedSecret(TypedDict):
    """A secret: where it is written, its ARN by place, and where a replica is a secret of its own now."""

    home: str
    arns: dict[str, str]
    promoted: list[str]


class ApplicationKey(TypedDict):
    """A key that services use by themselves, by place; ``home`` is None where each place has another key."""

    home: str | None
    arns: dict[str, str]


class Applications(TypedDict):
    """What services need in every region besides stores.

    ``repositories`` are addresses of images by place and key, of which those at ``registry_home`` are pushed
    to; ``machine_images`` ids of AMIs, ``packages`` names of buckets, ``parameters`` ARNs, by key and place.
    """

    registry_home: str | None
    repositories: dict[str, dict[str, str]]
    machine_images: dict[str, dict[str, str]]
    packages: dict[str, dict[str, str]]
    parameters: dict[str, dict[str, str]]
    secrets: dict[str, ReplicatedSecret]
    keys: dict[str, ApplicationKey]


class PrivateAccess(TypedDict):
    """The private ways into a region: per VPN its connection, its tunnels' addresses, its keys' secret."""

    transit_gateway: str
    vpn_connections: dict[str, str]
    tunnel_addresses: dict[str, list[str]]
    preshared_key_arns: dict[str, str]


class Vault(TypedDict):
    """A backup vault: who hears of its jobs, what is backed up into it and where that is copied to."""

    region: str
    vault: str
    arn: str
    topic_arn: str
    classes: list[str]
    copy_to: list[str]


class BunkerVault(TypedDict):
    """The vault of a second account that receives copies."""

    account_id: str
    region: str
    vault: str
    arn: str
    air_gapped: bool


class AirGappedVault(TypedDict):
    """The logically air-gapped vault of this account that receives copies."""

    region: str
    vault: str
    arn: str


class RestoreTests(TypedDict):
    """The restore tests of a place: the plan by which jobs are found, who judges them, where that is told.

    ``late_hours`` is how old the last good restore of a store may be before it is alarmed.
    """

    region: str
    plan_arn: str
    function: str
    log_group: str
    late_hours: int


class BackupReports(TypedDict):
    """The audit of a place's backups: the bucket of its reports, and the framework if AWS Config records."""

    region: str
    bucket: str
    framework_arn: str | None


class Backups(TypedDict):
    """Where backups are copied to, for how many days copies are kept at most, and the vaults by place.

    ``lock`` is ``governance``, ``compliance`` or None; ``declared`` is as for a store. ``bunker`` and
    ``air_gapped`` are there where copies go to them too. ``restore_tests`` and ``audit`` are by place.
    """

    copy_to: list[str]
    retention_days: int
    declared: bool
    vaults: dict[str, Vault]
    lock: str | None
    bunker: BunkerVault | None
    air_gapped: AirGappedVault | None
    restore_tests: dict[str, RestoreTests]
    audit: dict[str, BackupReports]


class ZoneExports(TypedDict):
    """The export of DNS zones: the function that makes one, who hears of failures, its buckets by place."""

    region: str
    function: str
    topic_arn: str
    every_hours: int
    buckets: dict[str, str]


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
    caches: dict[str, Cache]
    applications: Applications
    private_access: dict[str, PrivateAccess]
    releases: Releases
    backups: Backups | None
    zone_export: ZoneExports | None
    objectives: StackObjectives
