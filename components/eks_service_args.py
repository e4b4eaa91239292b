"""What a service on EKS is told."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.service_args import ServiceStore, ServiceTarget, ServiceWorkload


class EksServiceCluster(TypedDict):
    """The cluster that the service's pods run in; an ``EksCluster`` has all of it."""

    name: pulumi.Input[str]
    """Name of the cluster, known once it stands."""
    security_group_id: pulumi.Input[str]
    """Security group of nodes and pods, which admits the service's load balancers, and which its stores
    admit; the cluster declares both, once for all its services."""
    balancer_role_name: pulumi.Input[str]
    """Name of the role of AWS Load Balancer Controller, which gets the service's target groups."""


class EksPods(TypedDict):
    """The service's pods, which its chart declares."""

    namespace: str
    """Namespace, a label of RFC 1123; none that begins with ``kube-``."""
    service_account: str
    """Service account, which gets the service's role; one service each."""
    kubernetes_service: str
    """Name of the Kubernetes Service whose pods are bound to the target groups."""
    minimum: int
    """Pods that always run; 0 for a pilot light."""
    needed: int
    """Pods that carry the peak after the loss that is survived."""
    maximum: int
    """Ceiling of scaling, 1 or more."""
    cpu_target_percent: NotRequired[float]
    """Average CPU that scaling holds, of what the pods request. Default: 60 (assumption: what runs hot has no
    room for a lost zone)."""
    drain_seconds: NotRequired[int]
    """Seconds that a load balancer gives to requests of a leaving target, for which a leaving pod has to
    stay. Default: 30."""


class EksServiceArgs(TypedDict):
    """What one service on EKS in one region needs."""

    region: str
    """AWS region in which every child is declared."""
    account_id: str
    """The account's id, twelve digits, which the role names in its trust."""
    service: str
    """Key of the service: lower-case letters, digits and hyphens, a letter first."""
    vpc_id: pulumi.Input[str]
    """VPC of the cluster and of the target groups."""
    cluster: EksServiceCluster
    """The cluster."""
    workload: ServiceWorkload
    """What the pods run: its port, and what the chart is handed. An ``artefact`` is refused, a node has
    nothing to start it with; without an ``image`` the chart brings its own."""
    pods: EksPods
    """The pods."""
    target_groups: Mapping[str, ServiceTarget]
    """Entrance → what sends them requests, each with the ARN of a target group of type ``ip``."""
    key_arn: pulumi.Input[str]
    """KMS key of the region for logs and secrets."""
    stores: NotRequired[Mapping[str, ServiceStore]]
    """Key of the store → what the service needs to use it: variables for the chart, and statements of the
    role. Default: none."""
    log_retention_days: NotRequired[int]
    """Days that logs are kept, one of CloudWatch Logs' own steps; 0 for ever. Default: 30 (assumption)."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""
