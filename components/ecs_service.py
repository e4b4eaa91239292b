"""One service on ECS in one region: from the task definition to scaling."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import cloudwatch, ec2, ecs

from holdfast.components.ecs_roles import TaskRoles, declare_task_roles
from holdfast.components.ecs_scaling import declare_scaling
from holdfast.components.ecs_scheduler import declare_scheduler
from holdfast.components.ecs_service_args import EcsServiceArgs
from holdfast.components.ecs_service_limits import refuse
from holdfast.components.ecs_task import declare_task_definition, log_group_name
from holdfast.components.security_group_rules import SecurityGroupRules
from holdfast.components.service_security_group import declare_service_security_group


class EcsService(pulumi.ComponentResource):
    """A service of containers on ECS, spread over a region's zones, healed, scaled and replaced by AWS.

    Declares: a task definition with one container, the role by which its tasks start (its image, its log
    streams, its secrets) and the role that they have (its stores, by choice a shell), an encrypted log group
    written without blocking, a security group that admits the load balancers and, with ``discovery``, the
    tasks of the other services alone, the ECS service over the private subnets with a deployment circuit
    breaker that rolls back and zones that are rebalanced, and its scaling: target tracking on CPU, by choice
    on memory and on requests per task, and scheduled limits. By choice Fargate Spot above a base, blue/green
    deployments with the role that shifts requests, alarms that stop a deployment, Service Connect by the
    service's key, and for each store what its use takes: environment variables, statements of the role, and a
    rule of the store's security group that lets the tasks in.

    Way out: as of ``AutoScalingService``, and with ``discovery`` the ports of the other services.

    Leaving: ECS takes a task out of its target groups, lets it drain, then sends SIGTERM, and after
    ``stop_timeout_seconds`` SIGKILL (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html).

    Survives: the death of a container or a task; the loss of a zone, as far as the minimum was sized for it
    (the rest serves, new tasks start in other zones, and return with the zone); the loss of Fargate Spot,
    never below the base; an image that does not start or fails its health check (the circuit breaker goes
    back to the last deployment that was complete); with ``alarm_names`` also one that starts and is wrong;
    the log service being away (lines are dropped).

    Does not survive: the loss of the region. Registry, ECS or a secret's service being away: what runs, runs
    on, but nothing new starts. A minimum of 0: no policy scales up from nothing, an operator sets the desired
    count, which updates leave alone. AWS going back is not seen by an update that does not ``wait``: the
    program still names the bad image, so name the former one again.

    Every change of the ECS service but of its tags begins a deployment. Once blue/green deployments have
    moved requests, the listener rule is ECS's: a change of the port, or of the strategy back
    to ``rolling``, takes a new service key.
    """

    service_name: pulumi.Output[str]
    """Name of the ECS service."""
    service_arn: pulumi.Output[str]
    """ARN of the ECS service."""
    cluster_name: pulumi.Output[str]
    """Name of the cluster that it runs in."""
    task_definition_arn: pulumi.Output[str]
    """ARN of the task definition's revision."""
    security_group_id: pulumi.Output[str]
    """Security group of the tasks, which stores admit."""
    log_group_name: pulumi.Output[str]
    """Log group of the tasks' output."""
    role_arn: pulumi.Output[str]
    """Role of the tasks."""
    role_name: pulumi.Output[str]
    """Name of that role, to attach what the service itself may do."""

    def __init__(self, name: str, args: EcsServiceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:EcsService", name, {**args}, opts)
        refuse(name, args)
        self._prefix, self._plan, self._child = name, args, pulumi.ResourceOptions(parent=self)
        self._tags: Mapping[str, str] = args.get("tags", {})
        logs = self._log_group()
        roles = declare_task_roles(name, args, logs, self._child)
        security_group, rules = self._security_group()
        definition = declare_task_definition(
            name,
            args,
            logs,
            execution_role_arn=roles.execution.arn,
            task_role_arn=roles.task.arn,
            child=self._child,
        )
        service = declare_scheduler(
            name,
            args,
            definition,
            security_group_id=security_group.id,
            depends_on=[*roles.policies, *rules],
            parent=self,
        )
        declare_scaling(name, args, service, self._child)
        self._register(service, definition, security_group, logs, roles)

    def _log_group(self) -> "cloudwatch.LogGroup":
        return cloudwatch.LogGroup(
            f"{self._prefix}-logs",
            region=self._plan["region"],
            name=log_group_name(self._prefix),
            retention_in_days=int(self._plan.get("log_retention_days", 30)),
            kms_key_id=self._plan["key_arn"],
            tags={**self._tags, "Name": f"{self._prefix}-logs"},
            opts=self._child,
        )

    def _security_group(self) -> "tuple[ec2.SecurityGroup, list[pulumi.Resource]]":
        args, port = self._plan, int(self._plan["workload"]["port"])
        group, rules = declare_service_security_group(
            self._prefix,
            region=args["region"],
            service=args["service"],
            runs="Tasks",
            network=args["network"],
            port=port,
            target_groups={
                key: {"security_group_id": target["security_group_id"]}
                for key, target in args["target_groups"].items()
            },
            stores=args.get("stores", {}),
            tags=self._tags,
            child=self._child,
        )
        if "discovery" not in args:
            return group, rules
        rule = SecurityGroupRules(region=args["region"], tags=self._tags, child=self._child).ingress(
            f"{self._prefix}-sg-ingress-services",
            group.id,
            port,
            description="Requests from other services of the cluster",
            peer_id=args["discovery"]["security_group_id"],
        )
        return group, [*rules, rule]

    def _register(
        self,
        service: "ecs.Service",
        definition: "ecs.TaskDefinition",
        security_group: "ec2.SecurityGroup",
        logs: "cloudwatch.LogGroup",
        roles: TaskRoles,
    ) -> None:
        self.service_name = service.name
        self.service_arn = service.arn
        self.cluster_name = pulumi.Output.from_input(self._plan["cluster"]["name"])
        self.task_definition_arn = definition.arn
        self.security_group_id = security_group.id
        self.log_group_name = logs.name
        self.role_arn = roles.task.arn
        self.role_name = roles.task.name
        self.register_outputs(
            {
                "service_name": self.service_name,
                "service_arn": self.service_arn,
                "cluster_name": self.cluster_name,
                "task_definition_arn": self.task_definition_arn,
                "security_group_id": self.security_group_id,
                "log_group_name": self.log_group_name,
                "role_arn": self.role_arn,
                "role_name": self.role_name,
                "origin": dict(self._plan.get("origin", {})),
            }
        )
