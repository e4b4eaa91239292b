"""One service on EKS in one region: what its chart finds in AWS, and what it is handed."""

import json
from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_aws import cloudwatch, eks, iam

from holdfast.components import service_stores
from holdfast.components.eks_controllers import TARGET_ACTIONS
from holdfast.components.eks_manifests import helm_values, target_group_bindings
from holdfast.components.eks_roles import pod_trust
from holdfast.components.eks_service_args import EksServiceArgs
from holdfast.components.eks_service_limits import refuse
from holdfast.components.service_policy import (
    allow,
    decrypt_statements,
    joined,
    policy_document,
    secret_statements,
)


class EksService(pulumi.ComponentResource):
    """What a service on Kubernetes needs of AWS, its pods being its chart's business.

    Declares: the role of the service's pods by pod identity, with what its stores, secrets and log group
    take; the log group; and for AWS Load Balancer Controller the right to register pods in the service's own
    target groups. The cluster declares the ways through the network. The output ``kubernetes`` holds what a
    deployment applies: a TargetGroupBinding for each entrance, and values for the chart.

    Survives: the loss of a pod, a node or a zone, where the chart spreads its pods over zones and runs as
    many as the values say; the control plane being away, as long as no pod moves. Does not survive: the loss
    of the region; a chart that was deployed in another region alone.
    """

    security_group_id: pulumi.Output[str]
    """Security group of the pods: the cluster's."""
    log_group_name: pulumi.Output[str]
    """Log group to which the pods may write."""
    role_arn: pulumi.Output[str]
    """Role of the pods."""
    role_name: pulumi.Output[str]
    """Name of that role, to attach what the service itself may do."""
    namespace: pulumi.Output[str]
    """Namespace of the pods."""
    service_account: pulumi.Output[str]
    """Service account that has the role."""
    target_group_arns: pulumi.Output[Mapping[str, str]]
    """Entrance → ARN of the target group of the pods."""
    target_group_bindings: pulumi.Output[Mapping[str, str]]
    """Entrance → TargetGroupBinding in JSON, ready for ``kubectl apply``."""
    helm_values: pulumi.Output[str]
    """Values for the chart in JSON, which Helm reads as YAML; ``eks_manifests.helm_values`` says which."""

    def __init__(self, name: str, args: EksServiceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:EksService", name, {**args}, opts)
        refuse(name, args)
        self._prefix, self._plan, self._child = name, args, pulumi.ResourceOptions(parent=self)
        self._tags: Mapping[str, str] = args.get("tags", {})
        self._stores = args.get("stores", {})
        logs = self._log_group()
        role = self._role(logs)
        identity = self._identity(role)
        arns = self._target_groups()
        self.security_group_id = pulumi.Output.from_input(args["cluster"]["security_group_id"])
        self.log_group_name = logs.name
        self.role_arn = role.arn
        self.role_name = role.name
        self.namespace = identity.namespace
        self.service_account = identity.service_account
        self.target_group_arns = arns
        self._bindings, self._values = self._handed_over(logs, arns)
        self.target_group_bindings = self._bindings.apply(
            lambda known: {entrance: json.dumps(one) for entrance, one in known.items()}
        )
        self.helm_values = self._values.apply(json.dumps)
        self.register_outputs(
            {
                "security_group_id": self.security_group_id,
                "log_group_name": self.log_group_name,
                "role_arn": self.role_arn,
                "role_name": self.role_name,
                "namespace": self.namespace,
                "service_account": self.service_account,
                "target_group_arns": self.target_group_arns,
                "target_group_bindings": self.target_group_bindings,
                "helm_values": self.helm_values,
                "origin": dict(args.get("origin", {})),
            }
        )

    @property
    def kubernetes(self) -> Mapping[str, Any]:
        """What a deployment needs: the contract ``holdfast.contracts.operations.Kubernetes``."""
        return {
            "cluster": pulumi.Output.from_input(self._plan["cluster"]["name"]),
            "namespace": self.namespace,
            "service_account": self.service_account,
            "target_group_bindings": self._bindings,
            "helm_values": self._values,
        }

    def _log_group(self) -> "cloudwatch.LogGroup":
        return cloudwatch.LogGroup(
            f"{self._prefix}-logs",
            region=self._plan["region"],
            retention_in_days=int(self._plan.get("log_retention_days", 30)),
            kms_key_id=self._plan["key_arn"],
            tags={**self._tags, "Name": f"{self._prefix}-logs"},
            opts=self._child,
        )

    def _role(self, logs: "cloudwatch.LogGroup") -> "iam.Role":
        pods, region = self._plan["pods"], self._plan["region"]
        role = iam.Role(
            f"{self._prefix}-role",
            description=f"Pods of {self._prefix}",
            assume_role_policy=pulumi.Output.from_input(self._plan["cluster"]["name"]).apply(
                lambda cluster: pod_trust(
                    cluster, pods["namespace"], pods["service_account"], self._plan["account_id"]
                )
            ),
            tags=self._tags,
            opts=self._child,
        )
        secrets = self._plan["workload"].get("secrets", {})
        own = pulumi.Output.all(
            log=logs.arn, key=self._plan["key_arn"], secrets=[arn for _, arn in sorted(secrets.items())]
        ).apply(
            lambda known: [
                allow(
                    "Logs",
                    ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                    [known["log"], f"{known['log']}:*"],
                ),
                *secret_statements(known["secrets"]),
                *decrypt_statements(known["key"], region=region, secret_arns=known["secrets"]),
            ]
        )
        iam.RolePolicy(
            f"{self._prefix}-policy", role=role.name, policy=joined(own, self._stores), opts=self._child
        )
        return role

    def _identity(self, role: "iam.Role") -> "eks.PodIdentityAssociation":
        name = f"{self._prefix}-identity"
        return eks.PodIdentityAssociation(
            name,
            region=self._plan["region"],
            cluster_name=self._plan["cluster"]["name"],
            namespace=self._plan["pods"]["namespace"],
            service_account=self._plan["pods"]["service_account"],
            role_arn=role.arn,
            tags={**self._tags, "Name": name},
            opts=self._child,
        )

    def _target_groups(self) -> pulumi.Output[Mapping[str, str]]:
        """Let the controller register pods, in the service's own target groups and no others."""
        targets = dict(sorted(self._plan["target_groups"].items()))
        arns: pulumi.Output[Mapping[str, str]] = pulumi.Output.all(
            known={entrance: target["arn"] for entrance, target in targets.items()}
        ).apply(lambda given: given["known"])
        if targets:
            iam.RolePolicy(
                f"{self._prefix}-targets",
                role=self._plan["cluster"]["balancer_role_name"],
                policy=arns.apply(
                    lambda known: policy_document(
                        [allow("OwnTargets", TARGET_ACTIONS, [arn for _, arn in sorted(known.items())])]
                    )
                ),
                opts=self._child,
            )
        return arns

    def _handed_over(
        self, logs: "cloudwatch.LogGroup", arns: pulumi.Output[Mapping[str, str]]
    ) -> tuple[pulumi.Output[Mapping[str, Any]], pulumi.Output[Mapping[str, Any]]]:
        workload = self._plan["workload"]
        bindings: pulumi.Output[Mapping[str, Any]] = pulumi.Output.all(
            arns=arns, vpc_id=self._plan["vpc_id"]
        ).apply(lambda known: target_group_bindings(self._plan, arns=known["arns"], vpc_id=known["vpc_id"]))
        values: pulumi.Output[Mapping[str, Any]] = pulumi.Output.all(
            log_group=logs.name,
            environment={**workload.get("environment", {}), **service_stores.environment(self._stores)},
            secrets={**workload.get("secrets", {})},
        ).apply(lambda known: helm_values(self._plan, **known))
        return bindings, values
