"""The security group of a service: in from its load balancers, out to AWS, the VPC and its stores."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, vpc

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
    scope = _Scope(name=name, runs=runs, region=region, tags=tags, child=child)
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
        scope.ingress(
            f"{name}-sg-ingress-{key}",
            group.id,
            f"Requests from the load balancer of {key}",
            port,
            target["security_group_id"],
        )
        for key, target in sorted(target_groups.items())
        if port is not None
    ]
    ways_out = [scope.egress(group, "https", "HTTPS to anywhere", (443, 443), cidr="0.0.0.0/0")]
    if (cidr := network.get("vpc_cidr")) is not None:
        ways_out.append(scope.egress(group, "vpc", "TCP inside the VPC", (0, 65_535), cidr=cidr))
    to_stores = _store_rules(scope, group, stores, cidr_reaches_them="vpc_cidr" in network)
    return group, [*ways_in, *ways_out, *to_stores]


@dataclass(frozen=True, kw_only=True)
class _Scope:
    """What the rules of one service share."""

    name: str
    runs: str
    region: str
    tags: Mapping[str, str]
    child: pulumi.ResourceOptions

    def ingress(
        self,
        rule: str,
        group_id: pulumi.Input[str],
        description: str,
        port: int,
        source_id: pulumi.Input[str],
    ) -> pulumi.Resource:
        return vpc.SecurityGroupIngressRule(
            rule,
            region=self.region,
            security_group_id=group_id,
            description=description,
            referenced_security_group_id=source_id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            tags={**self.tags, "Name": rule},
            opts=self.child,
        )

    def egress(
        self,
        group: "ec2.SecurityGroup",
        key: str,
        description: str,
        ports: tuple[int, int],
        *,
        cidr: pulumi.Input[str] | None = None,
        group_id: pulumi.Input[str] | None = None,
    ) -> pulumi.Resource:
        rule = f"{self.name}-sg-egress-{key}"
        return vpc.SecurityGroupEgressRule(
            rule,
            region=self.region,
            security_group_id=group.id,
            description=description,
            cidr_ipv4=cidr,
            referenced_security_group_id=group_id,
            ip_protocol="tcp",
            from_port=ports[0],
            to_port=ports[1],
            tags={**self.tags, "Name": rule},
            opts=self.child,
        )


def _store_rules(
    scope: _Scope, group: "ec2.SecurityGroup", stores: Mapping[str, ServiceStore], *, cidr_reaches_them: bool
) -> list[pulumi.Resource]:
    """Rules that let the service into its stores, and out to them where no CIDR block does."""
    rules: list[pulumi.Resource] = []
    for key, store in sorted(stores.items()):
        if (store_group_id := store.get("security_group_id")) is None:
            continue
        port = int(store["port"])
        rules.append(
            scope.ingress(
                f"{scope.name}-store-{key}", store_group_id, f"{scope.runs} of {scope.name}", port, group.id
            )
        )
        if not cidr_reaches_them:
            rules.append(
                scope.egress(group, f"store-{key}", f"The store {key}", (port, port), group_id=store_group_id)
            )
    return rules
