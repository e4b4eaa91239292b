"""Planned steps of a recovery as the function takes them: which resources they act on, and by which calls."""

from collections.abc import Callable, Mapping

import pulumi

from holdfast.components.auto_scaling_service import AutoScalingService
from holdfast.components.ecs_service import EcsService
from holdfast.components.maintenance_switch import maintenance_key
from holdfast.components.observed import Observed
from holdfast.components.proxy_fleet import ProxyFleet
from holdfast.components.recovery_step_function import RecoveryStepArgs
from holdfast.components.recovery_store_step_args import promote_cache, promote_store, route_store
from holdfast.components.service_policy import secret_statements
from holdfast.topology.values import (
    EntrancePlan,
    RecoveryAction,
    RecoveryStepPlan,
    RecoverySubject,
)

_HTTPS = 443


def step_specs(
    observed: Observed,
    step: RecoveryStepPlan,
    *,
    away_from: str,
    graceful: bool,
    token_secret: str | None = None,
) -> list[RecoveryStepArgs]:
    """Give what the function is asked for, so that a planned step is done.

    Args:
        observed: Everything that the stack declares.
        step: The step.
        away_from: The place that is left.
        graceful: Whether that place answers.
        token_secret: Secret with Cloudflare's token, ``{region}`` in it for the region that takes over.
            Default: none; then pools at Cloudflare are left to its own monitors.

    Returns:
        Nothing where nothing is called: ``fence`` acts in the place that is left and cannot be called when
        it is lost, ``drain`` is a wait, functions scale by themselves, pods are scaled inside their cluster,
        and an accelerator's own checks lead away. Two where an entrance has a switch and a pool.
    """
    maker = _MAKERS.get((step.action, step.subject_kind))
    if maker is None:
        return []
    return [
        {"event": {"key": step.key, **one["event"]}, "grants": one["grants"]}
        for one in maker(observed, step, away_from, graceful, token_secret)
    ]


def _route(
    observed: Observed, step: RecoveryStepPlan, away_from: str, _graceful: bool, token_secret: str | None
) -> list[RecoveryStepArgs]:
    entrance = _entrance(observed, step.subject)
    endpoint = next(one for one in entrance.endpoints if one.place == away_from)
    found: list[RecoveryStepArgs] = []
    switches = observed.regions[endpoint.switch_place].switches if endpoint.switch_place else None
    if entrance.zone is not None and entrance.accelerator is None and switches is not None:
        key = maintenance_key(away_from)
        found.append(
            {
                "event": {
                    "kind": "switch",
                    "bucket": switches.bucket,
                    "object_key": key,
                    "region": observed.region(endpoint.switch_place or "").region,
                    "present": True,
                },
                "grants": [
                    {
                        "actions": ["s3:GetObject", "s3:PutObject"],
                        "resources": [pulumi.Output.concat("arn:aws:s3:::", switches.bucket, f"/{key}")],
                    },
                    # Without it S3 answers 403 and not 404 for an object that is not there:
                    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html (2026-11)
                    {
                        "actions": ["s3:ListBucket"],
                        "resources": [pulumi.Output.concat("arn:aws:s3:::", switches.bucket)],
                    },
                ],
            }
        )
    balancer = observed.cloudflare.balancers.get(entrance.key)
    if entrance.cloudflare is not None and balancer is not None and token_secret is not None:
        secret = token_secret.replace("{region}", observed.region(step.place).region)
        found.append(
            {
                "event": {
                    "kind": "cloudflare-pool",
                    "account_id": entrance.cloudflare.zone.account_id,
                    "pool_id": balancer.pool_id(away_from),
                    "enabled": False,
                    "token_secret": secret,
                },
                "grants": [
                    {"actions": one["Action"], "resources": one["Resource"]}
                    for one in secret_statements([secret])
                ],
            }
        )
    return found


