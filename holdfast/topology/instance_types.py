"""What an EC2 instance type's name tells."""

from __future__ import annotations

import re

from holdfast.topology.values import Architecture

TYPE_PATTERN = re.compile(
    r"^(?P<series>[a-z]+)(?P<generation>\d+)(?P<options>[a-z0-9-]*)\.(?P<size>[a-z0-9-]+)$"
)


def architecture_of(instance_type: str) -> Architecture:
    """Return the processor architecture of an instance type.

    A ``g`` after the generation means AWS Graviton, as in ``m7g``, ``c7gn`` or ``is4gen``; the first Graviton
    family is ``a1`` (source: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html).

    Args:
        instance_type: Such as ``m7g.large``.

    Returns:
        The architecture.

    Raises:
        ValueError: The text is no instance type.
    """
    match = TYPE_PATTERN.match(instance_type)
    if match is None:
        raise ValueError(f"{instance_type!r} is not an EC2 instance type; write one such as 'm7g.large'")
    graviton = match["options"].startswith("g") or (match["series"], match["generation"]) == ("a", "1")
    return Architecture.ARM64 if graviton else Architecture.X86_64
