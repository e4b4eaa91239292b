"""Names of container images, and where those of Amazon ECR lie."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_IMAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@-]*")
_ECR = re.compile(
    r"(?P<registry>(?P<account>\d{12})\.dkr[.-]ecr\.(?P<region>[a-z0-9-]+)\.(?:amazonaws\.com|on\.aws))"
    r"/(?P<repository>[^:@]+)(?:[:@].+)?",
)


@dataclass(frozen=True, kw_only=True)
class EcrImage:
    """Where an image lies, if it lies in Amazon ECR."""

    registry: str
    """Host name of the registry."""
    account: str
    """Account that owns the repository."""
    region: str
    """Region of the repository."""
    repository: str
    """Name of the repository."""


def ecr_image(image: str) -> EcrImage | None:
    """The parts of an Amazon ECR image's name, None for any other registry."""
    found = _ECR.fullmatch(image)
    return EcrImage(**found.groupdict()) if found else None


def image_problems(image: str) -> Iterator[str]:
    """What is wrong with the name of an image, in a person's words."""
    if not _IMAGE.fullmatch(image):
        yield f"'image' is not a container image's name: {image!r}"


def image_region_problems(image: str, region: str, *, runs: str) -> Iterator[str]:
    """What is wrong with where an image lies.

    Args:
        image: Name of the image.
        region: Region of the service.
        runs: What the service runs on, such as ``instances``.
    """
    found = ecr_image(image)
    if found is not None and found.region != region:
        yield (
            f"the image lies in {found.region}, and {runs} of {region} could not start"
            f" without that region: replicate the repository and name its copy in {region}"
        )