def _service(
    observed: Observed, step: RecoveryStepPlan, _away: str, _graceful: bool, _token: str | None
) -> list[RecoveryStepArgs]:
    service, region = observed.regions[step.place].service(step.subject), observed.region(step.place).region
    if isinstance(service, AutoScalingService):
        return [_instances(observed, service.auto_scaling_group_name, region, step.size)]
    if not isinstance(service, EcsService):
        return []
    account_id = observed.topology.account_id
    name = pulumi.Output.concat(service.cluster_name, "/", service.service_name)
    return [
        {
            "event": {
                "kind": "ecs-service",
                "cluster": service.cluster_name,
                "service": service.service_name,
                "region": region,
                "needed": step.size,
            },
            "grants": [
                {
                    "actions": ["ecs:DescribeServices", "ecs:UpdateService"],
                    "resources": [pulumi.Output.concat(f"arn:aws:ecs:{region}:{account_id}:service/", name)],
                },
                # Of Application Auto Scaling the first knows no resource, and the second no id of one:
                # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsapplicationautoscaling.html
                {"actions": ["application-autoscaling:DescribeScalableTargets"], "resources": ["*"]},
                {
                    "actions": ["application-autoscaling:RegisterScalableTarget"],
                    "resources": [f"arn:aws:application-autoscaling:{region}:{account_id}:scalable-target/*"],
                },
            ],
        }
    ]


def _proxies(
    observed: Observed, step: RecoveryStepPlan, _away: str, _graceful: bool, _token: str | None
) -> list[RecoveryStepArgs]:
    door, region = observed.regions[step.place].door(step.subject), observed.region(step.place).region
    if not isinstance(door, ProxyFleet):
        return []
    return [_instances(observed, door.auto_scaling_group_name, region, step.size)]


def _instances(
    observed: Observed, group: pulumi.Output[str], region: str, needed: int | None
) -> RecoveryStepArgs:
    account_id = observed.topology.account_id
    arn = f"arn:aws:autoscaling:{region}:{account_id}:autoScalingGroup:*:autoScalingGroupName/"
    return {
        "event": {"kind": "instances", "group": group, "region": region, "needed": needed},
        "grants": [
            {"actions": ["autoscaling:DescribeAutoScalingGroups"], "resources": ["*"]},
            {
                "actions": ["autoscaling:UpdateAutoScalingGroup"],
                "resources": [pulumi.Output.concat(arn, group)],
            },
        ],
    }


def _verify(
    observed: Observed, step: RecoveryStepPlan, _away: str, _graceful: bool, _token: str | None
) -> list[RecoveryStepArgs]:
    entrance = _entrance(observed, step.subject)
    urls = [*health_urls(entrance, step.place), f"https://{entrance.domain}{entrance.health.path}"]
    return [{"event": {"kind": "answers", "urls": urls}, "grants": []}]


def health_urls(entrance: EntrancePlan, place: str) -> list[str]:
    """Addresses that say whether an entrance's region is well: its own host's, as Route 53 asks for them.

    Args:
        entrance: The entrance; one that the internet does not reach has none.
        place: The region's place; one that is not behind the entrance has none.
    """
    if not entrance.is_asked_by_checkers:
        return []
    port = "" if entrance.health.port == _HTTPS else f":{entrance.health.port}"
    return [
        f"https://{endpoint.host}{port}{entrance.health.path}"
        for endpoint in entrance.endpoints
        if endpoint.place == place
    ]


def _entrance(observed: Observed, key: str) -> EntrancePlan:
    return next(one for one in observed.topology.entrances if one.key == key)


_MAKERS: Mapping[
    tuple[RecoveryAction, RecoverySubject],
    Callable[[Observed, RecoveryStepPlan, str, bool, str | None], list[RecoveryStepArgs]],
] = {
    (RecoveryAction.ROUTE, RecoverySubject.ENTRANCE): _route,
    (RecoveryAction.ROUTE, RecoverySubject.STORE): route_store,
    (RecoveryAction.PROMOTE, RecoverySubject.STORE): promote_store,
    (RecoveryAction.PROMOTE, RecoverySubject.CACHE): promote_cache,
    (RecoveryAction.CAPACITY, RecoverySubject.SERVICE): _service,
    (RecoveryAction.CAPACITY, RecoverySubject.PROXIES): _proxies,
    (RecoveryAction.VERIFY, RecoverySubject.ENTRANCE): _verify,
}
