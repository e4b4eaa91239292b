"""Planned experiments as what FIS does, to what, and by which permission."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from holdfast.components.auto_scaling_service import AutoScalingService
from holdfast.components.ecs_service import EcsService
from holdfast.components.experiment_args import ExperimentActionArgs, ExperimentArgs, ExperimentTargetArgs
from holdfast.components.experiment_grants import Grants, Statement
from holdfast.components.observed import Observed
from holdfast.components.regional_foundation import network_for
from holdfast.components.s3_store import BucketStore
from holdfast.components.table_store import TableStore
from holdfast.topology.values import ExperimentKind, ExperimentPlan, ExperimentsPlan, RdsShape, StoreKind

_MOST_ARNS = 5
"""ARNs of one target.

Source: ``internal/service/fis/experiment_template.go`` of hashicorp/terraform-provider-aws (2026-11).
"""
_ALL = "100"
"""Percent of what a fault is injected into."""
# https://docs.aws.amazon.com/fis/latest/userguide/actions-ssm-agent.html (2026-11)
_LATENCY, _LOSS = "AWSFIS-Run-Network-Latency-Sources", "AWSFIS-Run-Network-Packet-Loss-Sources"


@dataclass(frozen=True, kw_only=True)
class ExperimentScope:
    """One place's experiments, and what the stack declared there."""

    observed: Observed
    plan: ExperimentsPlan
    place: str

    @property
    def region(self) -> str:
        """AWS region of the place."""
        return self.observed.region(self.place).region

    @property
    def grants(self) -> Grants:
        """Permissions on what lies in the region."""
        return Grants(self.region, self.observed.topology.account_id)

    @property
    def duration(self) -> str:
        """How long a fault lasts, as ISO 8601 writes it."""
        return f"PT{self.plan.duration_minutes}M"

    def tags(self, name: str) -> dict[str, str]:
        """Tags by which a resource of this stack is found, which nothing else has."""
        own = self.observed.tags(self.place)
        return {**{key: own[key] for key in ("Project", "Stack")}, "Name": name}

    def subnets(self, ids: pulumi.Output[Sequence[str]], number: int) -> pulumi.Output[str]:
        """ARN of a subnet, by its number among those of its tier."""
        one = ids.apply(lambda known: known[number])
        return pulumi.Output.concat(
            f"arn:aws:ec2:{self.region}:{self.observed.topology.account_id}:subnet/", one
        )

    def group_arn(self, service: str) -> pulumi.Output[str]:
        """ARN of a service's Auto Scaling group."""
        found = self.observed.regions[self.place].service(service)
        if not isinstance(found, AutoScalingService):
            raise TypeError(f"{service} in {self.place} runs on no instances")
        return found.auto_scaling_group_arn


def experiment_args(scope: ExperimentScope, one: ExperimentPlan) -> ExperimentArgs:
    """Give what a planned experiment does.

    Args:
        scope: The place, and what was declared there.
        one: The experiment.
    """
    faults = _FAULTS[one.kind](scope, one)
    # The experiment, and with it what stops it, lasts as long as its fault, even one that is over at once.
    watch: ExperimentActionArgs = {"action_id": "aws:fis:wait", "parameters": {"duration": scope.duration}}
    return {
        "text": f"{one.title}.",
        "actions": {**{name: action for name, action, _ in faults}, "watch": watch},
        "statements": [statement for _, _, statements in faults for statement in statements],
    }


_Fault = tuple[str, ExperimentActionArgs, Sequence[Statement]]


def _stop(scope: ExperimentScope, one: ExperimentPlan) -> list[_Fault]:
    share = "COUNT(1)" if scope.plan.percent is None else f"PERCENT({scope.plan.percent})"
    service = scope.observed.regions[scope.place].service(one.subject)
    if isinstance(service, EcsService):
        tasks: ExperimentTargetArgs = {
            "key": "Tasks",
            "resource_type": "aws:ecs:task",
            "selection_mode": share,
            "parameters": {"cluster": service.cluster_name, "service": service.service_name},
        }
        return [
            (
                "stop-tasks",
                {"action_id": "aws:ecs:stop-task", "target": tasks},
                scope.grants.stop_tasks(service.cluster_name),
            )
        ]
    tags = scope.tags(f"{scope.place}-{one.subject}")
    return [
        (
            "terminate-instances",
            {"action_id": "aws:ec2:terminate-instances", "target": _instances(tags, share)},
            scope.grants.terminate_instances(tags),
        )
    ]


def _instances(tags: Mapping[str, str], share: str = "ALL") -> ExperimentTargetArgs:
    return {"key": "Instances", "resource_type": "aws:ec2:instance", "selection_mode": share, "tags": tags}


