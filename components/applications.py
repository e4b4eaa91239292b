"""What services need in every region besides stores: declared, and what each region's services get of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from holdfast.components.alarm_topic import AlarmTopic
from holdfast.components.application_key import ApplicationKey
from holdfast.components.applications_plan_args import (
    ApplicationScope,
    key_args,
    machine_image_args,
    packages_args,
    parameters_args,
    registry_args,
    secret_args,
)
from holdfast.components.container_registry import ContainerRegistry
from holdfast.components.held_regions import leave_regions_as_is
from holdfast.components.machine_image import MachineImage
from holdfast.components.package_bucket import PackageBucket
from holdfast.components.parameters import Parameters
from holdfast.components.regional_foundation import RegionalFoundation
from holdfast.components.replicated_secret import ReplicatedSecret
from holdfast.components.service_args import ServiceStore
from holdfast.components.service_stores import key_access
from holdfast.topology.values import ApplicationsPlan, Topology
from holdfast.topology.values.own_references import partial_secret_arn


@dataclass(frozen=True, kw_only=True)
class Applications:
    """What a stack declares for its services besides stores, each by its key in the settings."""

    plan: ApplicationsPlan
    """The plan."""
    account_id: str
    """The account's id, twelve digits."""
    regions: Mapping[str, str]
    """Place → AWS region."""
    registry: ContainerRegistry | None
    """The repositories."""
    machine_images: Mapping[str, MachineImage]
    """The machine images."""
    packages: Mapping[str, PackageBucket]
    """The buckets for packages."""
    parameters: Parameters | None
    """The values in the open."""
    secrets: Mapping[str, ReplicatedSecret]
    """The secrets."""
    keys: Mapping[str, ApplicationKey]
    """The keys for services' own use."""

    @property
    def before_services(self) -> Sequence[pulumi.Resource]:
        """What must be there before a service starts that names it."""
        found = [self.parameters, *self.packages.values(), *self.secrets.values()]
        return [one for one in found if one is not None]

    def key_accesses(self, place: str) -> dict[str, ServiceStore]:
        """Return what services of a place need in order to use each key, by the key's key."""
        return {key: key_access(key, key_arn=one.key_arn(place)) for key, one in self.keys.items()}

    def secret_arns(self, place: str) -> dict[str, pulumi.Output[str]]:
        """Return the whole ARN in a place of each secret, by the ARN without its random end.

        ECS takes "the full ARN" alone, and Secrets Manager recommends it
        (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html,
        https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html, 2026-11).
        """
        region = self.regions[place]
        return {
            partial_secret_arn(one.name, region=region, account_id=self.account_id): self.secrets[
                one.key
            ].secret_arn(place)
            for one in self.plan.secrets
            if place in one.places
        }

    def machine_image_ids(self, place: str) -> dict[str, pulumi.Input[str]]:
        """Return the id in a place of each machine image that services launch there."""
        return {
            one.key: self.machine_images[one.key].image_id(place)
            for one in self.plan.machine_images
            if place in one.places
        }

    def operations(self) -> dict[str, Any]:
        """Return what operators name, in the shape of ``holdfast.contracts.operations.Applications``."""
        return {
            "registry_home": self.plan.registry.home if self.plan.registry else None,
            "repositories": self.registry.repository_urls if self.registry else {},
            "machine_images": {key: one.image_ids for key, one in self.machine_images.items()},
            "packages": {key: one.buckets for key, one in self.packages.items()},
            "parameters": self.parameters.parameter_arns if self.parameters else {},
            "secrets": {
                one.key: {
                    "home": one.home,
                    "arns": self.secrets[one.key].secret_arns,
                    "promoted": list(one.promoted),
                }
                for one in self.plan.secrets
            },
            "keys": {
                one.key: {
                    "home": one.home if one.multi_region else None,
                    "arns": self.keys[one.key].key_arns,
                }
                for one in self.plan.keys
            },
        }


def declare_applications(
    topology: Topology,
    foundations: Mapping[str, RegionalFoundation],
    topics: Mapping[str, AlarmTopic],
    parent: pulumi.Resource,
) -> Applications:
    """Declare what services need in every region besides stores.

    Args:
        topology: The plan.
        foundations: Encryption key by place.
        topics: The topic of each place that serves, for alarms.
        parent: The component that all of it belongs to.

    Returns:
        What was declared; nothing where the plan asks for nothing.
    """
    plan = topology.applications or ApplicationsPlan()
    scope = ApplicationScope(
        topology=topology,
        foundations=foundations,
        topic_arns={place: topic.topic_arn for place, topic in topics.items()},
    )
    held = frozenset(region.region for region in topology.regions if region.held)
    opts = pulumi.ResourceOptions(parent=parent, transforms=[leave_regions_as_is(held)] if held else None)
    return Applications(
        plan=plan,
        account_id=topology.account_id,
        regions={region.place: region.region for region in topology.regions},
        registry=ContainerRegistry("global-registry", registry_args(scope, plan.registry), opts)
        if plan.registry
        else None,
        machine_images={
            one.key: MachineImage(f"global-{one.key}", machine_image_args(scope, one), opts)
            for one in plan.machine_images
        },
        packages={
            one.key: PackageBucket(f"global-{one.key}", packages_args(scope, one), opts)
            for one in plan.packages
        },
        parameters=Parameters("global-parameters", parameters_args(scope, plan.parameters), opts)
        if plan.parameters
        else None,
        secrets={
            one.key: ReplicatedSecret(f"global-{one.key}", secret_args(scope, one), opts)
            for one in plan.secrets
        },
        keys={one.key: ApplicationKey(f"global-{one.key}", key_args(scope, one), opts) for one in plan.keys},
    )
