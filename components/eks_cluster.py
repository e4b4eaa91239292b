"""The Kubernetes cluster of one region, ready for a team's charts."""

from dataclasses import replace

import pulumi
from pulumi_aws import cloudwatch, ec2, eks

from holdfast.components.eks_access import declare_access
from holdfast.components.eks_addons import (
    OBSERVABILITY,
    addons_after_nodes,
    addons_before_nodes,
    declare_addons,
    declare_insights_groups,
)
from holdfast.components.eks_args import DEFAULT_SERVICE_CIDR, LOG_TYPES, EksClusterArgs
from holdfast.components.eks_controllers import declare_balancer_controller, declare_cluster_autoscaler
from holdfast.components.eks_limits import refuse
from holdfast.components.eks_network import declare_cluster_group
from holdfast.components.eks_nodes import declare_node_groups, declare_node_template
from holdfast.components.eks_roles import EksScope, declare_cluster_role, declare_node_role
from holdfast.topology.values import EksSupport


class EksCluster(pulumi.ComponentResource):
    """An Amazon EKS cluster over a region's zones, on which a team deploys its charts.

    Declares: the log group of the control plane (before the cluster, which would else make it open and for
    ever), the control plane with its Kubernetes secrets encrypted by the region's key and its API reached
    from the VPC, and from the internet only where that is asked for; who may use it, by access entries alone;
    a security group for control plane, nodes and pods; a managed node group in each zone (IMDSv2 within one
    hop, encrypted volumes, automatic repair, updated one node at a time and one zone after the other);
    add-ons for network, DNS and pod identity, and others by choice; roles by pod identity for AWS Load
    Balancer Controller, whose chart binds pods to target groups that exist already, and by choice for Cluster
    Autoscaler. Deletion protection.

    Way out of pods: as of every service here, TCP 443 to anywhere and any TCP port inside the VPC.

    Survives: the loss of a pod, a node or a zone, as far as nodes were sized for it and the chart spreads its
    pods; the control plane being away: what runs serves on, and load balancers keep the targets that they
    have. The control plane itself stands in three zones
    (https://docs.aws.amazon.com/eks/latest/userguide/disaster-recovery-resiliency.html, 2026-11).

    Does not survive: the loss of the region. Without control plane, EC2 or registry no pod moves, none starts
    and no target changes. Nothing in the cluster is backed up: charts are the source of what runs there.
    """

    cluster_name: pulumi.Output[str]
    """Name of the cluster, made of project, stack and component."""
    cluster_arn: pulumi.Output[str]
    """ARN of the cluster."""
    api_endpoint: pulumi.Output[str]
    """Address of the Kubernetes API."""
    security_group_id: pulumi.Output[str]
    """Security group of control plane, nodes and pods, which stores admit."""
    log_group_name: pulumi.Output[str]
    """Log group of the control plane."""
    node_role_arn: pulumi.Output[str]
    """Role of the nodes."""
    balancer_role_name: pulumi.Output[str]
    """Name of the role of AWS Load Balancer Controller, to which each service adds its target groups."""

    def __init__(self, name: str, args: EksClusterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:EksCluster", name, {**args}, opts)
        # Other systems must know it: kubectl, charts, and the log group that is there before the cluster.
        cluster_name = args.get("cluster_name", f"{pulumi.get_project()}-{pulumi.get_stack()}-{name}")
        refuse(name, cluster_name, args)
        self._args = args
        before = EksScope(
            name=name,
            region=args["region"],
            account_id=args["account_id"],
            cluster=cluster_name,
            cluster_name=cluster_name,
            tags=args.get("tags", {}),
            child=pulumi.ResourceOptions(parent=self),
        )
        logs = self._log_group(before)
        group, rules = declare_cluster_group(before, args)
        cluster = self._cluster(before, logs, group)
        scope = replace(before, cluster_name=cluster.name)
        declare_access(scope, args["access"])
        node_role_arn = self._nodes_and_addons(scope, group, rules)
        balancer_role, _ = declare_balancer_controller(scope)
        if args.get("cluster_autoscaler", False):
            declare_cluster_autoscaler(scope)
        self.cluster_name = cluster.name
        self.cluster_arn = cluster.arn
        self.api_endpoint = cluster.endpoint
        self.security_group_id = group.id
        self.log_group_name = logs.name
        self.node_role_arn = node_role_arn
        self.balancer_role_name = balancer_role.name
        self.register_outputs(
            {
                "cluster_name": self.cluster_name,
                "cluster_arn": self.cluster_arn,
                "api_endpoint": self.api_endpoint,
                "security_group_id": self.security_group_id,
                "log_group_name": self.log_group_name,
                "node_role_arn": self.node_role_arn,
                "balancer_role_name": self.balancer_role_name,
                "origin": dict(args.get("origin", {})),
            }
        )

    @property
    def _retention_days(self) -> int:
        return int(self._args.get("log_retention_days", 90))

    def _log_group(self, scope: EksScope) -> "cloudwatch.LogGroup":
        return cloudwatch.LogGroup(
            f"{scope.name}-logs",
            region=scope.region,
            # The only one to which EKS writes:
            # https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html (2026-11)
            name=f"/aws/eks/{scope.cluster}/cluster",
            retention_in_days=self._retention_days,
            kms_key_id=self._args["key_arn"],
            tags={**scope.tags, "Name": f"{scope.name}-logs"},
            opts=scope.child,
        )

    def _cluster(
        self, scope: EksScope, logs: "cloudwatch.LogGroup", group: "ec2.SecurityGroup"
    ) -> "eks.Cluster":
        args, protected = self._args, self._args.get("protection", True)
        role, permissions = declare_cluster_role(scope, args["key_arn"])
        public = sorted(set(args.get("endpoint", {}).get("public_cidrs", ())))
        subnets = args["network"]["subnet_ids"]
        return eks.Cluster(
            f"{scope.name}-cluster",
            region=scope.region,
            name=scope.cluster,
            version=args["version"],
            role_arn=role.arn,
            vpc_config=eks.ClusterVpcConfigArgs(
                subnet_ids=[subnet for _, subnet in sorted(subnets.items())],
                security_group_ids=[group.id],
                endpoint_private_access=True,
                endpoint_public_access=bool(public),
                public_access_cidrs=public or None,
            ),
            kubernetes_network_config={"service_ipv4_cidr": args.get("service_cidr", DEFAULT_SERVICE_CIDR)},
            access_config={
                "authentication_mode": "API",
                "bootstrap_cluster_creator_admin_permissions": False,
            },
            bootstrap_self_managed_addons=False,
            enabled_cluster_log_types=sorted(set(args.get("log_types", LOG_TYPES))),
            encryption_config=eks.ClusterEncryptionConfigArgs(
                provider=eks.ClusterEncryptionConfigProviderArgs(key_arn=args["key_arn"]),
                resources=["secrets"],
            ),
            upgrade_policy={"support_type": EksSupport(args.get("support", EksSupport.EXTENDED)).upper()},
            zonal_shift_config={"enabled": args.get("zonal_shift", True)},
            deletion_protection=protected,
            tags={**scope.tags, "Name": f"{scope.name}-cluster"},
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=protected,
                depends_on=[logs, *permissions],
                # AWS takes no second cluster of the name.
                delete_before_replace=True,
            ),
        )

    def _nodes_and_addons(
        self, scope: EksScope, group: "ec2.SecurityGroup", rules: list[pulumi.Resource]
    ) -> pulumi.Output[str]:
        """Declare what runs in the cluster, in the order in which it gets ready."""
        args = self._args
        zones = args["network"]["subnet_ids"]
        versions, chosen = args.get("addon_versions", {}), args.get("addons", ())
        role, permissions = declare_node_role(scope)
        first = declare_addons(
            scope, addons_before_nodes(), versions=versions, zones=len(zones), depends_on=[], parent=self
        )
        nodes = declare_node_groups(
            scope,
            args["nodes"],
            version=args["version"],
            role_arn=role.arn,
            template=declare_node_template(
                scope, args["nodes"], key_arn=args["key_arn"], security_group_id=group.id
            ),
            subnet_ids=zones,
            scaled=args.get("cluster_autoscaler", False),
            depends_on=[*permissions, *rules, *first],
            parent=self,
        )
        groups: list[pulumi.Resource] = []
        if OBSERVABILITY in chosen:
            groups = declare_insights_groups(
                scope, key_arn=args["key_arn"], retention_days=self._retention_days
            )
        declare_addons(
            scope,
            addons_after_nodes(chosen),
            versions=versions,
            zones=len(zones),
            depends_on=[*nodes, *groups],
            parent=self,
        )
        return role.arn
