"""What stands before all regions of an entrance, from its plan: an accelerator or a distribution."""

from collections.abc import Mapping
from typing import TypeAlias

import pulumi

from holdfast.components.accelerator import GlobalAccelerator, GlobalAcceleratorArgs
from holdfast.components.certificates import CertificateArgs
from holdfast.components.cloudfront_args import (
    CloudfrontDistributionArgs,
    CloudfrontOriginArgs,
    CloudfrontPathsArgs,
)
from holdfast.components.cloudfront_distribution import CloudfrontDistribution
from holdfast.components.delivered_logs import EdgeLogsArgs
from holdfast.components.door import RegionalDoor
from holdfast.components.edge_foundation import EDGE_REGION
from holdfast.components.failover_dns import ORIGIN
from holdfast.components.held_regions import leave_regions_as_is
from holdfast.components.load_balancer import LoadBalancer
from holdfast.components.origin_lock import ORIGIN_HEADER, OriginSecrets, declare_origin_secrets
from holdfast.topology.values import (
    AcceleratorPlan,
    CloudfrontPathsPlan,
    CloudfrontPlan,
    EdgeLogsPlan,
    EntrancePlan,
    OriginLock,
    Topology,
)

Edge: TypeAlias = GlobalAccelerator | CloudfrontDistribution
"""What stands before all regions; both have ``dns_name`` and ``zone_id``."""

EDGE_PLACE = "global"
"""Place of the certificate that a distribution shows, among its entrance's."""


def secrets_of(topology: Topology, child: pulumi.ResourceOptions) -> dict[str, OriginSecrets]:
    """Declare the secret header of each distribution whose origins are reached over the internet.

    It is sent with ``origin_lock`` ``none`` too, so that load balancers can begin to ask for it while all
    that CloudFront sends has it.

    Args:
        topology: The plan.
        child: Options, with the parent.

    Returns:
        The secrets by entrance.
    """
    return {
        entrance.key: declare_origin_secrets(
            f"global-{entrance.key}-origin",
            secret_version=entrance.cloudfront.origin_secret_version,
            child=child,
        )
        for entrance in topology.entrances
        if entrance.cloudfront is not None and entrance.cloudfront.origin_lock is not OriginLock.VPC_ORIGIN
    }


def asked_for(
    topology: Topology, secrets: Mapping[str, OriginSecrets]
) -> dict[str, tuple[pulumi.Output[str], ...]]:
    """Return the values of the secret header that load balancers ask for, by entrance."""
    return {
        entrance.key: secrets[entrance.key].values
        for entrance in topology.entrances
        if entrance.cloudfront is not None and entrance.cloudfront.origin_lock is OriginLock.HEADER
    }


def edge_certificates(entrance: EntrancePlan) -> dict[str, CertificateArgs]:
    """Return the certificate that a distribution shows: the domain alone, where CloudFront looks for it."""
    if entrance.cloudfront is None:
        return {}
    return {EDGE_PLACE: {"region": EDGE_REGION, "domain": entrance.domain}}


def edge_arns(edges: Mapping[str, Edge | None]) -> dict[str, pulumi.Output[str]]:
    """Return the ARN of what stands before each entrance's regions, by a key that names what it is."""
    arns: dict[str, pulumi.Output[str]] = {}
    for key, edge in edges.items():
        if isinstance(edge, GlobalAccelerator):
            arns[f"{key}-accelerator"] = edge.accelerator_arn
        elif edge is not None:
            arns[f"{key}-cdn"] = edge.distribution_arn
    return arns


def declare_edge(
    topology: Topology,
    entrance: EntrancePlan,
    *,
    doors: Mapping[str, RegionalDoor],
    certificate_arn: pulumi.Input[str] | None,
    secrets: OriginSecrets | None,
    web_acl_arn: pulumi.Input[str] | None,
    child: pulumi.ResourceOptions,
) -> Edge | None:
    """Declare what stands before all regions of an entrance.

    Args:
        topology: The plan.
        entrance: The entrance.
        doors: What receives its requests in each place.
        certificate_arn: The certificate that a distribution shows; None while the zone is not delegated,
            and then there is no distribution.
        secrets: The secret header that a distribution sends, None for none.
        web_acl_arn: ARN of the web ACL of a distribution, None for none.
        child: Options, with the parent.

    Returns:
        The accelerator or the distribution; None for an entrance without either.
    """
    held = frozenset(region.region for region in topology.regions if region.held)
    transforms = pulumi.ResourceOptions(transforms=[leave_regions_as_is(held)] if held else None)
    opts = pulumi.ResourceOptions.merge(child, transforms)
    name = f"global-{entrance.key}"
    if entrance.accelerator is not None:
        return GlobalAccelerator(
            name, accelerator_args(topology, entrance, entrance.accelerator, doors), opts
        )
    if entrance.cloudfront is None or certificate_arn is None:
        return None
    args = distribution_args(topology, entrance, entrance.cloudfront, doors, certificate_arn)
    if secrets is not None:
        args["origin_header"] = {"name": ORIGIN_HEADER, "value": _once_asked_for(secrets.current, doors)}
    if web_acl_arn is not None:
        args["web_acl_arn"] = web_acl_arn
    return CloudfrontDistribution(name, args, opts)