def _lose_zone(scope: ExperimentScope, one: ExperimentPlan) -> list[_Fault]:
    network = network_for("an experiment", scope.place, scope.observed.foundations[scope.place])
    planned = scope.observed.region(scope.place).network
    by_tier = {
        "public": network.public_subnet_ids,
        "private": network.private_subnet_ids,
        "isolated": network.isolated_subnet_ids,
    }
    arns = [
        scope.subnets(ids, zones.index(one.subject))
        for tier, ids in by_tier.items()
        if one.subject in (zones := [] if planned is None else _zones_of(planned.subnets, tier))
    ]
    found: list[_Fault] = [
        (
            "cut-subnets",
            {
                "action_id": "aws:network:disrupt-connectivity",
                "parameters": {"duration": scope.duration, "scope": "all"},
                "target": {"key": "Subnets", "resource_type": "aws:ec2:subnet", "arns": arns},
            },
            scope.grants.cut_subnets(arns),
        )
    ]
    for number, keys in enumerate(_parted(one.services)):
        groups = [scope.group_arn(key) for key in keys]
        action: ExperimentActionArgs = {
            "action_id": "aws:ec2:asg-insufficient-instance-capacity-error",
            "parameters": {
                "availabilityZoneIdentifiers": one.subject,
                "duration": scope.duration,
                "percentage": _ALL,
            },
            "target": {
                "key": "AutoScalingGroups",
                "resource_type": "aws:ec2:autoscaling-group",
                "arns": groups,
            },
        }
        found.append(
            (f"launch-nothing-{number}", action, _numbered(scope.grants.launch_nothing(groups), number))
        )
    return found


def _zones_of(subnets: Sequence[Any], tier: str) -> list[str]:
    return [subnet.zone for subnet in sorted(subnets, key=lambda one: one.key) if subnet.tier == tier]


def _parted(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _MOST_ARNS):
        yield values[start : start + _MOST_ARNS]


def _numbered(statements: Sequence[Statement], number: int) -> list[Statement]:
    """Statements of which a policy can hold several sets."""
    return [{**one, "Sid": f"{one['Sid']}{number}"} for one in statements]


def _cut_region(scope: ExperimentScope, one: ExperimentPlan) -> list[_Fault]:
    other = scope.observed.region(one.subject)
    return [
        *_cut_routes(scope, other.region, reached=other.network is not None),
        *_pause_tables(scope, one),
        *_pause_buckets(scope, one, other.region),
    ]


def _cut_routes(scope: ExperimentScope, target: str, *, reached: bool) -> Iterator[_Fault]:
    planned = scope.observed.region(scope.place).network
    if planned is None or not reached:
        return
    network = network_for("an experiment", scope.place, scope.observed.foundations[scope.place])
    adopted = planned.adopted
    count = len(_zones_of(planned.subnets, "private") if adopted is None else adopted.private_subnet_ids)
    arns = [scope.subnets(network.private_subnet_ids, number) for number in range(count)]
    for number, some in enumerate(_parted(arns)):
        action: ExperimentActionArgs = {
            "action_id": "aws:network:route-table-disrupt-cross-region-connectivity",
            "parameters": {"duration": scope.duration, "region": target},
            "target": {"key": "Subnets", "resource_type": "aws:ec2:subnet", "arns": some},
        }
        yield f"cut-routes-{number}", action, _numbered(scope.grants.cut_routes(some), number)


def _pause_tables(scope: ExperimentScope, one: ExperimentPlan) -> Iterator[_Fault]:
    arns = [
        store.table.member_arn(scope.place)
        for _, store in sorted(scope.observed.stores.declared.items())
        if isinstance(store, TableStore) and {scope.place, one.subject} <= set(store.store.places)
    ]
    for number, some in enumerate(_parted(arns)):
        action: ExperimentActionArgs = {
            "action_id": "aws:dynamodb:global-table-pause-replication",
            "parameters": {"duration": scope.duration},
            "target": {"key": "Tables", "resource_type": "aws:dynamodb:global-table", "arns": some},
        }
        yield f"pause-tables-{number}", action, _numbered(scope.grants.pause_tables(some), number)


def _pause_buckets(scope: ExperimentScope, one: ExperimentPlan, target: str) -> Iterator[_Fault]:
    for key, store in sorted(scope.observed.stores.declared.items()):
        if not isinstance(store, BucketStore) or not {scope.place, one.subject} <= set(store.store.places):
            continue
        action: ExperimentActionArgs = {
            "action_id": "aws:s3:bucket-pause-replication",
            "parameters": {"duration": scope.duration, "region": target},
            # By tags alone: FIS takes no ARN of a bucket.
            "target": {
                "key": "Buckets",
                "resource_type": "aws:s3:bucket",
                "tags": scope.tags(f"{scope.place}-{key}-bucket"),
            },
        }
        bucket = store.buckets.member(scope.place)
        statements = scope.grants.pause_buckets([bucket.arn], target)
        yield f"pause-{key}", action, [{**one, "Sid": f"{one['Sid']}{_sid(key)}"} for one in statements]


def _sid(key: str) -> str:
    return "".join(part.capitalize() for part in key.split("-"))


