"""What AWS, Kubernetes or reason refuses in the arguments of a service on EKS, in a person's words."""

import re
from collections.abc import Iterator

from holdfast.components import service_stores
from holdfast.components.container_image import image_problems, image_region_problems
from holdfast.components.eks_service_args import EksServiceArgs
from holdfast.components.service_environment import environment_problems
from holdfast.components.service_policy import decrypt_statements, policy_problems, secret_statements
from holdfast.topology.values import LOG_RETENTION_DAYS

# Labels of RFC 1123, and of RFC 1035 for a Service:
# https://kubernetes.io/docs/concepts/overview/working-with-objects/names/, 2026-11
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_SERVICE_NAME = re.compile(r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
_HIGHEST_PORT = 65_535
_MOST_CPU_PERCENT = 100


def refuse(name: str, args: EksServiceArgs) -> None:
    """Refuse arguments that cannot be declared.

    Args:
        name: Name of the component, for the message.
        args: Its arguments.

    Raises:
        ValueError: With every problem at once.
    """
    problems = [*_pod_problems(args), *_workload_problems(args), *_other_problems(args)]
    if problems:
        raise ValueError(f"EKS service {name!r}: " + "; ".join(problems))


def _pod_problems(args: EksServiceArgs) -> Iterator[str]:
    pods = args["pods"]
    for field, label in (("namespace", pods["namespace"]), ("service_account", pods["service_account"])):
        if not _LABEL.fullmatch(label):
            yield f"'pods.{field}' must be 1 to 63 lower-case letters, digits and hyphens, got {label!r}"
    if pods["namespace"].startswith("kube-"):
        yield f"'pods.namespace' must not begin with kube-, which Kubernetes keeps, got {pods['namespace']!r}"
    if not _SERVICE_NAME.fullmatch(pods["kubernetes_service"]):
        yield (
            "'pods.kubernetes_service' must be 1 to 63 lower-case letters, digits and hyphens, a letter"
            f" first, got {pods['kubernetes_service']!r}"
        )
    least, needed, most = int(pods["minimum"]), int(pods["needed"]), int(pods["maximum"])
    if not 0 <= least <= needed <= most or most < 1:
        yield (
            "'pods' must be a minimum from 0, what is needed, and a maximum from 1, none below the one"
            f" before, got {least}, {needed} and {most}"
        )
    if not 1 <= (cpu := pods.get("cpu_target_percent", 60)) <= _MOST_CPU_PERCENT:
        yield f"'pods.cpu_target_percent' must be 1 to {_MOST_CPU_PERCENT}, got {cpu}"


def _workload_problems(args: EksServiceArgs) -> Iterator[str]:
    workload, region = args["workload"], args["region"]
    if not 1 <= (port := int(workload["port"])) <= _HIGHEST_PORT:
        yield f"'workload.port' must be 1 to {_HIGHEST_PORT}, got {port}"
    if "artefact" in workload:
        yield "'workload.artefact' has nothing to start it on a node: give an image, or leave it to the chart"
    if (image := workload.get("image")) is not None:
        yield from image_problems(image)
        yield from image_region_problems(image, region, runs="pods")
    environment, secrets = workload.get("environment", {}), workload.get("secrets", {})
    yield from environment_problems(environment, secrets)
    stores = args.get("stores", {})
    yield from service_stores.store_problems(stores, environment=environment, secrets=secrets)
    known = [arn for arn in secrets.values() if isinstance(arn, str)]
    own = [*secret_statements(known), *decrypt_statements("", region=region, secret_arns=known)]
    yield from policy_problems(own, stores)


def _other_problems(args: EksServiceArgs) -> Iterator[str]:
    for key, target in sorted(args["target_groups"].items()):
        if "arn" not in target:
            yield f"'target_groups.{key}' needs the ARN of a target group, to which pods are bound"
    if (days := args.get("log_retention_days", 30)) not in LOG_RETENTION_DAYS:
        yield f"'log_retention_days' must be one of {', '.join(map(str, LOG_RETENTION_DAYS))}, got {days}"
