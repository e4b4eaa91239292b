"""What a fleet of an entrance's own proxies is told."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.auto_scaling_args import ServiceInstances
from holdfast.components.proxy_description import ProxyDescriptionArgs
from holdfast.topology.values import ProxyAlgorithm, ProxySoftware


class ProxyNetwork(TypedDict):
    """Where load balancer and proxies stand."""

    vpc_id: pulumi.Input[str]
    """Id of the VPC."""
    vpc_cidr: pulumi.Input[str]
    """IPv4 block of the VPC, in which the services' instances are."""
    balancer_subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Subnets of the load balancer, one per zone: public ones, or private ones for an internal entrance."""
    proxy_subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Private subnets of the proxies, one per zone, known once they reach AWS."""
    allowed_cidrs: Sequence[str]
    """IPv4 blocks from which clients may come; ``0.0.0.0/0`` for everybody."""
    internal: NotRequired[bool]
    """Whether only the VPC and what is connected to it can reach it. Default: False. A change replaces the
    load balancer."""
    cross_zone: NotRequired[bool]
    """Whether a zone's node sends to proxies in every zone. Default: True."""
    zonal_shift: NotRequired[bool]
    """Whether traffic can be shifted away from a zone. Default: True."""


class ProxyBackend(TypedDict):
    """Instances of one service."""

    instance_name: str
    """``Name`` tag of the instances."""
    port: int
    """Port on which they listen for plain HTTP."""
    slots: int
    """Most instances that a proxy can hold, 1 or more; twice as many as there can be keep most clients where
    they are when one is added or lost."""
    weight: NotRequired[int]
    """Share of the pool's requests, with the algorithm ``weighted`` alone. Default: none."""


class ProxyCheck(TypedDict):
    """How an instance's health is judged.

    HAProxy asks; nginx, which does not, leaves an instance out after ``unhealthy_threshold`` failed requests,
    for as long as as many intervals.
    """

    path: str
    """Path that the instance answers, starting with ``/``."""
    interval_seconds: NotRequired[int]
    """Seconds between two checks, 1 to 300. Default: 10."""
    timeout_seconds: NotRequired[int]
    """Seconds after which a check has failed, less than the interval. Default: 5."""
    healthy_threshold: NotRequired[int]
    """Checks that must pass before an instance serves, 1 to 10. Default: 2."""
    unhealthy_threshold: NotRequired[int]
    """Checks that must fail before an instance is left out, 1 to 10. Default: 2."""
    matcher: NotRequired[str]
    """HTTP codes that mean healthy, such as ``200`` or ``200-299``. Default: ``200``."""


class ProxyPool(TypedDict):
    """Instances over which requests for some hosts and paths are spread."""

    backends: Mapping[str, ProxyBackend]
    """Service → its instances; several only with weights."""
    check: ProxyCheck
    """How an instance's health is judged."""
    paths: NotRequired[Sequence[str]]
    """Path patterns with ``*`` and ``?``. Default: ``/*``, every path."""
    hosts: NotRequired[Sequence[str]]
    """Host patterns with ``*`` and ``?``. Default: any host."""
    priority: int
    """Rank of the pool; the lowest that matches gets a request. One pool each."""


class ProxySession(TypedDict):
    """Session persistence by the proxies' own cookie."""

    cookie_name: str
    """Name of the cookie."""
    duration_seconds: int
    """How long a client stays with its instance, 1 second or more."""


class ProxyBalancing(TypedDict):
    """How requests are treated."""

    software: ProxySoftware
    """HAProxy or nginx, from Amazon Linux's repository."""
    algorithm: ProxyAlgorithm
    """How an instance is picked."""
    session: NotRequired[ProxySession]
    """Session persistence; HAProxy only. Default: none."""
    limit_rps: NotRequired[int]
    """Requests a second that one proxy takes from one address, over ten seconds. Default: no limit."""
    hsts_seconds: NotRequired[int]
    """Seconds for which browsers must come by HTTPS. Default: 31536000."""
    answer_seconds: NotRequired[int]
    """Longest wait for an instance's answer. Default: 30."""
    idle_seconds: NotRequired[int]
    """Seconds without data that close a client's connection, below 350, after which the load balancer
    forgets it. Default: 60."""
    drain_seconds: NotRequired[int]
    """Seconds from failing the own health check to taking no more connections, and from there to the end.
    Default: 30; at least the 20 in which the load balancer sees it."""
    max_connections: NotRequired[int]
    """Most connections of clients at one proxy, with nginx at each of its processors. Default: 20000."""
    refresh_seconds: NotRequired[int]
    """Seconds between two questions to EC2 which instances there are. Default: 10."""


class ProxyScaling(TypedDict):
    """How many proxies there are."""

    minimum: int
    """Proxies that always run, 1 or more."""
    maximum: int
    """Ceiling of scaling."""
    cpu_target_percent: NotRequired[float]
    """Average CPU that scaling holds. Default: 50 (assumption: TLS handshakes come in bursts)."""


class ProxyFleetArgs(TypedDict):
    """What the proxies of one entrance in one region need."""

    region: str
    """AWS region in which every child is declared."""
    network: ProxyNetwork
    """Where load balancer and proxies stand."""
    pools: Mapping[str, ProxyPool]
    """Name (lower-case letters, digits and hyphens, a letter first) → hosts, paths and instances."""
    instance_tags: Mapping[str, str]
    """Tags of all services' instances, beside ``Name``, by which no other stack's are found."""
    balancing: ProxyBalancing
    """How requests are treated."""
    instances: ServiceInstances
    """The proxies' machines."""
    scaling: ProxyScaling
    """How many there are."""
    description: NotRequired[ProxyDescriptionArgs]
    """The API's description, with which the proxies answer at its path themselves. Default: none."""
    certificate_secret: str
    """ARN of the Secrets Manager secret, in the region and encrypted with ``key_arn`` or AWS's own key, that
    holds certificate chain and private key in PEM."""
    key_arn: pulumi.Input[str]
    """KMS key of the region for volumes and logs, as ``AutoScalingService`` needs it."""
    log_retention_days: NotRequired[int]
    """Days that logs are kept, one of CloudWatch Logs' own steps; 0 for ever. Default: 30 (assumption)."""
    protection: NotRequired[bool]
    """Whether the load balancer is protected from deletion, by AWS and by Pulumi. Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags, of instances and of volumes. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""
