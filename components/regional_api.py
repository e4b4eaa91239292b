"""One region of the API: load balancers and services on its foundation."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.auto_scaling_args import ServiceStore
from holdfast.components.auto_scaling_service import AutoScalingService
from holdfast.components.load_balancer import LoadBalancer
from holdfast.components.log_bucket import LogBucket
from holdfast.components.maintenance_switch import MaintenanceSwitch
from holdfast.components.plan_args import RegionalNetwork, load_balancer_args, service_args
from holdfast.topology.values import EndpointPlan, EntrancePlan, RegionPlan, ServicePlan


class RegionalApiArgs(TypedDict):
    """What one region of the API needs."""

    plan: RegionPlan
    """The region, planned."""
    network: RegionalNetwork
    """Where load balancers and services stand."""
    key_arn: pulumi.Input[str]
    """ARN of the region's encryption key."""
    entrances: Sequence[EntrancePlan]
    """All entrances; the region takes part in those that have an endpoint in it."""
    certificate_arns: Mapping[str, pulumi.Input[str]]
    """ARN of the region's certificate by entrance; an entrance whose zone is not delegated yet has none."""
    stores: NotRequired[Mapping[str, ServiceStore]]
    """What services need in order to use a store in this region, by the store's key. Default: none."""
    account_id: str
    """The account's id, twelve digits."""
    protection: bool
    """Whether stateful and traffic-bearing resources refuse to be deleted."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""


class RegionalApi(pulumi.ComponentResource):
    """One region of the API, able to serve alone.

    Declares: a bucket for load balancer logs, a load balancer per entrance, the services that run here, and
    the maintenance switch of the region that looks to this one.
    Survives: the loss of an instance and, by its size, of a zone. Does not survive: the loss of the region;
    the other regions do, nothing of theirs depends on this one at request time.
    """

    vpc_id: pulumi.Output[str]
    """Id of the VPC."""
    key_arn: pulumi.Output[str]
    """ARN of the region's encryption key."""

    def __init__(self, name: str, args: RegionalApiArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        plan = args["plan"]
        super().__init__(
            "holdfast:index:RegionalApi", name, {"region": plan.region, "role": plan.role.value}, opts
        )
        if plan.network is None:
            raise ValueError(f"{name}: a region without a network has no regional API")
        self._name, self._args, self._child = name, args, pulumi.ResourceOptions(parent=self)
        self._tags = {**args.get("tags", {}), "Place": plan.place}
        self.vpc_id = pulumi.Output.from_input(args["network"]["vpc_id"])
        self.key_arn = pulumi.Output.from_input(args["key_arn"])
        served = [
            (entrance, endpoint)
            for entrance in args["entrances"]
            for endpoint in entrance.endpoints
            if endpoint.place == plan.place
        ]
        logs = self._log_bucket([entrance for entrance, _ in served])
        self._balancers = {
            entrance.key: self._load_balancer(entrance, endpoint, logs) for entrance, endpoint in served
        }
        self._services = {
            service.key: self._service(service, [entrance for entrance, _ in served])
            for service in plan.services
        }
        self.switches = self._switches()
        self.register_outputs({"vpc_id": self.vpc_id, "key_arn": self.key_arn, "origin": dict(plan.origin)})

    def load_balancer(self, entrance: str) -> LoadBalancer:
        """Return the load balancer of an entrance, by its key."""
        return self._balancers[entrance]

    def service(self, key: str) -> AutoScalingService:
        """Return a service by its key."""
        return self._services[key]

    def _log_bucket(self, entrances: Sequence[EntrancePlan]) -> LogBucket:
        return LogBucket(
            self._name,
            {
                "region": self._args["plan"].region,
                "account_id": self._args["account_id"],
                "retention_days": max(entrance.load_balancer.log_retention_days for entrance in entrances),
                "protection": self._args["protection"],
                "tags": self._tags,
                "origin": {
                    "retention_days": ", ".join(entrance.origin["load_balancer"] for entrance in entrances)
                },
            },
            self._child,
        )

    def _load_balancer(self, entrance: EntrancePlan, endpoint: EndpointPlan, logs: LogBucket) -> LoadBalancer:
        args = load_balancer_args(
            entrance,
            endpoint,
            self._args["plan"].services,
            network=self._args["network"],
            log_bucket=logs.bucket,
            tags=self._tags,
        )
        args["protection"] = self._args["protection"]
        if entrance.key in self._args["certificate_arns"]:
            args["certificate_arn"] = self._args["certificate_arns"][entrance.key]
        return LoadBalancer(f"{self._name}-{entrance.key}", args, self._child)

    def _service(self, service: ServicePlan, entrances: Sequence[EntrancePlan]) -> AutoScalingService:
        behind = {
            entrance.key: self._balancers[entrance.key]
            for entrance in entrances
            if service.key in entrance.services
        }
        return AutoScalingService(
            f"{self._name}-{service.key}",
            service_args(
                service,
                self._args["plan"],
                balancers=behind,
                routed=self._args["certificate_arns"].keys(),
                network=self._args["network"],
                key_arn=self.key_arn,
                stores={
                    key: store for key, store in self._args.get("stores", {}).items() if key in service.stores
                },
                tags={**self._tags, "Service": service.key},
            ),
            self._child,
        )

    def _switches(self) -> MaintenanceSwitch | None:
        """Declare the switch of each place that looks to this region, if any does."""
        place = self._args["plan"].place
        watched = {
            endpoint.place
            for entrance in self._args["entrances"]
            for endpoint in entrance.endpoints
            if endpoint.switch_place == place
        }
        if not watched:
            return None
        return MaintenanceSwitch(
            self._name,
            {
                "region": self._args["plan"].region,
                "places": sorted(watched),
                "protection": self._args["protection"],
                "tags": self._tags,
            },
            self._child,
        )
