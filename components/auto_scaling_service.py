"""One service on its own instances in one region: from the launch template to scaling."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import autoscaling, cloudwatch, ec2

from holdfast.components import service_stores, user_data
from holdfast.components.auto_scaling_args import AutoScalingServiceArgs
from holdfast.components.auto_scaling_group import declare_group, declare_scaling
from holdfast.components.auto_scaling_limits import refuse
from holdfast.components.boot import metrics_namespace, service_boot
from holdfast.components.instance_role import InstanceRole, declare_instance_role, service_access
from holdfast.components.launch_template import declare_launch_template
from holdfast.components.service_args import ServiceStore
from holdfast.components.service_security_group import declare_service_security_group


class AutoScalingService(pulumi.ComponentResource):
    """A service on EC2 instances, spread over a region's zones, healed, scaled and replaced by AWS.

    Declares: an Auto Scaling group over the private subnets with its launch template (IMDSv2 only, an
    encrypted root volume, no key pair), an instance role for what booting and running takes, a security
    group that admits the load balancers alone, a log group, target tracking on CPU and on requests per
    instance; by choice spot instances above a base, capacity reservations, a warm pool, scheduled scaling,
    and for each store what its use takes: environment variables, statements of the role, and a rule of the
    store's security group that lets the instances in.

    Way out: TCP 443 to anywhere, which Amazon Linux packages, image registry, S3, Session Manager, secrets,
    CloudWatch and other people's APIs take, and with ``vpc_cidr`` any TCP port inside the VPC, where stores
    admit by their own groups; without it, only the port of each store that has a group. Nothing on port 80.
    Names are resolved without a rule: security groups do not filter Amazon's DNS, metadata and time services
    (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html).

    Leaving: Auto Scaling takes an instance out of its target groups and lets it drain before it terminates
    it (https://docs.aws.amazon.com/autoscaling/ec2/userguide/attach-load-balancer-asg.html), and systemd then
    stops the service; so there is no lifecycle hook on termination.

    Survives: the death of a process (systemd starts it again without AWS) or of an instance; the loss of a
    zone, as far as the minimum was sized for it (the rest serves, and missing instances are launched in other
    zones, where AWS has them: reservations keep room); the loss of a spot pool (rebalanced ahead where AWS
    warns, and never below the on-demand base); a bad image (new instances come before old ones go at 100
    percent healthy, fail the load balancer's check, and the refresh stops there); AWS's log and metric
    services being away.

    Does not survive: the loss of the region. Registry, Amazon Linux repository, Auto Scaling or EC2's control
    plane being away: what runs serves on, but nothing new starts. A minimum of 0: no policy scales up from
    nothing, an operator sets the desired capacity, which updates leave alone. A deployment that passes its
    health check and is wrong. After a bad deployment the group still names the new template version, so what
    scaling launches is bad too: declare the former image again. ``auto_rollback`` does that only with
    ``ami_id`` and as far as the provider lets it, since it changes the group before it starts the refresh
    (https://github.com/hashicorp/terraform-provider-aws/issues/34189). `pulumi up` does not wait for a
    refresh; one that goes on is cancelled by the next.
    """

    auto_scaling_group_name: pulumi.Output[str]
    """Name of the Auto Scaling group."""
    auto_scaling_group_arn: pulumi.Output[str]
    """ARN of the Auto Scaling group."""
    security_group_id: pulumi.Output[str]
    """Security group of the instances, which stores admit."""
    log_group_name: pulumi.Output[str]
    """Log group of the service's and the boots' output."""
    role_arn: pulumi.Output[str]
    """Role of the instances."""
    role_name: pulumi.Output[str]
    """Name of that role, to attach what the service itself may do."""
    launch_template_id: pulumi.Output[str]
    """Launch template of the instances."""

    def __init__(
        self, name: str, args: AutoScalingServiceArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:AutoScalingService", name, {**args}, opts)
        refuse(name, args)
        self._prefix, self._plan, self._child = name, args, pulumi.ResourceOptions(parent=self)
        self._tags: Mapping[str, str] = args.get("tags", {})
        self._stores: Mapping[str, ServiceStore] = args.get("stores", {})
        logs = self._log_group()
        role = self._role(logs)
        security_group, rules = self._security_group()
        template = declare_launch_template(
            name,
            args["instances"],
            region=args["region"],
            in_container="image" in args["workload"],
            user_data=self._user_data(logs),
            profile_arn=role.profile.arn,
            security_group_ids=[security_group.id],
            key_arn=args["key_arn"],
            tags=self._tags,
            child=self._child,
        )
        group = declare_group(name, args, template, depends_on=[role.policy, *rules], parent=self)
        declare_scaling(name, args, group, self._child)
        self._register(group, security_group, logs, role, template)

    def _log_group(self) -> "cloudwatch.LogGroup":
        return cloudwatch.LogGroup(
            f"{self._prefix}-logs",
            region=self._plan["region"],
            retention_in_days=int(self._plan.get("log_retention_days", 30)),
            kms_key_id=self._plan["key_arn"],
            tags={**self._tags, "Name": f"{self._prefix}-logs"},
            opts=self._child,
        )

    def _role(self, logs: "cloudwatch.LogGroup") -> InstanceRole:
        workload = self._plan["workload"]
        secrets = (workload.get("secrets", {}), workload.get("agent", {}).get("secrets", {}))
        return declare_instance_role(
            self._prefix,
            service_access(self._prefix, self._plan),
            log_group_arn=logs.arn,
            secret_arns=[arn for held in secrets for _, arn in sorted(held.items())],
            key_arn=self._plan["key_arn"],
            stores=self._stores,
            tags=self._tags,
            child=self._child,
        )

    def _security_group(self) -> "tuple[ec2.SecurityGroup, list[pulumi.Resource]]":
        return declare_service_security_group(
            self._prefix,
            region=self._plan["region"],
            service=self._plan["service"],
            runs="Instances",
            network=self._plan["network"],
            port=int(self._plan["workload"]["port"]),
            target_groups=self._plan["target_groups"],
            stores=self._stores,
            tags=self._tags,
            child=self._child,
        )

    def _user_data(self, logs: "cloudwatch.LogGroup") -> pulumi.Output[str]:
        workload = self._plan["workload"]
        return pulumi.Output.all(
            log_group=logs.name,
            secrets={**workload.get("secrets", {})},
            stores=service_stores.environment(self._stores),
            agent={**workload.get("agent", {}).get("secrets", {})},
        ).apply(lambda known: user_data.render(service_boot(self._plan, **known)))

    def _register(
        self,
        group: "autoscaling.Group",
        security_group: "ec2.SecurityGroup",
        logs: "cloudwatch.LogGroup",
        role: InstanceRole,
        template: "ec2.LaunchTemplate",
    ) -> None:
        self.auto_scaling_group_name = group.name
        self.metrics_namespace = metrics_namespace(self._plan)
        self.auto_scaling_group_arn = group.arn
        self.security_group_id = security_group.id
        self.log_group_name = logs.name
        self.role_arn = role.role.arn
        self.role_name = role.role.name
        self.launch_template_id = template.id
        self.register_outputs(
            {
                "auto_scaling_group_name": self.auto_scaling_group_name,
                "auto_scaling_group_arn": self.auto_scaling_group_arn,
                "security_group_id": self.security_group_id,
                "log_group_name": self.log_group_name,
                "role_arn": self.role_arn,
                "role_name": self.role_name,
                "launch_template_id": self.launch_template_id,
                "origin": dict(self._plan.get("origin", {})),
            }
        )
