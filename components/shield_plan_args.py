"""Shield Advanced, planned, over what the stack makes public."""

from collections.abc import Mapping

import pulumi

from holdfast.components.hosted_zone import HostedZone
from holdfast.components.regional_api import RegionalApi
from holdfast.components.regional_health import RegionalHealth
from holdfast.components.shield import ContactArgs, ProtectedArgs, Shield
from holdfast.topology.values import Door, EndpointPlan, EntrancePlan, ShieldContact, Topology


def declare_shield(
    topology: Topology,
    *,
    regions: Mapping[str, RegionalApi],
    zones: Mapping[str, HostedZone],
    health: Mapping[tuple[str, str], RegionalHealth],
    fronts: Mapping[str, pulumi.Input[str]],
    opts: pulumi.ResourceOptions,
) -> Shield | None:
    """Declare Shield Advanced where the settings ask for it.

    Protected are load balancers that face the internet, what stands in front of regions, and the hosted
    zones. An API of API Gateway is protected by a distribution in front of it alone
    (https://docs.aws.amazon.com/waf/latest/developerguide/ddos-protections-by-resource-type.html).

    Args:
        topology: The plan.
        regions: What serves in each place.
        zones: Hosted zones by name.
        health: Health of each entrance's region, by entrance and place.
        fronts: ARNs of distributions, accelerators and Elastic IPs, by a key that becomes part of names.
        opts: Options, with the parent.

    Returns:
        Shield Advanced; None where nobody asked for it.
    """
    plan = topology.shield
    if plan is None:
        return None
    resources: dict[str, ProtectedArgs] = {key: {"arn": arn} for key, arn in sorted(fronts.items())}
    for entrance in topology.entrances:
        for endpoint in entrance.endpoints:
            if entrance.door is Door.LOAD_BALANCER and not entrance.load_balancer.internal:
                resources[f"{endpoint.place}-{entrance.key}-lb"] = _balancer(
                    entrance, endpoint, regions, health
                )
    if plan.hosted_zones:
        for name, zone in sorted(zones.items()):
            resources[name] = {"arn": pulumi.Output.concat("arn:aws:route53:::hostedzone/", zone.zone_id)}
    return Shield(
        "global",
        {
            "subscribe": plan.subscribe,
            "resources": resources,
            "auto_renew": plan.auto_renew,
            "contacts": [_contact(contact) for contact in plan.contacts],
            "response_team_access": plan.response_team_access,
            "tags": topology.tags,
            "origin": plan.origin,
        },
        opts,
    )


def _balancer(
    entrance: EntrancePlan,
    endpoint: EndpointPlan,
    regions: Mapping[str, RegionalApi],
    health: Mapping[tuple[str, str], RegionalHealth],
) -> ProtectedArgs:
    args: ProtectedArgs = {"arn": regions[endpoint.place].door(entrance.key).arn}
    checks = health.get((entrance.key, endpoint.place))
    if checks is not None:
        # What clients feel, without the maintenance switch: a region taken out on purpose is not attacked.
        asked = checks.asked_health_check_id
        args["health_check_id"] = checks.dependency_health_check_id if asked is None else asked
    return args


def _contact(contact: ShieldContact) -> ContactArgs:
    args: ContactArgs = {"email": contact.email, "phone": contact.phone}
    if contact.notes is not None:
        args["notes"] = contact.notes
    return args
