"""The ECS cluster of a region: where tasks run, and how they find each other."""

from collections.abc import Iterator, Mapping

import pulumi
from pulumi_aws import cloudwatch, ec2, ecs, servicediscovery

from holdfast.components.ecs_cluster_args import EcsClusterArgs, EcsInstances
from holdfast.components.ecs_instances import declare_instances
from holdfast.components.refusals import refuse_if_any
from holdfast.components.security_group_rules import SecurityGroupRules
from holdfast.topology.values import LOG_RETENTION_DAYS, ContainerInsights

FARGATE, FARGATE_SPOT = "FARGATE", "FARGATE_SPOT"
"""AWS's own capacity providers: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html."""

_LEAST_VOLUME_GIB, _PERCENT = 30, 100


class EcsCluster(pulumi.ComponentResource):
    """A region's ECS cluster, for tasks on Fargate and by choice on EC2 instances.

    Declares: the cluster with Container Insights and encrypted ECS Exec sessions, its log group, the capacity
    providers ``FARGATE`` and ``FARGATE_SPOT``, an HTTP namespace in which services find each other by Service
    Connect, and the security group that lets tasks of the cluster reach each other's ports and nothing else.
    With ``instances``: an Auto Scaling group from the newest ECS-optimised Amazon Linux 2023 AMI over the
    private subnets (IMDSv2 only, an encrypted root volume, no key pair, an instance role that joins this
    cluster and no more), and its capacity provider, by which ECS launches what tasks need, terminates nothing
    that runs a task, and drains an instance before it goes.

    Survives: the loss of an instance or of a zone, as far as services were sized for it: tasks are placed in
    the other zones. ECS being away: what runs, runs on.

    Does not survive: the loss of the region. ECS's control plane being away: nothing new starts. AWS having
    no capacity for Fargate or the instance types in the zones that are left: keep what is needed running.

    An elastic network interface goes to each task, so an instance holds fewer tasks than its CPU and memory
    would: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-eni.html.
    """

    cluster_arn: pulumi.Output[str]
    """ARN of the cluster, known once its capacity providers are attached."""
    cluster_name: pulumi.Output[str]
    """Name of the cluster."""
    namespace_arn: pulumi.Output[str]
    """HTTP namespace in which services find each other."""
    mesh_security_group_id: pulumi.Output[str]
    """Security group of the tasks that reach each other, which each task's own group admits."""
    log_group_name: pulumi.Output[str]
    """Log group of ECS Exec sessions."""
    log_group_arn: pulumi.Output[str]
    """ARN of that log group."""
    capacity_provider: pulumi.Output[str | None]
    """Capacity provider of the EC2 instances; None without instances."""

    def __init__(self, name: str, args: EcsClusterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:EcsCluster", name, {**args}, opts)
        refuse_if_any(f"ECS cluster '{name}'", _problems(args))
        self._prefix, self._plan, self._child = name, args, pulumi.ResourceOptions(parent=self)
        self._tags: Mapping[str, str] = args.get("tags", {})
        logs = self._log_group()
        cluster = self._cluster(logs)
        namespace = servicediscovery.HttpNamespace(
            f"{name}-namespace",
            region=args["region"],
            description="Services that reach each other",
            tags={**self._tags, "Name": f"{name}-namespace"},
            opts=self._child,
        )
        instances = args.get("instances")
        own = declare_instances(name, args, instances, cluster, parent=self) if instances else None
        attached = ecs.ClusterCapacityProviders(
            f"{name}-capacity-providers",
            region=args["region"],
            cluster_name=cluster.name,
            capacity_providers=[FARGATE, FARGATE_SPOT, *([own.name] if own else [])],
            opts=self._child,
        )
        self.cluster_arn = pulumi.Output.all(cluster.arn, attached.id).apply(lambda both: str(both[0]))
        self.cluster_name = cluster.name
        self.namespace_arn = namespace.arn
        self.mesh_security_group_id = self._mesh().id
        self.log_group_name, self.log_group_arn = logs.name, logs.arn
        self.capacity_provider = pulumi.Output.from_input(own.name if own else None)
        self.register_outputs(
            {
                "cluster_arn": self.cluster_arn,
                "cluster_name": self.cluster_name,
                "namespace_arn": self.namespace_arn,
                "mesh_security_group_id": self.mesh_security_group_id,
                "log_group_name": self.log_group_name,
                "log_group_arn": self.log_group_arn,
                "capacity_provider": self.capacity_provider,
                "origin": dict(args.get("origin", {})),
            }
        )

    def _log_group(self) -> "cloudwatch.LogGroup":
        return cloudwatch.LogGroup(
            f"{self._prefix}-logs",
            region=self._plan["region"],
            retention_in_days=int(self._plan.get("log_retention_days", 30)),
            kms_key_id=self._plan["key_arn"],
            tags={**self._tags, "Name": f"{self._prefix}-logs"},
            opts=self._child,
        )

    def _cluster(self, logs: "cloudwatch.LogGroup") -> "ecs.Cluster":
        insights = ContainerInsights(self._plan.get("insights", ContainerInsights.ENABLED))
        return ecs.Cluster(
            f"{self._prefix}-cluster",
            region=self._plan["region"],
            settings=[{"name": "containerInsights", "value": insights.value}],
            configuration={
                "execute_command_configuration": {
                    "kms_key_id": self._plan["key_arn"],
                    "logging": "OVERRIDE",
                    "log_configuration": {
                        "cloud_watch_log_group_name": logs.name,
                        "cloud_watch_encryption_enabled": True,
                    },
                }
            },
            tags={**self._tags, "Name": f"{self._prefix}-cluster"},
            opts=self._child,
        )

    def _mesh(self) -> "ec2.SecurityGroup":
        name, region = f"{self._prefix}-mesh-sg", self._plan["region"]
        group = ec2.SecurityGroup(
            name,
            region=region,
            description="Tasks that reach each other by Service Connect",
            vpc_id=self._plan["network"]["vpc_id"],
            revoke_rules_on_delete=True,
            tags={**self._tags, "Name": name},
            opts=self._child,
        )
        SecurityGroupRules(region=region, tags=self._tags, child=self._child).egress(
            f"{name}-egress",
            group.id,
            (0, 65_535),
            description="Ports of the other services",
            peer_id=group.id,
        )
        return group


def _problems(args: EcsClusterArgs) -> Iterator[str]:
    if int(args.get("log_retention_days", 30)) not in LOG_RETENTION_DAYS:
        allowed = ", ".join(map(str, LOG_RETENTION_DAYS))
        yield f"'log_retention_days' must be one of {allowed}, got {args['log_retention_days']}"
    if (instances := args.get("instances")) is not None:
        yield from _instance_problems(instances)


def _instance_problems(instances: EcsInstances) -> Iterator[str]:
    types = instances["types"]
    if not types:
        yield "'instances.types' is empty: name at least one instance type"
    if len(set(types)) < len(types):
        yield f"'instances.types' names a type twice: {', '.join(types)}"
    minimum, maximum = int(instances["minimum"]), int(instances["maximum"])
    if minimum < 0 or maximum < 1 or minimum > maximum:
        yield (
            "'instances.minimum' must be 0 or more, 'instances.maximum' 1 or more and no less than the"
            f" minimum, got {minimum} and {maximum}"
        )
    if int(instances.get("volume_gib", 30)) < _LEAST_VOLUME_GIB:
        yield f"'instances.volume_gib' must be 30 or more, got {instances['volume_gib']}"
    if not 1 <= int(instances.get("target_capacity_percent", 100)) <= _PERCENT:
        yield (
            "'instances.target_capacity_percent' must be 1 to 100,"
            f" got {instances['target_capacity_percent']}"
        )
