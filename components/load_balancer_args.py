"""What the load balancer of an entrance takes."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.load_balancer_authorization import LoadBalancerAuthorizationArgs
from holdfast.components.load_balancer_description import DescriptionTargetArgs
from holdfast.components.origin_lock import OriginLockArgs
from holdfast.components.target_group import TargetGroupArgs

SSL_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
"""The security policy of listeners where none is named."""


class LoadBalancerArgs(TypedDict):
    """What the load balancer of an entrance needs."""

    region: str
    """AWS region in which every child is declared."""
    vpc_id: pulumi.Input[str]
    """VPC of the load balancer and its targets."""
    vpc_cidr: pulumi.Input[str]
    """IPv4 block in which the targets are: the load balancer may send nowhere else."""
    subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Subnets, one per zone, two zones at least: public ones, or private ones for an internal entrance."""
    log_bucket: pulumi.Input[str]
    """Name of the bucket for access and connection logs, once its policy admits them."""
    targets: Mapping[str, TargetGroupArgs]
    """The services behind the entrance, by key."""
    allowed_cidrs: Sequence[str]
    """IPv4 blocks from which clients may come; ``0.0.0.0/0`` for everybody."""
    internal: NotRequired[bool]
    """Whether only the VPC and what is connected to it can reach it. Default: False. A change replaces it."""
    certificate_arn: NotRequired[pulumi.Input[str]]
    """Issued ACM certificate of this region. Default: none, because the zone is not delegated yet: nothing
    is forwarded and port 80 answers 503 with that word."""
    authorization: NotRequired[LoadBalancerAuthorizationArgs]
    """Who may call; the health path of the region's own name stays open. Default: everybody."""
    monitor_cidrs: NotRequired[Sequence[str]]
    """IPv4 blocks of health checkers besides Route 53's, such as Cloudflare's monitors, which come to the
    port without client certificates where clients show one. Default: none."""
    ssl_policy: NotRequired[str]
    """Security policy, TLS 1.2 or later. Default: ``ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09``, which AWS
    recommends: TLS 1.3 and 1.2, forward secrecy, hybrid post-quantum key exchange
    (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html)."""
    hsts_seconds: NotRequired[int]
    """Seconds for which browsers must come by HTTPS; 0 takes back what was said. Default: 31536000."""
    idle_timeout_seconds: NotRequired[int]
    """Seconds that a connection may be idle, 1 to 4000; targets must keep theirs longer. Default: 60."""
    client_keep_alive_seconds: NotRequired[int]
    """Seconds after which a client must connect anew, and so learn where to, 60 to 604800. Default: 300,
    AWS's suggestion beside zonal shifts (https://docs.aws.amazon.com/r53recovery/latest/dg/
    arc-zonal-shift.resource-types.app-load-balancers.html); AWS's own default is 3600."""
    zonal_shift: NotRequired[bool]
    """Whether traffic can be shifted away from a zone. Default: True."""
    origin_lock: NotRequired[OriginLockArgs]
    """Header without which a request is refused with 403, so that clients come through the distribution that
    sends it; health checks pass. Default: none, whoever may connect is served."""
    description: NotRequired[DescriptionTargetArgs]
    """A function that answers with the API's description, before any service. Default: none."""
    preserve_host_header: NotRequired[bool]
    """Whether targets see the Host header exactly as sent. Default: False."""
    protection: NotRequired[bool]
    """Whether the load balancer is protected from deletion, by AWS and by Pulumi. Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""