def accelerator_args(
    topology: Topology, entrance: EntrancePlan, plan: AcceleratorPlan, doors: Mapping[str, RegionalDoor]
) -> GlobalAcceleratorArgs:
    """Return the arguments of a planned accelerator."""
    args: GlobalAcceleratorArgs = {
        "endpoints": {
            group.place: {
                "region": group.region,
                "endpoint_id": doors[group.place].arn,
                "dial_percent": group.dial_percent,
                "weight": group.weight,
            }
            for group in plan.groups
        },
        "client_affinity": plan.client_affinity,
        "protection": topology.protection,
        "tags": topology.tags,
        "origin": plan.origin,
    }
    if plan.flow_logs is not None:
        args["flow_logs"] = _logs(topology, entrance, plan.flow_logs)
    return args


def distribution_args(
    topology: Topology,
    entrance: EntrancePlan,
    plan: CloudfrontPlan,
    doors: Mapping[str, RegionalDoor],
    certificate_arn: pulumi.Input[str],
) -> CloudfrontDistributionArgs:
    """Return the arguments of a planned distribution, but for its header and its web ACL."""
    args: CloudfrontDistributionArgs = {
        "domain": entrance.domain,
        "certificate_arn": certificate_arn,
        "target": _target(entrance, plan, doors),
        "paths": {paths.key: _paths(paths) for paths in plan.paths},
        "price_class": plan.price_class,
        "minimum_tls": plan.minimum_tls,
        "hsts_seconds": plan.hsts_seconds,
        "read_timeout_seconds": plan.read_timeout_seconds,
        "logs": _logs(topology, entrance, plan.logs),
        "protection": topology.protection,
        "tags": topology.tags,
        "origin": plan.origin,
    }
    if plan.spare_host is not None:
        args["spare"] = {"host": plan.spare_host}
    return args


def _paths(plan: CloudfrontPathsPlan) -> CloudfrontPathsArgs:
    args: CloudfrontPathsArgs = {
        "patterns": plan.patterns,
        "min_ttl_seconds": plan.min_ttl_seconds,
        "default_ttl_seconds": plan.default_ttl_seconds,
        "max_ttl_seconds": plan.max_ttl_seconds,
        "accepts_writes": plan.accepts_writes,
    }
    if plan.max_ttl_seconds:
        args["query_strings"] = plan.query_strings
        args["headers"] = plan.headers
        args["cookies"] = plan.cookies
    return args


def _logs(topology: Topology, entrance: EntrancePlan, plan: EdgeLogsPlan) -> EdgeLogsArgs:
    return {
        "name": f"{plan.place}-{entrance.key}",
        "region": plan.region,
        "account_id": topology.account_id,
        "retention_days": plan.retention_days,
    }


def _target(
    entrance: EntrancePlan, plan: CloudfrontPlan, doors: Mapping[str, RegionalDoor]
) -> CloudfrontOriginArgs:
    """Return the name that Route 53 leads to a region, or the one internal load balancer."""
    if plan.origin_lock is not OriginLock.VPC_ORIGIN:
        return {"host": f"{ORIGIN}.{entrance.domain}"}
    (door,) = doors.values()
    return {"host": door.dns_name, "vpc_balancer_arn": door.arn}


def _once_asked_for(value: pulumi.Output[str], doors: Mapping[str, RegionalDoor]) -> pulumi.Output[str]:
    """Let the header wait for the load balancers' rules, so that none refuses what is sent."""
    balancers = [door for _, door in sorted(doors.items()) if isinstance(door, LoadBalancer)]
    known = pulumi.Output.all(value, *(balancer.target_group_arns for balancer in balancers))
    return known.apply(lambda values: str(values[0]))
