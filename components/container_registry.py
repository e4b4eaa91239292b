"""Repositories of container images in every region, and who copies images between them."""

import json
from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_aws import ecr

from holdfast.components.refusals import refuse_if_any
from holdfast.topology.values import ImageReplication, RegistryScanning

_UNTAGGED_DAYS = 14
# https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ReplicationRule.html (2026-11)
_MOST_DESTINATIONS = 25


class RegistryMemberArgs(TypedDict):
    """One region's registry."""

    region: str
    """AWS region of the registry."""
    key_arn: pulumi.Input[str]
    """ARN of that region's customer key, which encrypts the images."""


class RepositoryArgs(TypedDict):
    """One repository, the same in every region."""

    immutable: NotRequired[bool]
    """Whether a tag, once pushed, stays on its image. Default: True."""
    scan_on_push: NotRequired[bool]
    """Whether each image is scanned when it comes in, a replica too. Default: True."""
    untagged_days: NotRequired[int]
    """Days after which an image without a tag is deleted. Default: 14 (assumption)."""
    keep_images: NotRequired[int]
    """Number of tagged images that are kept, the newest. Default: all."""


class ContainerRegistryArgs(TypedDict):
    """What the registries of a stack's regions need."""

    account_id: str
    """Account that owns the registries, twelve digits."""
    prefix: str
    """What each repository's name begins with, before a slash, for example ``orders/prod``."""
    home: str
    """Place to which images are pushed and from which they are copied."""
    members: Mapping[str, RegistryMemberArgs]
    """Place → its registry."""
    repositories: Mapping[str, RepositoryArgs]
    """Last part of the name → the repository."""
    replication: ImageReplication
    """``stack`` copies what lies below ``prefix``, ``account`` every repository of the account; both write
    the one configuration that the home's registry has for all. ``none`` leaves that to somebody else."""
    account_scanning: NotRequired[RegistryScanning]
    """Scanning of whole registries, likewise one configuration for all: ``basic`` or ``enhanced``. Default:
    ``none``, it is left as it is."""
    protection: NotRequired[bool]
    """Whether the repositories are protected and kept while they hold images, and what is configured for a
    whole registry stays when this lets go of it; False lets ``pulumi destroy`` empty and reset them. Default:
    True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class ContainerRegistry(pulumi.ComponentResource):
    """The repositories of a stack in Amazon ECR, in each of its regions.

    Declares: in each region each repository, encrypted with the region's customer key, with its lifecycle;
    by choice, once for all regions, what the home's registry copies to the others; by choice how each
    region's registry scans.

    Repositories are declared in every region rather than left to ECR, which would make a missing one with
    mutable tags, AES-256 and no lifecycle, or by a template that needs a role and changes nothing that is
    there already (https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html,
    2026-11). Settings of repositories are not copied, so a replica keeps those of its own region; an image is
    copied under its name (https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html).
    What is configured for a whole registry is not taken back: the provider would reset the registry, and with
    it what another stack has written there since (``Delete`` in
    https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/ecr, 2026-11).
    ECR makes the service-linked role that copies when replication is first configured; within an account
    nothing else has to allow it. Only what is pushed afterwards is copied: push older images again.

    Survives: the loss of a zone; the loss of any region, for what had been copied from it: the majority of
    images in less than 30 minutes, which AWS does not promise (the same page); a bad push, as no tag moves;
    the deletion of an image in one region, which is not copied.
    Does not survive: the loss of the home region as the place to push to: push to another region until it is
    back, and from there to the rest, since a replica is not copied on.
    """

    repository_urls: pulumi.Output[dict[str, dict[str, str]]]
    """Place → repository → address to push to and to pull from."""

    def __init__(
        self, name: str, args: ContainerRegistryArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:ContainerRegistry", name, {**args}, opts)
        _refuse(name, args)
        self._args, self._child = args, pulumi.ResourceOptions(parent=self)
        repositories = {
            place: {key: self._repository(place, key) for key in sorted(args["repositories"])}
            for place in sorted(args["members"])
        }
        if args["replication"] != ImageReplication.NONE:
            self._replication([one for made in repositories.values() for one in made.values()])
        scanning = RegistryScanning(args.get("account_scanning", RegistryScanning.NONE))
        if scanning is not RegistryScanning.NONE:
            for place in sorted(args["members"]):
                self._scanning(place, scanning)
        self.repository_urls = pulumi.Output.all(
            **{
                place: pulumi.Output.all(**{key: one.repository_url for key, one in made.items()})
                for place, made in repositories.items()
            }
        )
        self.register_outputs(
            {"repository_urls": self.repository_urls, "origin": dict(args.get("origin", {}))}
        )

    @property
    def _is_protected(self) -> bool:
        return self._args.get("protection", True)

    def _repository(self, place: str, key: str) -> "ecr.Repository":
        args, asked = self._args, self._args["repositories"][key]
        member, protected = args["members"][place], self._is_protected
        name = f"{place}-registry-{key}-repository"
        repository = ecr.Repository(
            name,
            region=member["region"],
            # Builds, task definitions and charts name it, alike in every region.
            name=f"{args['prefix']}/{key}",
            image_tag_mutability="IMMUTABLE" if asked.get("immutable", True) else "MUTABLE",
            image_scanning_configuration={"scan_on_push": asked.get("scan_on_push", True)},
            encryption_configurations=[{"encryption_type": "KMS", "kms_key": member["key_arn"]}],
            force_delete=not protected,
            tags={**args.get("tags", {}), "Name": name},
            opts=pulumi.ResourceOptions(parent=self, protect=protected),
        )
        ecr.LifecyclePolicy(
            f"{name}-lifecycle",
            region=member["region"],
            repository=repository.name,
            policy=json.dumps({"rules": _lifecycle(asked)}),
            opts=self._child,
        )
        return repository

    def _replication(self, repositories: "list[ecr.Repository]") -> None:
        args = self._args
        rule: ecr.ReplicationConfigurationReplicationConfigurationRuleArgsDict = {
            "destinations": [
                {"region": member["region"], "registry_id": args["account_id"]}
                for place, member in sorted(args["members"].items())
                if place != args["home"]
            ]
        }
        if args["replication"] == ImageReplication.STACK:
            rule["repository_filters"] = [{"filter": f"{args['prefix']}/", "filter_type": "PREFIX_MATCH"}]
        ecr.ReplicationConfiguration(
            f"{args['home']}-registry-replication",
            region=args["members"][args["home"]]["region"],
            replication_configuration={"rules": [rule]},
            # What is copied before a repository is there would make one with ECR's own settings.
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=repositories, retain_on_delete=self._is_protected
            ),
        )

    def _scanning(self, place: str, scanning: RegistryScanning) -> None:
        own: ecr.RegistryScanningConfigurationRuleRepositoryFilterArgsDict = {
            "filter": f"{self._args['prefix']}/*",
            "filter_type": "WILDCARD",
        }
        everything: ecr.RegistryScanningConfigurationRuleRepositoryFilterArgsDict = {
            "filter": "*",
            "filter_type": "WILDCARD",
        }
        rules: list[ecr.RegistryScanningConfigurationRuleArgsDict] = [
            {"scan_frequency": "SCAN_ON_PUSH", "repository_filters": [own]}
        ]
        if scanning is RegistryScanning.ENHANCED:
            rules = [
                {"scan_frequency": "CONTINUOUS_SCAN", "repository_filters": [own]},
                {"scan_frequency": "SCAN_ON_PUSH", "repository_filters": [everything]},
            ]
        ecr.RegistryScanningConfiguration(
            f"{place}-registry-scanning",
            region=self._args["members"][place]["region"],
            scan_type=scanning.name,
            rules=rules,
            opts=pulumi.ResourceOptions(parent=self, retain_on_delete=self._is_protected),
        )


def _lifecycle(asked: RepositoryArgs) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = [
        {
            "rulePriority": 1,
            "description": "Images without a tag go",
            "selection": {
                "tagStatus": "untagged",
                "countType": "sinceImagePushed",
                "countUnit": "days",
                "countNumber": int(asked.get("untagged_days", _UNTAGGED_DAYS)),
            },
            "action": {"type": "expire"},
        }
    ]
    if "keep_images" in asked:
        rules.append(
            {
                "rulePriority": 2,
                "description": "Only the newest images stay",
                "selection": {
                    "tagStatus": "tagged",
                    "tagPatternList": ["*"],
                    "countType": "imageCountMoreThan",
                    "countNumber": int(asked["keep_images"]),
                },
                "action": {"type": "expire"},
            }
        )
    return rules


def _refuse(name: str, args: ContainerRegistryArgs) -> None:
    found = []
    members, allowed = args["members"], ", ".join(sorted(args["members"]))
    if args["home"] not in members:
        found.append(f"'home' must be one of the members {allowed}, got {args['home']!r}")
    if not args["repositories"]:
        found.append("'repositories' must hold at least one")
    if args["replication"] not in list(ImageReplication):
        words = ", ".join(ImageReplication)
        found.append(f"'replication' must be one of {words}, got {args['replication']!r}")
    scanning = args.get("account_scanning", RegistryScanning.NONE)
    if scanning not in list(RegistryScanning):
        found.append(f"'account_scanning' must be one of {', '.join(RegistryScanning)}, got {scanning!r}")
    if args["replication"] != ImageReplication.NONE and not 1 < len(members) <= _MOST_DESTINATIONS + 1:
        found.append(
            f"'replication' copies to 1 to {_MOST_DESTINATIONS} other members, and there are"
            f" {len(members) - 1}"
        )
    for key, asked in sorted(args["repositories"].items()):
        for field, least in (("untagged_days", 1), ("keep_images", 2)):
            value = asked.get(field)
            if isinstance(value, int | float) and int(value) < least:
                found.append(f"'repositories.{key}.{field}' must be {least} or more, got {int(value)}")
    refuse_if_any(f"container registry {name!r}", found)
