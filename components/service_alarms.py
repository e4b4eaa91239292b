"""Alarms on what runs in one region: instances, tasks, functions, nodes of EKS."""

import pulumi

from holdfast.components import alarm_kinds as kinds
from holdfast.components.alarm_scope import AT_LEAST, AlarmScope, Judged, Metric
from holdfast.components.regional_alarms_args import (
    WatchedFunctionArgs,
    WatchedInstancesArgs,
    WatchedTasksArgs,
)

_QUARTER_HOUR = Judged(of=3, least=3, period=300)
_INSIGHTS = "ContainerInsights"


def declare_instance_alarms(scope: AlarmScope, key: str, args: WatchedInstancesArgs) -> None:
    """Declare the alarms of a service on instances, each over the whole group.

    EC2 tells processors alone; memory and disk come from the CloudWatch agent, which here sends one series
    per group (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/
    metrics-collected-by-CloudWatch-agent.html, 2026-11). Amazon Linux 2023 has its root on XFS.

    Args:
        scope: What the alarms of the place share.
        key: The service.
        args: Its group.
    """
    group = {"AutoScalingGroupName": args["auto_scaling_group"]}
    agent = args["metrics_namespace"]
    disk = {**group, "path": "/", "fstype": "xfs"}
    for kind, metric in (
        (kinds.CPU, Metric(namespace="AWS/EC2", name="CPUUtilization", dimensions=group)),
        (kinds.MEMORY, Metric(namespace=agent, name="mem_used_percent", dimensions=group)),
        (kinds.DISK, Metric(namespace=agent, name="disk_used_percent", dimensions=disk, stat="Maximum")),
    ):
        scope.alarm(key, kind, metric, judged=_QUARTER_HOUR)
    if args["scales"]:
        _at_maximum(
            scope,
            key,
            {
                "running": _maximum("AWS/AutoScaling", "GroupInServiceInstances", group),
                "most": _maximum("AWS/AutoScaling", "GroupMaxSize", group),
            },
            "IF(running >= most, 1, 0)",
        )


def declare_task_alarms(scope: AlarmScope, key: str, args: WatchedTasksArgs) -> None:
    """Declare the alarms of a service on ECS.

    Metrics: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html and
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
    (2026-11).

    Args:
        scope: What the alarms of the place share.
        key: The service.
        args: Its tasks.
    """
    here = {"ClusterName": args["cluster"], "ServiceName": args["service"]}
    for kind, name in ((kinds.CPU, "CPUUtilization"), (kinds.MEMORY, "MemoryUtilization")):
        scope.alarm(key, kind, Metric(namespace="AWS/ECS", name=name, dimensions=here), judged=_QUARTER_HOUR)
    if "maximum" in args:
        wanted = _maximum("ECS/ContainerInsights", "DesiredTaskCount", here)
        _at_maximum(scope, key, {"wanted": wanted}, f"IF(wanted >= {int(args['maximum'])}, 1, 0)")


def declare_function_alarms(scope: AlarmScope, key: str, args: WatchedFunctionArgs) -> None:
    """Declare the alarms of a service on Lambda.

    Metrics: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html (2026-11).
    ``IteratorAge`` is none of them: no function of a stack reads a stream.

    Args:
        scope: What the alarms of the place share.
        key: The service.
        args: Its function.
    """
    here = {"FunctionName": args["name"]}
    scope.computed(
        key,
        kinds.FUNCTION_ERRORS,
        {
            "failed": Metric(namespace="AWS/Lambda", name="Errors", dimensions=here, stat="Sum"),
            "calls": Metric(namespace="AWS/Lambda", name="Invocations", dimensions=here, stat="Sum"),
        },
        "IF(calls > 0, 100 * failed / calls, 0)",
        judged=Judged(of=3, least=3),
    )
    scope.alarm(
        key,
        kinds.FUNCTION_THROTTLES,
        Metric(namespace="AWS/Lambda", name="Throttles", dimensions=here, stat="Sum"),
        judged=Judged(comparison=AT_LEAST),
    )
    percent = scope.threshold(kinds.CONCURRENCY)
    scope.alarm(
        key,
        kinds.CONCURRENCY,
        _maximum("AWS/Lambda", "ConcurrentExecutions", here),
        judged=Judged(of=10, least=10),
        threshold=None if percent is None else percent / 100 * int(args["concurrency"]),
    )


def declare_eks_alarms(scope: AlarmScope, cluster: pulumi.Input[str]) -> None:
    """Declare the alarms of the nodes of an EKS cluster, which Container Insights measures.

    Metrics: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-EKS.html
    (2026-11).

    Args:
        scope: What the alarms of the place share.
        cluster: Name of the cluster.
    """
    here = {"ClusterName": cluster}
    for kind, name in (
        (kinds.CPU, "node_cpu_utilization"),
        (kinds.MEMORY, "node_memory_utilization"),
        (kinds.DISK, "node_filesystem_utilization"),
    ):
        scope.alarm("nodes", kind, _maximum(_INSIGHTS, name, here), judged=_QUARTER_HOUR)
    scope.alarm(
        "eks",
        kinds.FAILED_NODES,
        _maximum(_INSIGHTS, "cluster_failed_node_count", here),
        judged=Judged(comparison=AT_LEAST),
    )


def _at_maximum(scope: AlarmScope, key: str, metrics: dict[str, Metric], expression: str) -> None:
    minutes = int(scope.thresholds.get("at_maximum_minutes", 0))
    scope.computed(
        key,
        kinds.AT_MAXIMUM,
        metrics,
        expression,
        judged=Judged(of=minutes, least=minutes, comparison=AT_LEAST),
        threshold=1,
    )


def _maximum(namespace: str, name: str, dimensions: dict[str, pulumi.Input[str]]) -> Metric:
    return Metric(namespace=namespace, name=name, dimensions=dimensions, stat="Maximum")
