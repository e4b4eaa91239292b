"""The door of an entrance that is the team's own: HAProxy or nginx behind a Network Load Balancer."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import autoscaling, cloudwatch, ec2

from holdfast.components.auto_scaling_args import AutoScalingServiceArgs
from holdfast.components.auto_scaling_group import declare_group, declare_scaling
from holdfast.components.door import ErrorMetric
from holdfast.components.instance_role import Access, InstanceRole, declare_instance_role
from holdfast.components.launch_template import declare_launch_template
from holdfast.components.network_load_balancer import NetworkLoadBalancer
from holdfast.components.proxy_boot import DescriptionPlace, render_user_data
from holdfast.components.proxy_config import HEALTH_PATH, ProxyConfig, render
from holdfast.components.proxy_description import DescriptionObject, declare_description_object
from holdfast.components.proxy_fleet_args import ProxyFleetArgs
from holdfast.components.proxy_limits import METRICS_NAMESPACE, proxy_boot, proxy_config, refuse
from holdfast.components.security_group_rules import SecurityGroupRules
from holdfast.components.service_args import ServiceStore, StoreStatement


class ProxyFleet(pulumi.ComponentResource):
    """HAProxy or nginx on instances of its own, behind a Network Load Balancer.

    Declares: a ``NetworkLoadBalancer``; an Auto Scaling group over the private subnets with its launch
    template, instance role, security group (in: 443, 80 and the health port from the load balancer; out: 443
    to anywhere, which Amazon Linux packages and AWS's services take, and the services' ports in the VPC) and
    scaling on CPU; a log group for the access logs, one JSON line per request, and a metric filter that
    counts in it the answers of 500 and more. By choice the API's description, in a bucket from which each
    proxy reads it before it starts; another text replaces the proxies, one after another.

    Each proxy ends TLS with a certificate that it reads at boot and daily from Secrets Manager, and keeps in
    memory alone; a new one comes into force without dropping a connection. It asks EC2 every few seconds
    which instances of the services run, by their tags. HAProxy checks them itself and lets one that joins
    prove itself first; nginx learns from clients' failed requests.

    The metric that the region's dependency alarm should watch is that count, since a Network Load Balancer
    knows nothing of answers and its ``UnHealthyHostCount`` only of proxies, which are well while every
    service fails. It is of standard resolution, to be summed, and missing without requests.

    Survives: the loss of a proxy and, by its size, of a zone. EC2's API, Secrets Manager, CloudWatch and Auto
    Scaling being away: what a proxy knows it keeps, over its own restart too, and what is known but dead
    HAProxy finds by its checks. The loss of an instance of a service: a connection that fails goes to another
    one. A bad certificate in the secret: it is refused, the one in force stays until it expires.

    Does not survive: the loss of the region. An instance that hangs is replaced by nobody: Auto Scaling sees
    only what EC2 sees of a service that no target group of AWS checks. A request that goes on at an instance
    that dies. With nginx, an instance that hangs costs its clients the whole wait, until as many requests as
    the threshold have failed. New proxies while EC2, the package repository or Secrets Manager is away. The
    proxies' rate limits are each proxy's own. There is no web ACL: none can be attached.
    """

    load_balancer_arn: pulumi.Output[str]
    """ARN of the load balancer."""
    dns_name: pulumi.Output[str]
    """DNS name of the load balancer, the target of alias records."""
    zone_id: pulumi.Output[str]
    """Hosted zone of that DNS name."""
    security_group_id: pulumi.Output[str]
    """Security group of the proxies, which services must admit."""
    auto_scaling_group_name: pulumi.Output[str]
    """Name of the proxies' Auto Scaling group."""
    log_group_name: pulumi.Output[str]
    """Log group of the access logs and the boots' output."""
    role_name: pulumi.Output[str]
    """Name of the proxies' role."""
    configuration: pulumi.Output[str]
    """The text of ``haproxy.cfg`` or ``nginx.conf``, to be read in a preview."""

    def __init__(self, name: str, args: ProxyFleetArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """See ``ProxyFleetArgs``.

        Raises:
            ValueError: The software, AWS or reason refuses it; every reason is listed.
        """
        super().__init__("holdfast:index:ProxyFleet", name, {**args}, opts)
        refuse(name, args)
        self._name, self._prefix = name, f"{name}-proxy"
        self._plan, self._child = args, pulumi.ResourceOptions(parent=self)
        self._tags: Mapping[str, str] = args.get("tags", {})
        self._config = proxy_config(args)
        balancer = self._balancer()
        logs = self._logs()
        description = self._description()
        role = self._role(logs, description)
        security_group, rules = self._security_group(balancer)
        user_data = self._user_data(logs, description)
        group = self._group(balancer, user_data, role, security_group, rules)
        self.load_balancer_arn = balancer.load_balancer_arn
        self.balancer_arn_suffix = balancer.arn_suffix
        self.https_group_arn = balancer.target_group_arn("https")
        self.dns_name = balancer.dns_name
        self.zone_id = balancer.zone_id
        self.security_group_id = security_group.id
        self.auto_scaling_group_name = group.name
        self.log_group_name = logs.name
        self.role_name = role.role.name
        self.configuration = pulumi.Output.from_input(render(self._config))
        self.register_outputs(
            {
                "load_balancer_arn": self.load_balancer_arn,
                "dns_name": self.dns_name,
                "zone_id": self.zone_id,
                "security_group_id": self.security_group_id,
                "auto_scaling_group_name": self.auto_scaling_group_name,
                "log_group_name": self.log_group_name,
                "role_name": self.role_name,
                "configuration": self.configuration,
                "origin": dict(args.get("origin", {})),
            }
        )

    @property
    def arn(self) -> pulumi.Output[str]:
        """ARN of the load balancer, by the name that every door has."""
        return self.load_balancer_arn

    @property
    def error_metric(self) -> ErrorMetric:
        """Answers of 500 and more that clients got, the proxies' own among them."""
        # Project and stack: two stacks of an account share neither namespace nor count.
        namespace = f"Holdfast/{pulumi.get_project()}-{pulumi.get_stack()}"
        return ErrorMetric(namespace=namespace, metric=f"{self._prefix}-5xx", dimensions={})

    def _balancer(self) -> NetworkLoadBalancer:
        network, args = self._plan["network"], self._plan
        return NetworkLoadBalancer(
            self._name,
            {
                "region": args["region"],
                "vpc_id": network["vpc_id"],
                "vpc_cidr": network["vpc_cidr"],
                "subnet_ids": network["balancer_subnet_ids"],
                "allowed_cidrs": network["allowed_cidrs"],
                "health_path": HEALTH_PATH,
                "health_port": self._config.health_port,
                "internal": network.get("internal", False),
                "drain_seconds": round(self._config.drain_seconds),
                "cross_zone": network.get("cross_zone", True),
                "zonal_shift": network.get("zonal_shift", True),
                "protection": args.get("protection", True),
                "tags": self._tags,
            },
            self._child,
        )

    def _logs(self) -> "cloudwatch.LogGroup":
        name = f"{self._prefix}-logs"
        logs = cloudwatch.LogGroup(
            name,
            region=self._plan["region"],
            retention_in_days=int(self._plan.get("log_retention_days", 30)),
            kms_key_id=self._plan["key_arn"],
            tags={**self._tags, "Name": name},
            opts=self._child,
        )
        metric = self.error_metric
        cloudwatch.LogMetricFilter(
            metric.metric,
            region=self._plan["region"],
            log_group_name=logs.name,
            pattern="{ $.status >= 500 }",
            metric_transformation={
                "namespace": metric.namespace,
                "name": metric.metric,
                "value": "1",
                "default_value": "0",
                "unit": "Count",
            },
            opts=self._child,
        )
        return logs

    def _description(self) -> DescriptionObject | None:
        if "description" not in self._plan:
            return None
        return declare_description_object(
            self._prefix,
            self._plan["description"],
            region=self._plan["region"],
            tags=self._tags,
            parent=self,
        )

    def _user_data(
        self, logs: "cloudwatch.LogGroup", description: DescriptionObject | None
    ) -> pulumi.Output[str]:
        args = self._plan
        if description is None:
            return logs.name.apply(lambda name: render_user_data(proxy_boot(args, log_group=name)))
        return pulumi.Output.all(logs=logs.name, bucket=description.bucket, key=description.key).apply(
            lambda known: render_user_data(
                proxy_boot(
                    args,
                    log_group=known["logs"],
                    description=DescriptionPlace(bucket=known["bucket"], key=known["key"]),
                )
            )
        )

    def _role(self, logs: "cloudwatch.LogGroup", description: DescriptionObject | None) -> InstanceRole:
        # AWS knows no narrower resource for it.
        find: StoreStatement = {
            "Sid": "FindInstances",
            "Effect": "Allow",
            "Action": ["ec2:DescribeInstances"],
            "Resource": ["*"],
        }
        backends: ServiceStore = {"environment": {}, "statements": [find]}
        return declare_instance_role(
            self._prefix,
            Access(
                region=self._plan["region"],
                image=None,
                artefact=None,
                metrics_namespace=METRICS_NAMESPACE,
                group_tag=None,
            ),
            log_group_arn=logs.arn,
            secret_arns=[self._plan["certificate_secret"]],
            key_arn=self._plan["key_arn"],
            stores={"backends": backends}
            if description is None
            else {"backends": backends, "description": description.store},
            tags=self._tags,
            child=self._child,
        )

    def _security_group(
        self, balancer: NetworkLoadBalancer
    ) -> "tuple[ec2.SecurityGroup, list[pulumi.Resource]]":
        name, region = f"{self._prefix}-sg", self._plan["region"]
        group = ec2.SecurityGroup(
            name,
            region=region,
            description="Proxies: from their load balancer, to the services",
            vpc_id=self._plan["network"]["vpc_id"],
            revoke_rules_on_delete=True,
            tags={**self._tags, "Name": name},
            opts=self._child,
        )
        ports = {"https": self._config.https_port, "http": self._config.http_port}
        scope = SecurityGroupRules(region=region, tags=self._tags, child=self._child)
        rules: list[pulumi.Resource] = [
            # The load balancer's group stands for its clients too, whose addresses are preserved:
            # https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
            scope.ingress(f"{name}-ingress-{key}", group.id, port, peer_id=balancer.security_group_id)
            for key, port in sorted({**ports, "health": self._config.health_port}.items())
        ]
        backends = [
            int(one["port"]) for pool in self._plan["pools"].values() for one in pool["backends"].values()
        ]
        ways_out = {
            "https": ("0.0.0.0/0", 443, 443),
            "services": (self._plan["network"]["vpc_cidr"], min(backends), max(backends)),
        }
        for key, (cidr, first, last) in ways_out.items():
            rules.append(scope.egress(f"{name}-egress-{key}", group.id, (first, last), cidr=cidr))
        return group, rules

    def _group(
        self,
        balancer: NetworkLoadBalancer,
        user_data: pulumi.Output[str],
        role: InstanceRole,
        security_group: "ec2.SecurityGroup",
        rules: list[pulumi.Resource],
    ) -> "autoscaling.Group":
        args, tags = self._plan, self._tags
        template = declare_launch_template(
            self._prefix,
            args["instances"],
            region=args["region"],
            in_container=False,
            user_data=user_data,
            profile_arn=role.profile.arn,
            security_group_ids=[security_group.id],
            key_arn=args["key_arn"],
            tags=tags,
            child=self._child,
        )
        as_service = self._as_service(balancer, self._config)
        group = declare_group(
            self._prefix, as_service, template, depends_on=[role.policy, *rules], parent=self
        )
        declare_scaling(self._prefix, as_service, group, self._child)
        return group

    def _as_service(self, balancer: NetworkLoadBalancer, config: ProxyConfig) -> AutoScalingServiceArgs:
        """The proxies as the Auto Scaling group of any service is told of it."""
        args, scaling = self._plan, self._plan["scaling"]
        return {
            "region": args["region"],
            "service": "proxy",
            "network": {
                "vpc_id": args["network"]["vpc_id"],
                "subnet_ids": args["network"]["proxy_subnet_ids"],
            },
            "workload": {"port": config.https_port},
            "instances": args["instances"],
            "scaling": {
                "minimum": int(scaling["minimum"]),
                "maximum": int(scaling["maximum"]),
                "cpu_target_percent": float(scaling.get("cpu_target_percent", 50)),
            },
            "target_groups": {
                key: {
                    "arn": balancer.target_group_arn(key),
                    "security_group_id": balancer.security_group_id,
                }
                for key in ("http", "https")
            },
            "key_arn": args["key_arn"],
            "tags": self._tags,
        }
