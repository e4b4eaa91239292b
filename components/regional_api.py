"""One region of the API: doors and services on its foundation."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NotRequired, TypedDict, TypeVar

import pulumi

from holdfast.components import service_stores
from holdfast.components.api_gateway_plan_args import declare_account, declare_api
from holdfast.components.authorization_plan_args import authorization_args
from holdfast.components.auto_scaling_args import AutoScalingServiceArgs
from holdfast.components.auto_scaling_service import AutoScalingService
from holdfast.components.door import RegionalDoor
from holdfast.components.ecs_plan_args import declare_ecs_cluster, declare_ecs_service
from holdfast.components.eks_plan_args import declare_eks_cluster, declare_eks_service
from holdfast.components.function_plan_args import declare_function
from holdfast.components.health_request import health_request
from holdfast.components.load_balancer import LoadBalancer
from holdfast.components.log_bucket import LogBucket
from holdfast.components.maintenance_switch import MaintenanceSwitch
from holdfast.components.openapi_plan_args import balancer_description, declare_api_description
from holdfast.components.origin_lock import ORIGIN_HEADER
from holdfast.components.plan_args import (
    RegionalNetwork,
    agent_args,
    balancer_target,
    load_balancer_args,
    service_args,
)
from holdfast.components.proxy_plan_args import ProxyDoor, declare_proxies
from holdfast.components.regional_scope import RegionalScope
from holdfast.components.regional_services import RegionalService
from holdfast.components.service_args import ServiceStore, ServiceTarget
from holdfast.components.waf_plan_args import declare_regional_web_acl
from holdfast.components.web_acl import WebAcl
from holdfast.topology.values import (
    Door,
    EndpointPlan,
    EntrancePlan,
    RegionPlan,
    ServiceKind,
    ServicePlan,
)

Cluster = TypeVar("Cluster")


class RegionalApiArgs(TypedDict):
    """What one region of the API needs."""

    plan: RegionPlan
    """The region, planned."""
    network: NotRequired[RegionalNetwork]
    """Where load balancers and services stand. Default: none, for a region in which nothing needs a
    network."""
    key_arn: pulumi.Input[str]
    """ARN of the region's encryption key."""
    entrances: Sequence[EntrancePlan]
    """All entrances; the region takes part in those that have an endpoint in it."""
    certificate_arns: Mapping[str, pulumi.Input[str]]
    """ARN of the region's certificate by entrance; an entrance whose zone is not delegated yet has none."""
    stores: NotRequired[Mapping[str, ServiceStore]]
    """What services need in order to use a store in this region, by the store's key. Default: none."""
    caches: NotRequired[Mapping[str, ServiceStore]]
    """What services need in order to use a cache in this region, by the cache's key. Default: none."""
    keys: NotRequired[Mapping[str, ServiceStore]]
    """What services need in order to use a KMS key of their own in this region, by its key. Default: none."""
    machine_image_ids: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Id in this region of each machine image that services launch, by its key. Default: none."""
    secret_arns: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Whole ARN in this region of each of the stack's own secrets, by the ARN without its random end.
    Default: none."""
    before_services: NotRequired[Sequence[pulumi.Resource]]
    """What must be there before services start, since they name it: secrets, parameters, packages. Default:
    none."""
    origin_secrets: NotRequired[Mapping[str, Sequence[pulumi.Input[str]]]]
    """Values of the header that load balancers ask for, by the key of the entrance. Default: none."""
    client_keys: NotRequired[Mapping[str, Mapping[str, pulumi.Output[str]]]]
    """Entrance → client → API key, for those that have any. Default: none."""
    account_id: str
    """The account's id, twelve digits."""
    protection: bool
    """Whether stateful and traffic-bearing resources refuse to be deleted."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""


class RegionalApi(pulumi.ComponentResource):
    """One region of the API, able to serve alone.

    Declares: what receives requests for each entrance (a load balancer with a bucket for its logs, proxies,
    or an API in API Gateway), by choice what answers with the API's description, AWS WAF where it can be
    attached, the services that run here with the clusters that they need, and the maintenance switch of the
    region that looks to this one.
    Survives: the loss of an instance and, by its size, of a zone. Does not survive: the loss of the region;
    the other regions do, nothing of theirs depends on this one at request time.
    """

    vpc_id: pulumi.Output[str | None]
    """Id of the VPC; none in a region without one."""
    key_arn: pulumi.Output[str]
    """ARN of the region's encryption key."""

    def __init__(self, name: str, args: RegionalApiArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        plan = args["plan"]
        super().__init__(
            "holdfast:index:RegionalApi", name, {"region": plan.region, "role": plan.role.value}, opts
        )
        self._name, self._args = name, args
        self.key_arn = pulumi.Output.from_input(args["key_arn"])
        self._scope = RegionalScope(
            name=name,
            plan=plan,
            key_arn=self.key_arn,
            account_id=args["account_id"],
            protection=args["protection"],
            tags={**args.get("tags", {}), "Place": plan.place},
            child=pulumi.ResourceOptions(parent=self),
            own_network=args.get("network"),
            secret_arns=args.get("secret_arns", {}),
        )
        network = args.get("network")
        self.vpc_id = pulumi.Output.from_input(None if network is None else network["vpc_id"])
        served = [
            (entrance, endpoint)
            for entrance in args["entrances"]
            for endpoint in entrance.endpoints
            if endpoint.place == plan.place
        ]
        if not served:
            raise ValueError(f"{name}: no entrance is served from this region, so it has no regional API")
        self._descriptions = {
            entrance.key: declare_api_description(self._scope, entrance) for entrance, _ in served
        }
        self._balancers: dict[str, LoadBalancer] = {}
        self._proxies: dict[str, ProxyDoor] = {}
        self._declare_balancers(served)
        self._ecs = declare_ecs_cluster(self._scope, plan.ecs) if plan.ecs is not None else None
        self._eks = (
            declare_eks_cluster(
                self._scope,
                plan.eks,
                targets={
                    service.key: self._targets(service, [entrance for entrance, _ in served])
                    for service in plan.services
                },
                stores=self._stores(),
            )
            if plan.eks is not None
            else None
        )
        self._services = {
            service.key: self._service(service, [entrance for entrance, _ in served])
            for service in plan.services
        }
        account_role_arn = declare_account(self._scope, [entrance.api_gateway for entrance, _ in served])
        self._apis = {
            entrance.key: declare_api(
                self._scope,
                entrance,
                entrance.api_gateway,
                endpoint,
                services={key: one for key, one in self._services.items() if key in entrance.services},
                description=self._descriptions[entrance.key],
                certificate_arn=args["certificate_arns"].get(entrance.key),
                account_role_arn=account_role_arn,
                client_keys=args.get("client_keys", {}).get(entrance.key, {}),
            )
            for entrance, endpoint in served
            if entrance.api_gateway is not None
        }
        self._web_acls = {
            entrance.key: declare_regional_web_acl(self._scope, entrance, self.door(entrance.key).arn)
            for entrance, _ in served
        }
        self.switches = self._switches()
        self.register_outputs({"vpc_id": self.vpc_id, "key_arn": self.key_arn, "origin": dict(plan.origin)})

    def door(self, entrance: str) -> RegionalDoor:
        """Return what receives the requests of an entrance, by its key."""
        return self._balancers.get(entrance) or self._proxies.get(entrance) or self._apis[entrance]

    def web_acl(self, entrance: str) -> WebAcl | None:
        """Return the web ACL of an entrance in this region, by its key; None where it has none here."""
        return self._web_acls[entrance]

    def service(self, key: str) -> RegionalService:
        """Return a service by its key."""
        return self._services[key]

    def _declare_balancers(self, served: Sequence[tuple[EntrancePlan, EndpointPlan]]) -> None:
        """Declare the doors that send requests to an address in the network."""
        balanced = [entrance for entrance, _ in served if entrance.door is Door.LOAD_BALANCER]
        logs = self._log_bucket(balanced) if balanced else None
        for entrance, endpoint in served:
            if entrance.door is Door.LOAD_BALANCER and logs is not None:
                self._balancers[entrance.key] = self._load_balancer(entrance, endpoint, logs)
            elif entrance.proxy is not None:
                self._proxies[entrance.key] = declare_proxies(self._scope, entrance, entrance.proxy, endpoint)

    def _log_bucket(self, entrances: Sequence[EntrancePlan]) -> LogBucket:
        return LogBucket(
            self._name,
            {
                "region": self._args["plan"].region,
                "account_id": self._args["account_id"],
                "retention_days": max(entrance.load_balancer.log_retention_days for entrance in entrances),
                "protection": self._args["protection"],
                "tags": self._scope.tags,
                "origin": {
                    "retention_days": ", ".join(entrance.origin["load_balancer"] for entrance in entrances)
                },
            },
            self._scope.child,
        )

    def _load_balancer(self, entrance: EntrancePlan, endpoint: EndpointPlan, logs: LogBucket) -> LoadBalancer:
        args = load_balancer_args(
            entrance,
            endpoint,
            self._args["plan"].services,
            network=self._scope.network,
            log_bucket=logs.bucket,
            tags=self._scope.tags,
        )
        args["protection"] = self._args["protection"]
        if entrance.key in self._args["certificate_arns"]:
            args["certificate_arn"] = self._args["certificate_arns"][entrance.key]
        authorization = authorization_args(entrance, endpoint, self._args["plan"].services)
        if authorization is not None and entrance.authorization is not None:
            args["authorization"] = authorization
            args["origin"] = {**args.get("origin", {}), **entrance.authorization.origin}
        if entrance.key in self._args.get("origin_secrets", {}):
            args["origin_lock"] = {
                "header": ORIGIN_HEADER,
                "values": self._args["origin_secrets"][entrance.key],
                "health": health_request(entrance, endpoint, self._args["plan"].services),
            }
        description = self._descriptions[entrance.key]
        if description is not None and entrance.openapi is not None:
            args["description"] = balancer_description(entrance.openapi, description)
        return LoadBalancer(f"{self._name}-{entrance.key}", args, self._scope.child)

    def _targets(self, service: ServicePlan, entrances: Sequence[EntrancePlan]) -> dict[str, ServiceTarget]:
        """What sends requests to a service, by entrance."""
        targets: dict[str, ServiceTarget] = {}
        for entrance in entrances:
            if service.key not in entrance.services:
                continue
            if entrance.key in self._balancers:
                routed = entrance.key in self._args["certificate_arns"]
                targets[entrance.key] = balancer_target(
                    self._balancers[entrance.key], service.key, routed=routed
                )
            elif entrance.key in self._proxies:
                targets[entrance.key] = {"security_group_id": self._proxies[entrance.key].security_group_id}
        return targets

    def _stores(self) -> dict[str, ServiceStore]:
        """Return what services need in order to use a store or a cache in this region."""
        return service_stores.together(
            self._args.get("stores", {}), self._args.get("caches", {}), self._args.get("keys", {})
        )

    def _service(self, service: ServicePlan, entrances: Sequence[EntrancePlan]) -> RegionalService:
        used = service_stores.used_by(service)
        stores = {key: one for key, one in self._stores().items() if key in used}
        targets = self._targets(service, entrances)
        scope = self._scope_of_services
        match service.kind:
            case ServiceKind.INSTANCES:
                return AutoScalingService(
                    f"{self._name}-{service.key}", self._instances_args(service, targets, stores), scope.child
                )
            case ServiceKind.ECS:
                return declare_ecs_service(
                    scope,
                    service,
                    cluster=_there(self._ecs),
                    balancers={key: self._balancers[key] for key in targets if key in self._balancers},
                    targets=targets,
                    stores=stores,
                )
            case ServiceKind.EKS:
                return declare_eks_service(
                    scope, service, cluster=_there(self._eks), targets=targets, stores=stores
                )
            case ServiceKind.LAMBDA:
                return declare_function(scope, service, stores=stores)

    @property
    def _scope_of_services(self) -> RegionalScope:
        """The region's scope, for what names secrets, parameters and packages and so comes after them."""
        before = list(self._args.get("before_services", ()))
        if not before:
            return self._scope
        after = pulumi.ResourceOptions(depends_on=before)
        return replace(self._scope, child=pulumi.ResourceOptions.merge(self._scope.child, after))

    def _instances_args(
        self, service: ServicePlan, targets: Mapping[str, ServiceTarget], stores: Mapping[str, ServiceStore]
    ) -> AutoScalingServiceArgs:
        args = service_args(
            service,
            self._args["plan"],
            targets=targets,
            network=self._scope.network,
            key_arn=self.key_arn,
            stores=stores,
            tags={**self._scope.tags, "Service": service.key},
        )
        args["workload"]["secrets"] = self._scope.secrets(service)
        if service.agent is not None:
            args["workload"]["agent"] = agent_args(service.agent, self._scope.secret_arns)
        image = service.instances.machine_image if service.instances else None
        if image is not None:
            args["instances"]["copied_ami_id"] = self._args.get("machine_image_ids", {})[image]
        return args

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
                "tags": self._scope.tags,
            },
            self._scope.child,
        )


def _there(cluster: Cluster | None) -> Cluster:
    if cluster is None:
        raise ValueError("the plan has a cluster wherever a service needs one")
    return cluster
