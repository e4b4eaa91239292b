"""What a service's chart is handed: values, and the bindings of its pods to target groups."""

from collections.abc import Mapping
from typing import Any

from holdfast.components.eks_service_args import EksServiceArgs

_DEFAULT_CPU_PERCENT = 60
DEFAULT_DRAIN_SECONDS = 30
_LEAST_SECONDS_TO_END = 15


def target_group_bindings(
    args: EksServiceArgs, *, arns: Mapping[str, str], vpc_id: str
) -> dict[str, dict[str, Any]]:
    """Return a TargetGroupBinding for each entrance, ready for ``kubectl apply``.

    Without ``networking``: security groups are declared with the cluster, and the controller changes none
    (https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/spec/,
    2026-11).

    Args:
        args: The service.
        arns: Entrance → ARN of its target group.
        vpc_id: VPC of the target groups.
    """
    pods = args["pods"]
    return {
        entrance: {
            "apiVersion": "elbv2.k8s.aws/v1beta1",
            "kind": "TargetGroupBinding",
            "metadata": {"name": f"{args['service']}-{entrance}", "namespace": pods["namespace"]},
            "spec": {
                "serviceRef": {"name": pods["kubernetes_service"], "port": int(args["workload"]["port"])},
                "targetGroupARN": arn,
                "targetType": "ip",
                "vpcID": vpc_id,
            },
        }
        for entrance, arn in sorted(arns.items())
    }


def helm_values(
    args: EksServiceArgs,
    *,
    environment: Mapping[str, str],
    secrets: Mapping[str, str],
    log_group: str,
) -> dict[str, Any]:
    """Return values in the words of a chart made by ``helm create``.

    Not of those words, for a chart that looks for them: ``environment`` (name → value in the open),
    ``secretArns`` (name → ARN), ``logGroup``, ``containerPort``, ``neededReplicas`` and
    ``terminationGracePeriodSeconds``.

    Args:
        args: The service.
        environment: Variables in the open, those of stores included.
        secrets: Variable → ARN of a secret that the role may read.
        log_group: Log group that the role may write to.
    """
    pods, workload, region = args["pods"], args["workload"], args["region"]
    port, minimum = int(workload["port"]), int(pods["minimum"])
    values: dict[str, Any] = {
        "fullnameOverride": pods["kubernetes_service"],
        "replicaCount": minimum,
        "neededReplicas": int(pods["needed"]),
        # With 0 replicas Kubernetes scales nothing, and its scaler takes no least number below 1.
        "autoscaling": {
            "enabled": minimum > 0,
            "minReplicas": max(1, minimum),
            "maxReplicas": int(pods["maximum"]),
            "targetCPUUtilizationPercentage": int(pods.get("cpu_target_percent", _DEFAULT_CPU_PERCENT)),
        },
        "serviceAccount": {"create": True, "name": pods["service_account"]},
        "service": {"type": "ClusterIP", "port": port},
        "containerPort": port,
        "environment": {
            "AWS_DEFAULT_REGION": region,
            "AWS_REGION": region,
            "PORT": str(port),
            **dict(sorted(environment.items())),
        },
        "secretArns": dict(sorted(secrets.items())),
        "logGroup": log_group,
        # A pod is sent requests until the load balancer knows that it goes.
        "terminationGracePeriodSeconds": int(pods.get("drain_seconds", DEFAULT_DRAIN_SECONDS))
        + _LEAST_SECONDS_TO_END,
    }
    if (path := workload.get("health_path")) is not None:
        probe = {"httpGet": {"path": path, "port": port}}
        values |= {"readinessProbe": probe, "livenessProbe": probe}
    if (image := workload.get("image")) is not None:
        values["image"] = _image(image)
    return values


def _image(image: str) -> dict[str, str]:
    # A chart joins both with a colon, so that a digest is left of it up to its algorithm.
    repository, _, tag = image.rpartition(":")
    return {"repository": repository, "tag": tag} if repository and "/" not in tag else {"repository": image}
