"""The shape of the stack output ``operations``: what tools need to operate a running API.

Versioned and additive only: a key that was published keeps its name and its meaning. Everything in it is
readable without AWS's control planes, so that it can be written to a file before an event and used during it.
"""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict

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
    ``health_path`` is what health checks GET of each region's host, on ``health_port``: 443, but where
    clients must show a certificate. Files written before it was named have none: 443.
    """

    domain: str
    health_path: str
    health_port: NotRequired[int]
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
    """A Multi-Region Access Point; its routes are read and changed in each of ``failover_regions``.

    ``active`` are the places that get requests by the settings; there is none where it was adopted.
    """

    arn: str
    alias: str
    failover_regions: list[str]
    active: NotRequired[list[str]]


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

    ``late_hours`` is how old the last good restore of a store may be before it is alarmed. A restore by hand
    takes ``role_arn`` and, by AWS Backup's type, the ``metadata`` that put a copy into the closed network or
    under the customer key; ``types`` are those of the stores that are tested here.
    """

    region: str
    plan_arn: str
    function: str
    log_group: str
    late_hours: int
    role_arn: str
    metadata: dict[str, dict[str, str]]
    types: dict[str, str]


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


class RecoveryStep(TypedDict):
    """A step of a recovery: what is done to what, where, and how long it takes at worst, by whose figure.

    ``action`` is ``route``, ``capacity``, ``fence``, ``promote``, ``drain`` or ``verify``; ``subject`` the
    key of what ``subject_kind`` says: a ``service``, a ``store``, a ``cache``, an ``entrance``, or an
    entrance's ``proxies``. ``place`` is where it acts: the place that takes over, and with ``fence`` and
    ``drain`` the one that is left. ``size`` is what ``capacity`` brings about, in what the service's kind
    counts.
    """

    key: str
    action: str
    subject: str
    subject_kind: str
    place: str
    worst_seconds: int
    source: str
    size: int | None


class RecoveryWorkflow(TypedDict):
    """What takes everything away from a place: groups in order, the steps of a group side by side.

    ``graceful`` is for a place that answers and loses no write, ``ungraceful`` for one that is lost.
    """

    to: list[str]
    graceful: list[list[RecoveryStep]]
    graceful_worst_seconds: int
    ungraceful: list[list[RecoveryStep]]
    ungraceful_worst_seconds: int


class RegionSwitch(TypedDict):
    """The plan of ARC Region switch; its state is changed in the region that takes over."""

    arn: str
    role_arn: str
    approval_role_arn: str | None
    starts_by_itself: bool


class RoutingControls(TypedDict):
    """ARC's routing controls: the cluster's five endpoints by AWS region, and controls by entrance and place.

    A control that is ``On`` lets clients go to the place; to change it takes one of the endpoints.
    """

    cluster_arn: str
    endpoints: dict[str, str]
    controls: dict[str, dict[str, str]]


class RecoveryWatchdog(TypedDict):
    """What watches a place from ``place``: a function that a reserved concurrency of 0 stops.

    ``starts`` is False where it only tells, as of a standby.
    ``state_parameter`` is what it remembers in, ``{}`` lets it begin anew; ``alarm_arn`` tells of its
    silence, from another region.
    """

    place: str
    starts: bool
    function: str
    state_parameter: str
    log_group: str
    alarm_arn: str
    probe_places: list[str]


class RecoveryAutomation(TypedDict):
    """SSM Automation documents: place that is left → place from which it is left → name; watchdogs by place.

    ``approvers`` is empty where nobody is asked.
    """

    approvers: list[str]
    documents: dict[str, dict[str, str]]
    watchdogs: dict[str, RecoveryWatchdog]


class Recovery(TypedDict):
    """How a place is left: who does it, what takes traffic away, and the workflows by place.

    ``by`` is ``people``, ``region-switch`` or ``automation``, ``routing`` is ``switch`` or
    ``routing-control``. Until anything is done, a loss takes ``detection_seconds`` to be known and
    ``decision_seconds`` to be decided, at worst.
    """

    by: str
    routing: str
    detection_seconds: int
    detection_source: str
    decision_seconds: int
    decision_source: str
    workflows: dict[str, RecoveryWorkflow]
    region_switch: RegionSwitch | None
    automation: RecoveryAutomation | None
    routing_control: RoutingControls | None


