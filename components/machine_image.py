"""An AMI in every region, each encrypted with the region's key and named by a parameter there."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import ec2, ssm


class MachineImageMemberArgs(TypedDict):
    """One region that launches the image."""

    region: str
    """AWS region of the copy."""
    key_arn: pulumi.Input[str]
    """ARN of that region's customer key, which encrypts the copy's snapshots; Auto Scaling must be admitted
    by its policy."""


class MachineImageArgs(TypedDict):
    """What an image in several regions needs."""

    key: str
    """Key of the image, part of every child's name."""
    home: str
    """Place in which the source lies."""
    ami_id: str
    """Id of the source, in the home's region."""
    parameter: str
    """Name of the parameter that holds the id of each region's image, from a slash on."""
    members: Mapping[str, MachineImageMemberArgs]
    """Place → what it needs; the home's is not copied."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class MachineImage(pulumi.ComponentResource):
    """An AMI of one region, copied to others.

    Declares: in each region but the home a copy, encrypted with that region's key; in every region a
    parameter of the type that EC2 checks, by which people and other programs launch it as
    ``resolve:ssm:<name>``. The stack's own launch templates take the id: AWS checks a new value of such a
    parameter only after it was put, so that a refresh which begins at once would launch the former image
    (https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-ec2-aliases.html, 2026-11).
    For the same reason the first update after a new source may put the parameter once more.

    Another source makes another copy, since nothing of an AMI can be changed: the parameter then names the
    new one, and the former copy is deregistered with its snapshots at the end of the update. So copies are
    not protected, which would refuse that. Instances that run keep running; to go back, name the former
    source, which is copied anew: keep it at home for as long. The source and its snapshots are the builder's.

    Survives: the loss of any other region: a copy shares nothing with its source; the source's deletion,
    outside of the home.
    Does not survive: the deletion of a region's key, without which no copy there can be launched.
    """

    parameter_arns: pulumi.Output[dict[str, str]]
    """Place → ARN of its parameter."""
    image_ids: pulumi.Output[dict[str, str]]
    """Place → id of its image."""

    def __init__(self, name: str, args: MachineImageArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:MachineImage", name, {**args}, opts)
        if args["home"] not in args["members"]:
            allowed = ", ".join(sorted(args["members"]))
            raise ValueError(
                f"machine image {name!r}: 'home' must be one of the members {allowed}, got {args['home']!r}"
            )
        self._args = args
        self._ids = {place: self._copied(place) for place in sorted(args["members"])}
        self.parameter_arns = pulumi.Output.all(
            **{place: self._parameter(place, image_id).arn for place, image_id in self._ids.items()}
        )
        self.image_ids = pulumi.Output.all(**self._ids)
        self.register_outputs(
            {
                "parameter_arns": self.parameter_arns,
                "image_ids": self.image_ids,
                "origin": dict(args.get("origin", {})),
            }
        )

    def image_id(self, place: str) -> pulumi.Input[str]:
        """Return the id of a place's image, known beforehand at home alone.

        Args:
            place: One of the members.
        """
        return self._ids[place]

    def _copied(self, place: str) -> pulumi.Input[str]:
        args = self._args
        if place == args["home"]:
            return args["ami_id"]
        name = f"{place}-{args['key']}-image"
        return ec2.AmiCopy(
            name,
            region=args["members"][place]["region"],
            description=f"Copy of {args['ami_id']} of {args['members'][args['home']]['region']}",
            source_ami_id=args["ami_id"],
            source_ami_region=args["members"][args["home"]]["region"],
            encrypted=True,
            kms_key_id=args["members"][place]["key_arn"],
            tags={**args.get("tags", {}), "Name": name},
            opts=pulumi.ResourceOptions(parent=self),
        ).id

    def _parameter(self, place: str, image_id: pulumi.Input[str]) -> "ssm.Parameter":
        args = self._args
        name = f"{place}-{args['key']}-image-id"
        return ssm.Parameter(
            name,
            region=args["members"][place]["region"],
            # People and other programs name it, alike in every region.
            name=args["parameter"],
            description=f"AMI of {args['key']}, a copy of {args['ami_id']}",
            type="String",
            data_type="aws:ec2:image",
            insecure_value=image_id,
            tags={**args.get("tags", {}), "Name": name},
            opts=pulumi.ResourceOptions(parent=self),
        )