def _slow_database(scope: ExperimentScope, one: ExperimentPlan) -> list[_Fault]:
    return _on_instances(
        scope,
        one,
        _LATENCY,
        {"DelayMilliseconds": str(scope.plan.latency_ms)},
        _addresses(scope, one.subject),
    )


def _addresses(scope: ExperimentScope, key: str) -> pulumi.Output[str]:
    """Where a store is reached in the place, as the document takes it."""
    store = next(store for store in scope.observed.topology.stores if store.key == key)
    if store.kind is StoreKind.DYNAMODB:
        return pulumi.Output.from_input("DYNAMODB")
    if store.kind is StoreKind.S3:
        return pulumi.Output.from_input("S3")
    operations = scope.observed.stores.operations(store)
    kinds = ("clusters", "rds_members", "dsql_clusters", "cache_members")
    member = next(operations[kind][scope.place] for kind in kinds if operations.get(kind))
    hosts = [member[name] for name in ("endpoint", "reader_endpoint") if member.get(name) is not None]
    return pulumi.Output.all(*hosts).apply(
        lambda known: ",".join(sorted({str(host) for host in known if host}))
    )


def _expire_dependency(scope: ExperimentScope, one: ExperimentPlan) -> list[_Fault]:
    host = scope.plan.dependencies.get(one.subject, f"secretsmanager.{scope.region}.amazonaws.com")
    return _on_instances(scope, one, _LOSS, {"LossPercent": _ALL}, pulumi.Output.from_input(host))


def _on_instances(
    scope: ExperimentScope,
    one: ExperimentPlan,
    document: str,
    fault: Mapping[str, str],
    sources: pulumi.Output[str],
) -> list[_Fault]:
    arn = f"arn:aws:ssm:{scope.region}::document/{document}"
    tags = [scope.tags(f"{scope.place}-{key}") for key in one.services]
    parameters = sources.apply(
        lambda known: json.dumps(
            {
                **fault,
                "DurationSeconds": str(scope.plan.duration_minutes * 60),
                "InstallDependencies": "True",
                "Sources": known,
                "TrafficType": "egress",
            },
            sort_keys=True,
        )
    )
    statements = scope.grants.run_document(arn, tags)
    return [
        (
            f"run-on-{key}",
            {
                "action_id": "aws:ssm:send-command",
                "parameters": {
                    "documentArn": arn,
                    "documentParameters": parameters,
                    "duration": scope.duration,
                },
                "target": _instances(some),
            },
            statements if number == 0 else (),
        )
        for number, (key, some) in enumerate(zip(one.services, tags, strict=True))
    ]


def _failover(scope: ExperimentScope, one: ExperimentPlan) -> list[_Fault]:
    store = next(store for store in scope.observed.topology.stores if store.key == one.subject)
    operations = scope.observed.stores.operations(store)
    if store.rds is not None and store.rds.shape is not RdsShape.CLUSTER:
        arn = operations["rds_members"][scope.place]["arn"]
        reboot: ExperimentActionArgs = {
            "action_id": "aws:rds:reboot-db-instances",
            "parameters": {"forceFailover": "true"},
            "target": {"key": "DBInstances", "resource_type": "aws:rds:db", "arns": [arn]},
        }
        return [("reboot", reboot, scope.grants.reboot_instance(arn))]
    members = operations["clusters" if store.rds is None else "rds_members"]
    arn = members[scope.place]["arn"]
    failover: ExperimentActionArgs = {
        "action_id": "aws:rds:failover-db-cluster",
        "target": {"key": "Clusters", "resource_type": "aws:rds:cluster", "arns": [arn]},
    }
    return [("failover", failover, scope.grants.fail_cluster_over(arn))]


def _throttle_api(scope: ExperimentScope, one: ExperimentPlan) -> list[_Fault]:
    service = scope.observed.regions[scope.place].service(one.subject)
    if not isinstance(service, AutoScalingService):
        raise TypeError(f"{one.subject} in {scope.place} runs on no instances")
    action: ExperimentActionArgs = {
        "action_id": "aws:fis:inject-api-throttle-error",
        "parameters": {
            "duration": scope.duration,
            "operations": "DescribeTags",
            "percentage": _ALL,
            "service": "ec2",
        },
        "target": {"key": "Roles", "resource_type": "aws:iam:role", "arns": [service.role_arn]},
    }
    return [("throttle", action, scope.grants.throttle(service.role_arn))]


_FAULTS: dict[ExperimentKind, Callable[[ExperimentScope, ExperimentPlan], list[_Fault]]] = {
    ExperimentKind.STOP: _stop,
    ExperimentKind.LOSE_ZONE: _lose_zone,
    ExperimentKind.CUT_REGION: _cut_region,
    ExperimentKind.SLOW_DATABASE: _slow_database,
    ExperimentKind.FAILOVER: _failover,
    ExperimentKind.THROTTLE_API: _throttle_api,
    ExperimentKind.EXPIRE_DEPENDENCY: _expire_dependency,
}