class Dashboards(TypedDict):
    """Names of CloudWatch dashboards: of the whole stack, and of each place that serves."""

    whole: str
    places: dict[str, str]


class Contact(TypedDict):
    """Whom to call, in this order: a name or a rota, how it is reached, and what for."""

    name: str
    reach: str
    role: str


class Runbook(TypedDict):
    """Who owns the stack, where its runbook stands, and whom to call."""

    owner: str
    url: str
    contacts: list[Contact]


class AlertTopics(TypedDict):
    """The topics of one AWS region: of what is a ticket, and of what pages."""

    region: str
    tickets: str
    pages: str


class Alerts(TypedDict):
    """Where alarms tell: topics by place, and the severities that each channel hears of.

    Places are those that serve, and where AWS tells what belongs to no region: ``use1`` or ``global``, and
    ``usw2``. A channel is ``slack-ops``, ``pagerduty-oncall`` and the like.
    """

    topics: dict[str, AlertTopics]
    channels: dict[str, list[str]]


class CanaryRun(TypedDict):
    """A canary of one entrance in one place, and the alarm of each of its steps by step."""

    name: str
    alarm_arns: dict[str, str]


class CanaryPlace(TypedDict):
    """The canaries of one place by entrance, and the bucket that holds what their runs leave."""

    region: str
    bucket: str
    canaries: dict[str, CanaryRun]


class Canaries(TypedDict):
    """Who watches, and what is said of each region that is watched.

    ``failed`` is place that is watched → place of the alarm → its ARN: that enough places elsewhere see it
    fail for every entrance, ``failures`` runs in a row. Where several say it, those that can take over come
    first.
    """

    every_minutes: int
    failures: int
    places: dict[str, CanaryPlace]
    failed: dict[str, dict[str, str]]


class InternetMonitor(TypedDict):
    """A monitor of the networks between clients and what stands in one region."""

    region: str
    monitor: str
    arn: str


class Apm(TypedDict):
    """Application performance monitoring: the vendor's role, and the streams of metrics by place."""

    backend: str
    role_arn: str | None
    metric_streams: dict[str, str]


class StackObjectives(TypedDict):
    """What the stack promises."""

    availability_percent: float | None
    rto_seconds: int | None
    rpo_seconds: int | None
    survives: str
    residency: list[str]


class AlarmElsewhere(TypedDict):
    """An alarm of one region that says of another one that it fails."""

    region: str
    alarm_arn: str


class PlaceAlarms(TypedDict):
    """The alarms of a place, in its ``region``.

    ``paging`` is the ARN of the composite alarm that pages for all of them, ``stop`` that of the metric alarm
    on what clients get, by which experiments and shifts stop, ``outside`` the alarm in another region that
    says from outside that the place fails; each None where there is none. ``names`` are the names of all in
    CloudWatch, by their names in the plan.
    """

    region: str
    paging: str | None
    stop: str | None
    outside: AlarmElsewhere | None
    names: dict[str, str]


class Experiment(TypedDict):
    """A template of an experiment in FIS, and the alarm that stops it.

    ``kind`` is what it does, ``subject`` what to; ``section`` is that of the runbook on what it brings about.
    """

    template_id: str
    duration_seconds: int
    stop_alarm_arn: str
    kind: str
    subject: str
    title: str
    section: str


class Operations(TypedDict):
    """The whole contract.

    ``written`` is when ``holdfast operations`` wrote it to a file (UTC, ISO 8601); the output has none.
    """

    version: int
    written: NotRequired[str]
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
    runbook: Runbook
    dashboards: Dashboards | None
    alarms: dict[str, PlaceAlarms]
    canaries: Canaries | None
    internet_monitors: dict[str, InternetMonitor]
    alerts: Alerts
    apm: Apm | None
    recovery: Recovery | None
    experiments: dict[str, dict[str, Experiment]]
