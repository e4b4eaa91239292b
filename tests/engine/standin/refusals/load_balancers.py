"""Elastic Load Balancing: where balancers lie, what listeners and target groups say.

The codes: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html,
API_CreateTargetGroup.html and API_CreateListener.html beside it (2026-11). Texts as people report them:
https://github.com/robertdebock/terraform-aws-vault/issues/5, https://github.com/kasmtech/terraform/issues/5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.engine.standin.refusals.wanted import Rule, Wanted, others

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.engine.standin.cloud import Cloud, Thing

LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"
LISTENER, RULE = "aws:lb/listener:Listener", "aws:lb/listenerRule:ListenerRule"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
_OF_KIND = {
    "application": {"HTTP", "HTTPS"},
    "network": {"TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"},
    "gateway": {"GENEVE"},
}
_SECURE = {"HTTPS", "TLS"}
_FEWEST_ZONES = 2
_LONGEST_INTERVAL, _SHORTEST_INTERVAL = 300, 5


def _kind(inputs: Mapping[str, Any]) -> str:
    return str(inputs.get("loadBalancerType") or "application")


def _subnets(cloud: Cloud, wanted: Wanted) -> Iterator[Thing]:
    mapped = [str(one["subnetId"]) for one in wanted.inputs.get("subnetMappings") or ()]
    for subnet_id in dict.fromkeys([*wanted.texts("subnets"), *mapped]):
        found = cloud.named(subnet_id)
        if found is not None and found.type == "aws:ec2/subnet:Subnet":
            yield found


def _lies_in_two_zones(cloud: Cloud, wanted: Wanted) -> str | None:
    told = wanted.texts("subnets") or wanted.inputs.get("subnetMappings") or []
    if len(told) >= _FEWEST_ZONES or _kind(wanted.inputs) != "application":
        return None
    if list(_subnets(cloud, wanted)) or not told:
        return "ValidationError: At least two subnets in two different Availability Zones must be specified"
    return None


def _one_subnet_per_zone(cloud: Cloud, wanted: Wanted) -> str | None:
    zones = [str(subnet.state.get("availabilityZone")) for subnet in _subnets(cloud, wanted)]
    if len(zones) != len(set(zones)):
        return (
            "InvalidConfigurationRequest: A load balancer cannot be attached to multiple subnets in the same "
            "Availability Zone"
        )
    return None


def _lies_in_one_network(cloud: Cloud, wanted: Wanted) -> str | None:
    networks = {str(subnet.state.get("vpcId")) for subnet in _subnets(cloud, wanted)}
    if len(networks) > 1:
        return "InvalidConfigurationRequest: Subnets must belong to the same VPC"
    for group_id in wanted.texts("securityGroups"):
        group = cloud.named(group_id)
        if group is not None and networks and group.state.get("vpcId") not in networks:
            return "InvalidConfigurationRequest: One or more security groups are invalid"
    return None


def _writes_logs_to_a_bucket(cloud: Cloud, wanted: Wanted) -> str | None:
    """Logs need a bucket of the region, with a policy that lets the service write.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html (2026-11).
    """
    for key in ("accessLogs", "connectionLogs"):
        logs = wanted.inputs.get(key) or {}
        name = str(logs.get("bucket") or "")
        if not logs.get("enabled") or not name:
            continue
        elsewhere = [thing for thing in cloud.of("aws:s3/bucket:Bucket") if thing.id == name]
        if elsewhere and elsewhere[0].region != wanted.region:
            return (
                f"InvalidConfigurationRequest: S3Bucket: {name} is not located in the same region with "
                f"ELB: {wanted.region}"
            )
        writable = any(
            thing.state.get("bucket") == name and "elasticloadbalancing" in str(thing.state.get("policy"))
            for thing in cloud.of("aws:s3/bucketPolicy:BucketPolicy")
        )
        if elsewhere and not elsewhere[0].adopted and not writable:
            return (
                f"InvalidConfigurationRequest: Access Denied for bucket: {name}. Please check S3bucket "
                "permission"
            )
    return None


def _group_is_whole(_cloud: Cloud, wanted: Wanted) -> str | None:
    """Targets but functions need a port, a protocol and a network."""
    missing = [key for key in ("port", "protocol", "vpcId") if not wanted.inputs.get(key)]
    if wanted.text("targetType") == "lambda":
        given = [key for key in ("port", "protocol", "vpcId") if wanted.text(key)]
        if not given:
            return None
        return f"ValidationError: {given[0]} cannot be specified for target groups with target type 'lambda'"
    if missing:
        return f"ValidationError: A {missing[0]} must be specified"
    return None


def _checks_fit_the_protocol(_cloud: Cloud, wanted: Wanted) -> str | None:
    """Application target groups check by HTTP or HTTPS; a check ends before the next begins."""
    check = wanted.inputs.get("healthCheck") or {}
    protocol, by = wanted.text("protocol"), str(check.get("protocol") or "HTTP")
    if protocol in _OF_KIND["application"] and by not in _OF_KIND["application"]:
        return f"ValidationError: Health check protocol '{by}' must be one of 'HTTP', 'HTTPS'"
    if by == "TCP" and check.get("path"):
        return (
            "InvalidConfigurationRequest: health_check.path is not supported for target_groups with TCP "
            "protocol"
        )
    interval, timeout = int(check.get("interval") or 30), int(check.get("timeout") or 0)
    if not _SHORTEST_INTERVAL <= interval <= _LONGEST_INTERVAL:
        return f"ValidationError: Health check interval must be between 5 and 300: {interval}"
    if timeout and interval <= timeout:
        return "ValidationError: Health check interval must be greater than the timeout."
    return None


def _version_fits_the_protocol(_cloud: Cloud, wanted: Wanted) -> str | None:
    protocol, version = wanted.text("protocol"), wanted.text("protocolVersion")
    if version in ("HTTP2", "GRPC") and protocol not in _OF_KIND["application"]:
        return (
            f"ValidationError: Protocol version '{version}' is only allowed for HTTP and HTTPS target groups"
        )
    return None


def _listener_fits_its_balancer(cloud: Cloud, wanted: Wanted) -> str | None:
    balancer = cloud.named(wanted.text("loadBalancerArn"))
    if balancer is None:
        return None
    kind, protocol = _kind(balancer.state), wanted.text("protocol")
    if protocol and protocol not in _OF_KIND[kind]:
        return f"ValidationError: Protocol '{protocol}' is not supported by {kind} load balancers"
    return None


def _secure_listener_has_a_certificate(_cloud: Cloud, wanted: Wanted) -> str | None:
    secure = wanted.text("protocol") in _SECURE
    if secure and not wanted.text("certificateArn"):
        return f"ValidationError: A certificate must be specified for {wanted.text('protocol')} listeners"
    if not secure and wanted.text("certificateArn"):
        return f"ValidationError: A certificate cannot be specified for {wanted.text('protocol')} listeners"
    return None


def _port_is_free(cloud: Cloud, wanted: Wanted) -> str | None:
    for thing in others(cloud, wanted):
        same = thing.state["loadBalancerArn"] == wanted.text("loadBalancerArn")
        if same and thing.state.get("port") == wanted.inputs.get("port"):
            return (
                "DuplicateListener: A listener already exists on this port for this load balancer "
                f"'{wanted.text('loadBalancerArn')}'"
            )
    return None


def _priority_is_free(cloud: Cloud, wanted: Wanted) -> str | None:
    for thing in others(cloud, wanted):
        same = thing.state["listenerArn"] == wanted.text("listenerArn")
        if (
            same
            and wanted.inputs.get("priority")
            and thing.state.get("priority") == wanted.inputs["priority"]
        ):
            return f"PriorityInUse: Priority '{wanted.number('priority')}' is currently in use"
    return None


def _forwards_to_groups_of_its_kind(cloud: Cloud, wanted: Wanted) -> str | None:
    """A group must be of the balancer's kind and network, and of one balancer alone."""
    listener = cloud.named(wanted.text("listenerArn"))
    balancer_arn = wanted.text("loadBalancerArn") or (listener.state["loadBalancerArn"] if listener else "")
    balancer = cloud.named(str(balancer_arn))
    if balancer is None:
        return None
    for arn in _forwarded(wanted.inputs):
        group = cloud.named(arn)
        if group is None:
            continue
        protocol = str(group.state.get("protocol") or "")
        if protocol and protocol not in _OF_KIND[_kind(balancer.state)]:
            return (
                f"InvalidConfigurationRequest: The protocol '{protocol}' of target group '{arn}' is "
                "not supported by "
                f"{_kind(balancer.state)} load balancers"
            )
        if group.state.get("vpcId") and group.state["vpcId"] != balancer.state.get("vpcId"):
            return (
                f"InvalidConfigurationRequest: The target group '{arn}' and the load balancer "
                f"'{balancer.id}' are in "
                "different VPCs"
            )
        for thing in cloud.of(LISTENER):
            elsewhere = thing.state["loadBalancerArn"] != balancer.id
            if elsewhere and arn in _forwarded(thing.state):
                return (
                    "TargetGroupAssociationLimit: The following target groups cannot be associated "
                    "with more than "
                    f"one load balancer: {arn}"
                )
    return None


def _forwarded(inputs: Mapping[str, Any]) -> set[str]:
    """ARNs of the target groups that a listener or a rule names."""
    found = set()
    for action in [*(inputs.get("defaultActions") or ()), *(inputs.get("actions") or ())]:
        weighted = (action.get("forward") or {}).get("targetGroups") or ()
        found |= {str(action.get("targetGroupArn") or ""), *(str(one.get("arn") or "") for one in weighted)}
    return found - {""}


RULES: Mapping[str, tuple[Rule, ...]] = {
    LOAD_BALANCER: (
        _lies_in_two_zones,
        _one_subnet_per_zone,
        _lies_in_one_network,
        _writes_logs_to_a_bucket,
    ),
    TARGET_GROUP: (_group_is_whole, _checks_fit_the_protocol, _version_fits_the_protocol),
    LISTENER: (
        _listener_fits_its_balancer,
        _secure_listener_has_a_certificate,
        _port_is_free,
        _forwards_to_groups_of_its_kind,
    ),
    RULE: (_priority_is_free, _forwards_to_groups_of_its_kind),
}
