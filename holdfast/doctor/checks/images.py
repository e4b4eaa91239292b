"""What services run: images in the registries and artefacts in the buckets of their own regions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.doctor.model import Finding, Purpose, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.doctor.world import World
    from holdfast.topology.values import ServicePlan

PURPOSE, SUBJECT = Purpose.DEPLOY, "images"
_ECR = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com/"
    r"(?P<repository>[^:@]+)(?::(?P<tag>[^@]+))?(?:@(?P<digest>sha256:[0-9a-f]+))?"
)
_S3 = re.compile(r"s3://(?P<bucket>[^/]+)/(?P<key>.+)")
_ABSENT = {"RepositoryNotFoundException", "ImageNotFoundException", "404", "NoSuchKey", "NoSuchBucket"}


def check(world: World) -> Iterator[Finding]:
    """Look for what each service runs in each region."""
    if world.plan is None:
        return
    made = world.plan.applications is not None and world.plan.applications.registry is not None
    for region in world.plan.regions:
        for service in region.services:
            what = service.image or service.artefact
            if what is None:
                continue
            subject = f"{region.place} {service.key}"
            if world.unasked:
                yield Finding(PURPOSE, subject, State.UNKNOWN, f"{what}: {world.unasked}")
            else:
                yield _one(world, subject, region.region, service, made=made)


def _one(world: World, subject: str, region: str, service: ServicePlan, *, made: bool) -> Finding:
    from botocore.exceptions import ClientError  # noqa: PLC0415  # see operate/aws.py

    what = str(service.image or service.artefact)
    image, artefact = _ECR.fullmatch(what), _S3.fullmatch(what)
    try:
        if image is not None:
            wanted = (
                {"imageDigest": image["digest"]}
                if image["digest"]
                else {"imageTag": image["tag"] or "latest"}
            )
            world.clients("ecr", image["region"]).describe_images(
                registryId=image["account"], repositoryName=image["repository"], imageIds=[wanted]
            )
        elif artefact is not None:
            world.clients("s3", region).head_object(Bucket=artefact["bucket"], Key=artefact["key"])
        else:
            return Finding(
                PURPOSE, subject, State.UNKNOWN, f"{what}: not in Amazon ECR or S3, so nobody here can look"
            )
    except ClientError as error:
        if error.response["Error"]["Code"] not in _ABSENT:
            return Finding(PURPOSE, subject, State.UNKNOWN, f"{what}: {error}")
        fix = f"push {what}" if image is not None else f"aws s3 cp FILE {what}"
        first = " (the stack makes its repositories: let it, then push)" if made and image is not None else ""
        return Finding(PURPOSE, subject, State.MISSING, f"{what} is not there", fix + first)
    return Finding(PURPOSE, subject, State.OK, what)
