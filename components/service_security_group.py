"""The security group of a service: in from its load balancers, out to AWS, the VPC and its stores."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import ec2

from holdfast.components.security_group_rules import SecurityGroupRules
from holdfast.components.service_args import ServiceNetwork, ServiceStore, ServiceTarget


def declare_service_security_group(
    name: str,
    *,
    region: str,
    service: str,
    runs: str,
    network: ServiceNetwork,
    port: int | None,
    target_groups: Mapping[str, ServiceTarget],
    stores: Mapping[str, ServiceStore],
    tags: Mapping[str, str],
    child: pulumi.ResourceOptions,
) -> "tuple[ec2.SecurityGroup, list[pulumi.Resource]]":
    """Declare ``<name>-sg`` with its rules, and the rule of each store's group that lets the service in.

    In: the port from each load balancer. Out: TCP 443 to anywhere; with ``vpc_cidr`` any TCP port inside the
    VPC, without it the port of each store that has a group.

    Args:
        name: Logical name of the service's component.
        region: AWS region of the service.
        service: Key of the service.
        runs: What it runs on, such as ``Instances``. A change of either replaces the group.
        network: Where the service stands.
        port: TCP port that load balancers reach, None for a service that nothing calls by the network.
        target_groups: Entrance → what sends requests.
        stores: Key of the store → what the service needs to use it.
        tags: Tags of group and rules.
        child: Options that make the service the parent.

    Returns:
        The group, and all rules, on which what uses the group has to depend.
    """
    rules = SecurityGroupRules(region=region, tags=tags, child=child)
    group = ec2.SecurityGroup(
        f"{name}-sg",
        region=region,
        # A change of it replaces the group, so it must not hold a name that an alias may change.
        description=f"{runs} of the service {service}",
        vpc_id=network["vpc_id"],
        revoke_rules_on_delete=True,
        tags={**tags, "Name": f"{name}-sg"},
        opts=child,
    )
    ways_in = [
        rules.ingress(
            f"{name}-sg-ingress-{key}",
            group.id,
            port,
            description=f"Requests from the load balancer of {key}",
            peer_id=target["security_group_id"],
        )
        for key, target in sorted(target_groups.items())
        if port is not None
    ]
    out = f"{name}-sg-egress"
    ways_out = [
        rules.egress(f"{out}-https", group.id, 443, description="HTTPS to anywhere", cidr="0.0.0.0/0")
    ]
    if (cidr := network.get("vpc_cidr")) is not None:
        ways_out.append(
            rules.egress(f"{out}-vpc", group.id, (0, 65_535), description="TCP inside the VPC", cidr=cidr)
        )
    for key, store in sorted(stores.items()):
        if (store_group_id := store.get("security_group_id")) is None:
            continue
        store_port, whose = int(store["port"]), f"{runs} of {name}"
        ways_in.append(
            rules.ingress(
                f"{name}-store-{key}", store_group_id, store_port, description=whose, peer_id=group.id
            )
        )
        if cidr is None:
            ways_out.append(
                rules.egress(
                    f"{out}-store-{key}",
                    group.id,
                    store_port,
                    description=f"The store {key}",
                    peer_id=store_group_id,
                )
            )
    return group, [*ways_in, *ways_out]
