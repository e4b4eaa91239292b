"""What an API needs in order to run, planned: images, packages, configuration, secrets and keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.origin import Origin


class ImageReplication(StrEnum):
    """Who says to which regions a registry copies images: a registry has one such configuration for all."""

    STACK = "stack"
    ACCOUNT = "account"
    NONE = "none"


class RegistryScanning(StrEnum):
    """How whole registries scan images, beside what each repository does on a push."""

    NONE = "none"
    BASIC = "basic"
    ENHANCED = "enhanced"


class SecretSource(StrEnum):
    """Where the value of a secret comes from."""

    GENERATED = "generated"
    CONFIG = "config"
    PEOPLE = "people"


@dataclass(frozen=True, kw_only=True, slots=True)
class RepositoryPlan:
    """A repository of images, the same in every region: what happens on a push, and what is kept."""

    key: str
    name: str
    immutable: bool
    scan_on_push: bool
    untagged_days: int
    keep_images: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RegistryPlan:
    """Repositories in every region; images are pushed at ``home`` and copied from there.

    Every repository's name begins with ``prefix`` and a slash.
    """

    prefix: str
    home: str
    places: tuple[str, ...]
    repositories: tuple[RepositoryPlan, ...]
    replication: ImageReplication
    account_scanning: RegistryScanning
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class MachineImagePlan:
    """An AMI of ``home``, copied to its other places; ``parameter`` names the id of each region."""

    key: str
    home: str
    ami_id: str
    places: tuple[str, ...]
    parameter: str
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class PackagesPlan:
    """Buckets for packages that copy to each other, by place; old versions stay for some days."""

    key: str
    buckets: Mapping[str, str]
    noncurrent_days: int
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class ParameterPlan:
    """A parameter in the open: the same name everywhere, a value by place."""

    key: str
    name: str
    values: Mapping[str, str]
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class SecretPlan:
    """A secret of ``home`` with a replica in each other place.

    ``length`` is that of a generated value, ``config_key`` names a value in the stack's configuration. Where
    a replica was ``promoted`` to a secret of its own, an update changes no replicas.
    """

    key: str
    name: str
    home: str
    places: tuple[str, ...]
    source: SecretSource
    length: int
    config_key: str | None
    version: int
    promoted: tuple[str, ...]
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyPlan:
    """A key that services use by themselves: one of several regions, or another in each place."""

    key: str
    multi_region: bool
    home: str
    places: tuple[str, ...]
    rotation_days: int
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class ApplicationsPlan:
    """All that services need in every region besides stores, each sorted by key."""

    registry: RegistryPlan | None = None
    machine_images: tuple[MachineImagePlan, ...] = ()
    packages: tuple[PackagesPlan, ...] = ()
    parameters: tuple[ParameterPlan, ...] = ()
    secrets: tuple[SecretPlan, ...] = ()
    keys: tuple[KeyPlan, ...] = ()

    @property
    def places(self) -> frozenset[str]:
        """Places in which something of it lies that the region's key encrypts."""
        return frozenset(
            [
                *(self.registry.places if self.registry else ()),
                *(place for image in self.machine_images for place in image.places),
                *(place for packages in self.packages for place in packages.buckets),
                *(place for secret in self.secrets for place in secret.places),
            ]
        )
