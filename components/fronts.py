"""What stands between an entrance's name and its regions: records, accelerators, edges, Cloudflare."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi

from holdfast.components.api_gateway_plan_args import ApiDoor
from holdfast.components.certificate_alarm import CertificateAlarm
from holdfast.components.certificates import Certificates
from holdfast.components.edge_foundation import EDGE_REGION, EdgeFoundation
from holdfast.components.edge_plan_args import EDGE_PLACE, Edge, declare_edge
from holdfast.components.failover_dns import FailoverDns, FailoverDnsArgs
from holdfast.components.hosted_zone import HostedZone
from holdfast.components.load_balancer import LoadBalancer
from holdfast.components.origin_lock import OriginSecrets
from holdfast.components.plan_args import endpoint_check_args
from holdfast.components.regional_api import RegionalApi
from holdfast.components.regional_health import RegionalHealth
from holdfast.components.routing_records import EndpointArgs
from holdfast.components.runbook_plan_args import alarm_notes
from holdfast.topology.values import EndpointPlan, EntrancePlan, OriginLock, RoutingPolicy, Topology


@dataclass(frozen=True, kw_only=True)
class FrontScope:
    """What every entrance's front is made of."""

    topology: Topology
    """The plan."""
    zones: Mapping[str, HostedZone]
    """Route 53's hosted zones by name."""
    regions: Mapping[str, RegionalApi]
    """What serves in each place."""
    health: Mapping[tuple[str, str], RegionalHealth]
    """The health of each entrance's region, by entrance and place; none where Route 53 answers nothing."""
    child: pulumi.ResourceOptions
    """Options that make the API the parent."""
    edge: EdgeFoundation | None = None
    """Key and topic in us-east-1, None without CloudFront."""
    certificates: Mapping[str, Certificates] = field(default_factory=dict)
    """Certificates by entrance; those of an entrance with CloudFront have one for the edge."""
    origin_secrets: Mapping[str, OriginSecrets] = field(default_factory=dict)
    """The secret header that a distribution sends, by entrance."""
    web_acl_arns: Mapping[str, pulumi.Output[str]] = field(default_factory=dict)
    """ARN of the web ACL at the edge, by entrance; none where the entrance has none there."""


def declare_front(scope: FrontScope, entrance: EntrancePlan) -> Edge | None:
    """Declare what leads an entrance's name to its regions.

    Args:
        scope: What fronts are made of.
        entrance: The entrance.

    Returns:
        The accelerator or the distribution between the name and the regions; None where there is neither.
    """
    edge = _edge(scope, entrance)
    if entrance.zone is not None and entrance.has_address:
        args = _dns_args(scope, entrance, scope.zones[entrance.zone.name])
        if edge is not None:
            args["front"] = {"dns_name": edge.dns_name, "zone_id": edge.zone_id}
        FailoverDns(f"global-{entrance.key}", args, scope.child)
    return edge


def _edge(scope: FrontScope, entrance: EntrancePlan) -> Edge | None:
    if entrance.accelerator is None and entrance.cloudfront is None:
        return None
    certificate_arn = None
    if entrance.cloudfront is not None and entrance.is_certified:
        certificate_arn = scope.certificates[entrance.key].certificate_arn(EDGE_PLACE)
        _certificate_alarm(scope, entrance, certificate_arn)
    return declare_edge(
        scope.topology,
        entrance,
        doors={
            endpoint.place: scope.regions[endpoint.place].door(entrance.key)
            for endpoint in entrance.endpoints
        },
        certificate_arn=certificate_arn,
        secrets=scope.origin_secrets.get(entrance.key),
        web_acl_arn=scope.web_acl_arns.get(entrance.key),
        child=scope.child,
    )


def _certificate_alarm(
    scope: FrontScope, entrance: EntrancePlan, certificate_arn: pulumi.Output[str]
) -> None:
    """Declare the alarm on the certificate that a distribution shows, beside those of the regions."""
    if scope.edge is None:
        return
    alerts = scope.topology.alerts
    CertificateAlarm(
        f"{EDGE_PLACE}-{entrance.key}",
        {
            "region": EDGE_REGION,
            "certificate_arn": certificate_arn,
            "domain": entrance.domain,
            "topic_arn": scope.edge.topic_arn,
            "days": alerts.certificate_days,
            "notes": alarm_notes(scope.topology.runbook),
            "tags": scope.topology.tags,
            "origin": {"days": alerts.origin["certificate_days"]},
        },
        scope.child,
    )


def _dns_args(scope: FrontScope, entrance: EntrancePlan, zone: HostedZone) -> FailoverDnsArgs:
    args: FailoverDnsArgs = {
        "zone_id": zone.zone_id,
        "domain": entrance.domain,
        "policy": entrance.policy,
        "endpoints": {
            endpoint.place: _endpoint(scope, entrance, endpoint) for endpoint in entrance.endpoints
        },
        "ttl_seconds": entrance.ttl_seconds,
        "protection": scope.topology.protection,
        "tags": scope.topology.tags,
        "origin": entrance.origin,
    }
    if entrance.cloudfront is not None and entrance.cloudfront.origin_lock is not OriginLock.VPC_ORIGIN:
        args["origin_name"] = True
        args["spare_name"] = entrance.cloudfront.spare_host is not None
    if entrance.policy is RoutingPolicy.MULTIVALUE:
        args["address_check"] = endpoint_check_args(entrance.health)
    if entrance.slots is not None:
        args["slots"] = {"primary": entrance.slots.primary, "secondary": entrance.slots.secondary}
    return args


def _endpoint(scope: FrontScope, entrance: EntrancePlan, endpoint: EndpointPlan) -> EndpointArgs:
    door = scope.regions[endpoint.place].door(entrance.key)
    checks = scope.health[entrance.key, endpoint.place]
    args: EndpointArgs = {
        "region": endpoint.region,
        "host": endpoint.host,
        "dns_name": door.dns_name,
        "zone_id": door.zone_id,
        "health_check_id": checks.health_check_id,
        "locations": endpoint.locations,
    }
    if isinstance(door, LoadBalancer) and door.has_empty_groups:
        # The region's own check still decides, by what clients would get.
        args["evaluate_target_health"] = False
    if isinstance(door, ApiDoor):
        args["host_dns_name"], args["host_zone_id"] = door.host_dns_name, door.host_zone_id
    if endpoint.weight is not None:
        args["weight"] = endpoint.weight
    if entrance.policy is RoutingPolicy.MULTIVALUE:
        args["addresses"] = endpoint.addresses
        args["shared_health_check_ids"] = checks.shared_health_check_ids
    return args
