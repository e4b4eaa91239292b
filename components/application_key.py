"""A key that services encrypt and decrypt with by themselves, in every region."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import kms

from holdfast.components.refusals import refuse_if_any

# Bounds and default of AWS: https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
_PROTECTED_DELETION_DAYS = 30
_LIFTED_DELETION_DAYS = 7
# https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html (2026-11)
_LEAST_ROTATION_DAYS, _MOST_ROTATION_DAYS, _ROTATION_DAYS = 90, 2560, 365


class ApplicationKeyArgs(TypedDict):
    """What a key in several regions needs."""

    key: str
    """Key in the settings, part of every child's name."""
    alias: str
    """Alias of the key, the same in every region, without ``alias/``."""
    home: str
    """Place of the primary, of a key of several regions."""
    regions: Mapping[str, str]
    """Place → AWS region."""
    multi_region: bool
    """Whether all regions have one key; otherwise each has its own. It can never be changed."""
    rotation_days: NotRequired[int]
    """Days after which AWS gives the key new material, 90 to 2560. Default: 365."""
    protection: NotRequired[bool]
    """Keep the keys from deletion: Pulumi refuses to destroy them, and AWS would wait 30 days instead of 7.
    Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class ApplicationKey(pulumi.ComponentResource):
    """A symmetric KMS key for services' own use: one of several regions, or one for each region.

    Declares: of several regions, the primary at home and a replica in each other region, which have the same
    material and can decrypt each other's ciphertexts; else a key in each region, whose ciphertexts no other
    can read. An alias in each region. Each has AWS's default policy, by which the account's IAM policies
    decide (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html, 2026-11); a
    multi-region key is as open as the most open of its regions, since policies are not shared.

    Survives: the loss of any other region: a replica works without its primary
    (https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html). No promotion is
    needed, and none is to be made: ``UpdatePrimaryRegion`` makes a refresh of the primary and of the new one
    fail, since the provider takes neither for what it was; make it undone before. What a change of the
    primary would tell the other replicas is ignored, so that it replaces none.
    Does not survive: the deletion of the key, with all that it encrypted, in every region where it is the
    only one; that of single-region keys, the loss of their region.
    """

    key_arns: pulumi.Output[dict[str, str]]
    """Place → ARN of the region's key."""

    def __init__(
        self, name: str, args: ApplicationKeyArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:ApplicationKey", name, {**args}, opts)
        _refuse(name, args)
        self._args = args
        made: dict[str, kms.Key | kms.ReplicaKey] = {}
        if args["multi_region"]:
            primary = self._key(args["home"], multi_region=True)
            made[args["home"]] = primary
            for place in sorted(args["regions"].keys() - {args["home"]}):
                made[place] = self._replica(place, primary)
        else:
            made = {place: self._key(place) for place in sorted(args["regions"])}
        for place, key in sorted(made.items()):
            kms.Alias(
                f"{place}-{args['key']}-app-key-alias",
                # Services may name it, alike in every region; it moves to another key in place.
                name=f"alias/{args['alias']}",
                region=args["regions"][place],
                target_key_id=key.key_id,
                opts=pulumi.ResourceOptions(parent=self),
            )
        self._arns = {place: key.arn for place, key in sorted(made.items())}
        self.key_arns = pulumi.Output.all(**self._arns)
        self.register_outputs({"key_arns": self.key_arns, "origin": dict(args.get("origin", {}))})

    def key_arn(self, place: str) -> pulumi.Output[str]:
        """Return the ARN of a region's key.

        Args:
            place: One of the regions.
        """
        return self._arns[place]

    def _protected(self) -> bool:
        return self._args.get("protection", True)

    def _deletion_days(self) -> int:
        return _PROTECTED_DELETION_DAYS if self._protected() else _LIFTED_DELETION_DAYS

    def _description(self, place: str) -> str:
        return f"For services' own use: {self._args['key']} in {place}"

    def _key(self, place: str, *, multi_region: bool | None = None) -> "kms.Key":
        args, name = self._args, f"{place}-{self._args['key']}-app-key"
        return kms.Key(
            name,
            region=args["regions"][place],
            description=self._description(place),
            multi_region=multi_region,
            enable_key_rotation=True,
            rotation_period_in_days=int(args.get("rotation_days", _ROTATION_DAYS)),
            deletion_window_in_days=self._deletion_days(),
            tags={**args.get("tags", {}), "Name": name},
            opts=pulumi.ResourceOptions(parent=self, protect=self._protected()),
        )

    def _replica(self, place: str, primary: "kms.Key") -> "kms.ReplicaKey":
        args, name = self._args, f"{place}-{self._args['key']}-app-key"
        return kms.ReplicaKey(
            name,
            region=args["regions"][place],
            description=self._description(place),
            primary_key_arn=primary.arn,
            deletion_window_in_days=self._deletion_days(),
            tags={**args.get("tags", {}), "Name": name},
            opts=pulumi.ResourceOptions(
                parent=self, protect=self._protected(), ignore_changes=["primaryKeyArn"]
            ),
        )


def _refuse(name: str, args: ApplicationKeyArgs) -> None:
    found = []
    days = int(args.get("rotation_days", _ROTATION_DAYS))
    if not _LEAST_ROTATION_DAYS <= days <= _MOST_ROTATION_DAYS:
        found.append(f"'rotation_days' must be {_LEAST_ROTATION_DAYS} to {_MOST_ROTATION_DAYS}, got {days}")
    if args["home"] not in args["regions"]:
        found.append(
            f"'home' must be one of the regions {', '.join(sorted(args['regions']))}, got {args['home']!r}"
        )
    refuse_if_any(f"application key {name!r}", found)
