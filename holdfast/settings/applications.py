"""Settings of what services need in every region to run: images, packages, configuration, secrets, keys."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Tag

from holdfast.settings.base import PER_REGION, Days, Key, Place, SettingsModel
from holdfast.settings.service import AmiId  # noqa: TC001  # pydantic reads it
from holdfast.topology.values import ImageReplication, RegistryScanning, SecretSource

RepositoryPrefix = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*)*$",
        min_length=2,
        max_length=200,
        json_schema_extra={
            "patternErrorMessage": "a repository's name has lower-case letters, digits and single . _ - "
            "between them, in parts separated by /"
        },
    ),
]

# A standard parameter's: https://docs.aws.amazon.com/systems-manager/latest/userguide/
# parameter-store-advanced-parameters.html (2026-11).
_ParameterText = Annotated[str, Field(min_length=1, max_length=4096)]
ParameterValue = Annotated[
    Annotated[_ParameterText, Tag("<text>")] | Annotated[dict[Place, _ParameterText], Tag("<places>")],
    PER_REGION,
]
"""One text for every region, in which `{region}` stands for the region's name, or a text per place."""


class RepositorySettings(SettingsModel):
    """A repository of container images, declared alike in every region."""

    immutable: bool = True
    """Whether a tag, once pushed, stays on its image. Default: true."""
    scan_on_push: bool = True
    """Whether each image is scanned for known vulnerabilities when it comes in. Default: true."""
    untagged_days: Annotated[int, Field(ge=1, le=3653)] = 14
    """Days after which an image without a tag is deleted. Default: 14."""
    keep_images: Annotated[int, Field(ge=2, le=100_000)] | None = None
    """Number of tagged images that are kept, the newest; each region counts its own. One that is deleted
    cannot be gone back to, and where a service still runs it nothing new starts: keep more than are pushed
    between two releases. Default: all."""


class RegistrySettings(SettingsModel):
    """Container images in Amazon ECR, in every region of the stack."""

    home: Place
    """Region to which images are pushed and from which they are copied."""
    repositories: Annotated[dict[Key, RepositorySettings], Field(min_length=1)]
    """The repositories by the last part of their names."""
    replication: ImageReplication
    """Who configures the copying, of which each registry, an account's in a region, has one configuration for
    all stacks: `stack`, this one, of its own repositories alone; `account`, this one, of every repository of
    the account; `none`, somebody else, or nobody is to."""
    account_scanning: RegistryScanning = RegistryScanning.NONE
    """Scanning of whole registries, in every region and for every stack of the account: `none` leaves it as
    it is, `basic` scans this stack's repositories on each push and nothing else, `enhanced` scans everything
    by Amazon Inspector, for a price per image, this stack's continuously. Default: `none`."""
    prefix: RepositoryPrefix | None = None
    """What the names of the repositories begin with. Default: `<project>/<stack>`."""


class MachineImageSettings(SettingsModel):
    """An AMI that is copied to every region that serves."""

    home: Place
    """Region in which the source lies."""
    ami: AmiId
    """Id of the source there; a new one is copied before the former copies go."""


class PackagesSettings(SettingsModel):
    """Buckets for functions' packages and other artefacts, one in each region, which copy to each other."""

    noncurrent_days: Days = 90
    """Days for which a version is kept after it was replaced or deleted. Default: 90."""


class ParameterSettings(SettingsModel):
    """A value in the open that services read, in a parameter of every region."""

    value: ParameterValue
    """The value, such as a text or JSON; `{region}` stands for the region's name, or one per place."""


class SecretSettings(SettingsModel):
    """A secret with a replica in every region."""

    home: Place
    """Region in which it is made and written; never change it."""
    source: SecretSource
    """Where its value comes from: `generated` at random, `config`, a secret of the stack's configuration
    (`pulumi config set --secret secrets:<name> …`), or `people`, who write it themselves
    (`aws secretsmanager put-secret-value`)."""
    length: Annotated[int, Field(ge=16, le=512)] | None = None
    """Characters of a generated value: letters and digits; another length comes with the next `version`.
    Default: 40."""
    name: Key | None = None
    """Name of the value in the stack's configuration, below `secrets:`. Default: the secret's own key."""
    version: Annotated[int, Field(ge=1)] | None = None
    """Raise it to write the value anew: what is generated is made anew, what is configured is read again.
    Default: 1."""
    promoted: tuple[Place, ...] = ()
    """Regions whose replica was promoted to a secret of its own: while there is one, an update changes no
    replicas. Default: none."""


class KeySettings(SettingsModel):
    """A symmetric KMS key that services encrypt and decrypt with by themselves."""

    multi_region: bool
    """Whether every region has the same key, so that what one encrypts every other can read; otherwise each
    has its own. It can never be changed."""
    home: Place | None = None
    """Of a key of several regions: where its primary is made; never change it. Default: none."""
    rotation_days: Annotated[int, Field(ge=90, le=2560)] = 365
    """Days after which AWS gives the key new material, of which it keeps the old. Default: 365."""
