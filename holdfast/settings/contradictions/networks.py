"""What networks must hold for the services in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem
from holdfast.topology.values import NatStrategy, ServiceKind
from holdfast.topology.values.own_references import longest_form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.stack import Settings

_ON_INSTANCES = ("ec2", "logs", "monitoring", "ssm", "ssmmessages")
"""What the agents on instances, those of proxies too, talk to; the CloudWatch agent asks EC2 for its group.

Sources: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html and
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-interface-VPC.html.
"""
_FOR_TASKS = ("logs",)
"""What tasks on ECS talk to; what their instances and shells do besides stands in ``ecs_clusters``.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html, 2026-11.
"""
_FOR_IMAGES = ("ecr.api", "ecr.dkr")
"""Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html; layers come from S3."""
_ECR = re.compile(r"^\d{12}\.dkr\.ecr\.[^/]+/")


def of_endpoints(settings: Settings) -> Iterator[Problem]:
    """VPC endpoints that are named twice."""
    yield from repeated(("network", "gateway_endpoints"), settings.network.gateway_endpoints)
    yield from repeated(("network", "interface_endpoints"), settings.network.interface_endpoints)


def of_closed_networks(settings: Settings) -> Iterator[Problem]:
    """Networks without NAT: what instances and tasks need must come through endpoints."""
    closed = [
        place
        for place in effective.serving(settings)
        if settings.regions[place].adopt is None
        and (settings.regions[place].nat or settings.network.nat) is NatStrategy.NONE
    ]
    if not closed:
        return
    missing = sorted(_needed(closed, settings) - set(settings.network.interface_endpoints))
    if missing:
        yield Problem(
            path=("network", "interface_endpoints"),
            message=f"without NAT ({', '.join(closed)}) services reach AWS through endpoints alone: "
            f"add {', '.join(missing)}",
        )
    if "s3" not in settings.network.gateway_endpoints:
        yield Problem(
            path=("network", "gateway_endpoints"),
            message=f"without NAT ({', '.join(closed)}) packages and image layers come through the s3 "
            "gateway endpoint: "
            "add s3",
        )
    for key, service in settings.services.items():
        for image in _texts(service.image):
            if not _ECR.match(image):
                yield Problem(
                    path=("services", key, "image"),
                    message=f"without NAT ({', '.join(closed)}) only images of Amazon ECR can be pulled",
                    value=image,
                )


def of_adopted_networks(settings: Settings) -> Iterator[Problem]:
    """Adopted networks behind entrances that face the internet: those need public subnets.

    Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
    (subnets: at least two zones).
    """
    for key, entrance in settings.entrances.items():
        for place in effective.endpoints(entrance, settings):
            adopt = settings.regions[place].adopt
            internal = (entrance.proxy or entrance.load_balancer).internal
            if adopt is not None and not adopt.public_subnet_ids and not internal:
                yield Problem(
                    path=("regions", place, "adopt"),
                    message="needs public_subnet_ids, one per zone: the load balancer of "
                    f"holdfast:entrances.{key} faces "
                    "the internet",
                )


def _needed(closed: list[str], settings: Settings) -> set[str]:
    """Return the endpoints that services in closed networks need; what Kubernetes needs stands in ``eks``."""
    needed = set[str]()
    if any(
        entrance.proxy is not None and {*closed} & {*effective.endpoints(entrance, settings)}
        for entrance in settings.entrances.values()
    ):
        needed.update(_ON_INSTANCES)
    for key, service in settings.services.items():
        if not {*closed} & {*effective.service_places(key, settings)}:
            continue
        if service.kind is ServiceKind.INSTANCES:
            needed.update(_ON_INSTANCES)
        if service.kind is ServiceKind.ECS:
            needed.update(_FOR_TASKS)
        # A function's image is pulled by Lambda, from outside of the network.
        if service.image is not None and service.kind is not ServiceKind.LAMBDA:
            needed.update(_FOR_IMAGES)
        if service.scaling.warm_pool is not None:
            needed.add("autoscaling")
        if service.keys:
            needed.add("kms")
        arns = [longest_form(arn) for secret in service.secrets.values() for arn in _texts(secret)]
        needed.update(endpoint for endpoint in ("secretsmanager", "ssm") if _holds(endpoint, arns))
    return needed


def _holds(service: str, arns: list[str]) -> bool:
    return any(f":{service}:" in arn for arn in arns)


def _texts(value: str | dict[str, str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value.values())
