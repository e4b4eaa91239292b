"""Planned images, packages, configuration, secrets and keys as arguments of their components."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

import pulumi

from holdfast.components.application_key import ApplicationKeyArgs
from holdfast.components.container_registry import ContainerRegistryArgs, RepositoryArgs
from holdfast.components.machine_image import MachineImageArgs
from holdfast.components.package_bucket import PackageBucketArgs
from holdfast.components.parameters import ParametersArgs
from holdfast.components.regional_foundation import RegionalFoundation
from holdfast.components.replicated_secret import ReplicatedSecretArgs
from holdfast.components.runbook_plan_args import alarm_notes
from holdfast.topology.values import (
    KeyPlan,
    MachineImagePlan,
    PackagesPlan,
    ParameterPlan,
    RegistryPlan,
    RepositoryPlan,
    SecretPlan,
    Topology,
)

SECRETS = "secrets"
"""What the stack's configuration keeps values of secrets under: ``secrets:<name>``."""


class _Member(TypedDict):
    """One region and its customer key."""

    region: str
    key_arn: pulumi.Input[str]


@dataclass(frozen=True, kw_only=True)
class ApplicationScope:
    """The stack that something belongs to, and the encryption key of each place."""

    topology: Topology
    """The plan."""
    foundations: Mapping[str, RegionalFoundation]
    """Encryption key by place."""
    topic_arns: Mapping[str, pulumi.Output[str]]
    """Topic for alarms of each place that has one."""

    def regions(self, places: Sequence[str]) -> dict[str, str]:
        """Return the AWS region of each place."""
        return {one.place: one.region for one in self.topology.regions if one.place in places}

    def members(self, places: Sequence[str]) -> dict[str, _Member]:
        """Return region and key of each place."""
        return {
            place: _Member(region=region, key_arn=self.foundations[place].key_arn)
            for place, region in self.regions(places).items()
        }


def registry_args(scope: ApplicationScope, plan: RegistryPlan) -> ContainerRegistryArgs:
    """Return the arguments of planned repositories."""
    return {
        "account_id": scope.topology.account_id,
        "prefix": plan.prefix,
        "home": plan.home,
        "members": {**scope.members(plan.places)},
        "repositories": {one.key: _repository(one) for one in plan.repositories},
        "replication": plan.replication,
        "account_scanning": plan.account_scanning,
        "protection": scope.topology.protection,
        "tags": scope.topology.tags,
        "origin": plan.origin,
    }


def _repository(plan: RepositoryPlan) -> RepositoryArgs:
    args: RepositoryArgs = {
        "immutable": plan.immutable,
        "scan_on_push": plan.scan_on_push,
        "untagged_days": plan.untagged_days,
    }
    if plan.keep_images is not None:
        args["keep_images"] = plan.keep_images
    return args


def machine_image_args(scope: ApplicationScope, plan: MachineImagePlan) -> MachineImageArgs:
    """Return the arguments of a planned machine image."""
    return {
        "key": plan.key,
        "home": plan.home,
        "ami_id": plan.ami_id,
        "parameter": plan.parameter,
        "members": {**scope.members(plan.places)},
        "tags": scope.topology.tags,
        "origin": plan.origin,
    }


def packages_args(scope: ApplicationScope, plan: PackagesPlan) -> PackageBucketArgs:
    """Return the arguments of planned buckets for packages."""
    members = scope.members(tuple(plan.buckets))
    return {
        "key": plan.key,
        "members": {place: {**member, "bucket": plan.buckets[place]} for place, member in members.items()},
        "noncurrent_days": plan.noncurrent_days,
        "topic_arns": {place: arn for place, arn in scope.topic_arns.items() if place in members},
        "notes": alarm_notes(scope.topology.runbook),
        "protection": scope.topology.protection,
        "tags": scope.topology.tags,
        "origin": plan.origin,
    }


def parameters_args(scope: ApplicationScope, plans: Sequence[ParameterPlan]) -> ParametersArgs:
    """Return the arguments of planned values in the open."""
    return {
        "regions": scope.regions([one.place for one in scope.topology.regions]),
        "parameters": {one.key: {"name": one.name, "values": one.values} for one in plans},
        "tags": scope.topology.tags,
        "origin": {one.key: one.origin["values"] for one in plans},
    }


def secret_args(scope: ApplicationScope, plan: SecretPlan) -> ReplicatedSecretArgs:
    """Return the arguments of a planned secret; a configured value is read here and nowhere else."""
    args: ReplicatedSecretArgs = {
        "key": plan.key,
        "name": plan.name,
        "home": plan.home,
        "members": {**scope.members(plan.places)},
        "source": plan.source,
        "length": plan.length,
        "version": plan.version,
        "promoted": plan.promoted,
        "protection": scope.topology.protection,
        "tags": scope.topology.tags,
        "origin": plan.origin,
    }
    if plan.config_key is not None:
        args["value"] = pulumi.Config(SECRETS).require_secret(plan.config_key)
    return args


def key_args(scope: ApplicationScope, plan: KeyPlan) -> ApplicationKeyArgs:
    """Return the arguments of a planned key."""
    topology = scope.topology
    return {
        "key": plan.key,
        "alias": f"{topology.project}/{topology.stack}/{plan.key}",
        "home": plan.home,
        "regions": scope.regions(plan.places),
        "multi_region": plan.multi_region,
        "rotation_days": plan.rotation_days,
        "protection": topology.protection,
        "tags": topology.tags,
        "origin": plan.origin,
    }
