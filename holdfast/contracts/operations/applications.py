"""What services need in every region besides stores: images, secrets, keys."""

from __future__ import annotations

from typing import TypedDict


class ReplicatedSecret(TypedDict):
    """A secret: where it is written, its ARN by place, and where a replica is a secret of its own now."""

    home: str
    arns: dict[str, str]
    promoted: list[str]


class ApplicationKey(TypedDict):
    """A key that services use by themselves, by place; ``home`` is None where each place has another key."""

    home: str | None
    arns: dict[str, str]


class Applications(TypedDict):
    """What services need in every region besides stores.

    ``repositories`` are addresses of images by place and key, of which those at ``registry_home`` are pushed
    to; ``machine_images`` ids of AMIs, ``packages`` names of buckets, ``parameters`` ARNs, by key and place.
    """

    registry_home: str | None
    repositories: dict[str, dict[str, str]]
    machine_images: dict[str, dict[str, str]]
    packages: dict[str, dict[str, str]]
    parameters: dict[str, dict[str, str]]
    secrets: dict[str, ReplicatedSecret]
    keys: dict[str, ApplicationKey]
