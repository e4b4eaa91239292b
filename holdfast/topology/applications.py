"""Images, packages, configuration, secrets and keys, planned for every region."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.settings import PLACES, effective
from holdfast.topology.origins import origin, path_of
from holdfast.topology.services import text_for
from holdfast.topology.values import (
    ApplicationsPlan,
    KeyPlan,
    MachineImagePlan,
    PackagesPlan,
    ParameterPlan,
    RegistryPlan,
    RepositoryPlan,
    SecretPlan,
)
from holdfast.topology.values.own_references import (
    own_reference,
    partial_secret_arn,
    repository_prefix,
)

if TYPE_CHECKING:
    from holdfast.settings import Settings
    from holdfast.settings.applications import RegistrySettings, RepositorySettings
    from holdfast.topology.values import RegionPlan, ServicePlan

_SECRET_LENGTH = 40
"""Characters of a generated secret; of letters and digits these are 238 bits."""


def plan_applications(settings: Settings, *, project: str, stack: str) -> ApplicationsPlan | None:
    """Plan what services need in every region besides stores.

    Args:
        settings: The whole settings.
        project: Name of the Pulumi project, part of names in AWS.
        stack: Name of the stack, part of names in AWS.

    Returns:
        The plan, None where the settings ask for nothing of it.
    """
    names = _Names(settings, project=project, stack=stack)
    planned = ApplicationsPlan(
        registry=names.registry(settings.registry) if settings.registry else None,
        machine_images=tuple(names.machine_image(key) for key in sorted(settings.machine_images)),
        packages=tuple(names.packages(key) for key in sorted(settings.packages)),
        parameters=tuple(names.parameter(key) for key in sorted(settings.parameters)),
        secrets=tuple(names.secret(key) for key in sorted(settings.secrets)),
        keys=tuple(_key(key, settings) for key in sorted(settings.keys)),
    )
    return None if planned == ApplicationsPlan() else planned


def with_own_references(region: RegionPlan, plan: ApplicationsPlan | None, *, account_id: str) -> RegionPlan:
    """Give a region's services the names of what they refer to by key, each of their own region.

    Args:
        region: The region as planned so far.
        plan: What the stack declares, None for nothing.
        account_id: The account's id, twelve digits.
    """
    if plan is None:
        return region
    return replace(
        region,
        services=tuple(_with_own_references(one, region, plan, account_id) for one in region.services),
    )


def _with_own_references(
    service: ServicePlan, region: RegionPlan, plan: ApplicationsPlan, account_id: str
) -> ServicePlan:
    return replace(
        service,
        artefact=named(service.artefact, region, plan, account_id) if service.artefact else None,
        secrets={name: named(arn, region, plan, account_id) for name, arn in service.secrets.items()},
        agent=None
        if service.agent is None
        else replace(
            service.agent,
            secrets={
                name: named(arn, region, plan, account_id) for name, arn in service.agent.secrets.items()
            },
        ),
    )


def named(text: str, region: RegionPlan, plan: ApplicationsPlan, account_id: str) -> str:
    """Return what a reference to something of the stack's own is called in a region, any other text as it is.

    Args:
        text: An ARN, or such as ``secret://<key>``.
        region: The region.
        plan: What the stack declares.
        account_id: The account's id, twelve digits.
    """
    found = own_reference(text)
    if found is None:
        return text
    if found.scheme == "package":
        bucket = next(one.buckets[region.place] for one in plan.packages if one.key == found.key)
        return f"s3://{bucket}/{found.rest}"
    if found.scheme == "parameter":
        name = next(one.name for one in plan.parameters if one.key == found.key)
        return f"arn:aws:ssm:{region.region}:{account_id}:parameter{name}"
    name = next(one.name for one in plan.secrets if one.key == found.key)
    return partial_secret_arn(name, region=region.region, account_id=account_id)


class _Names:
    """Plans what has a fixed name: services and people have to know it before it is made."""

    def __init__(self, settings: Settings, *, project: str, stack: str) -> None:
        self._settings, self._project, self._stack = settings, project, stack
        self._places = tuple(sorted(settings.regions))

    def registry(self, asked: RegistrySettings) -> RegistryPlan:
        path = "holdfast:registry"
        prefix = repository_prefix(self._project, self._stack, asked.prefix)
        return RegistryPlan(
            prefix=prefix,
            home=asked.home,
            places=self._places,
            repositories=tuple(
                _repository(key, one, prefix) for key, one in sorted(asked.repositories.items())
            ),
            replication=asked.replication,
            account_scanning=asked.account_scanning,
            origin=origin(
                places="holdfast:regions",
                **{
                    field: path_of(asked, path, field)
                    for field in ("prefix", "home", "repositories", "replication", "account_scanning")
                },
            ),
        )

    def machine_image(self, key: str) -> MachineImagePlan:
        asked, path = self._settings.machine_images[key], f"holdfast:machine_images.{key}"
        return MachineImagePlan(
            key=key,
            home=asked.home,
            ami_id=asked.ami,
            places=effective.serving(self._settings),
            parameter=f"/{self._project}/{self._stack}/ami/{key}",
            origin=origin(home=f"{path}.home", ami_id=f"{path}.ami", places="holdfast:regions"),
        )

    def packages(self, key: str) -> PackagesPlan:
        asked, path = self._settings.packages[key], f"holdfast:packages.{key}"
        account = self._settings.account
        return PackagesPlan(
            key=key,
            buckets={
                place: f"{self._project}-{self._stack}-{place}-{key}-{account}".lower()
                for place in self._places
            },
            noncurrent_days=asked.noncurrent_days,
            origin=origin(
                buckets=f"holdfast:regions, {path}", noncurrent_days=path_of(asked, path, "noncurrent_days")
            ),
        )

    def parameter(self, key: str) -> ParameterPlan:
        asked = self._settings.parameters[key]
        return ParameterPlan(
            key=key,
            name=f"/{self._project}/{self._stack}/{key}",
            values={place: text_for(asked.value, place, PLACES[place].name) or "" for place in self._places},
            origin=origin(values=f"holdfast:parameters.{key}.value"),
        )

    def secret(self, key: str) -> SecretPlan:
        asked, path = self._settings.secrets[key], f"holdfast:secrets.{key}"
        return SecretPlan(
            key=key,
            # Secrets Manager takes a name that ends in a hyphen and six characters for a whole ARN's:
            # https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
            name=f"{self._project}/{self._stack}/{key}/secret",
            home=asked.home,
            places=self._places,
            source=asked.source,
            length=asked.length or _SECRET_LENGTH,
            config_key=asked.name or key if asked.source == "config" else None,
            version=asked.version or 1,
            promoted=tuple(sorted(asked.promoted)),
            origin=origin(
                places="holdfast:regions",
                **{
                    field: path_of(asked, path, setting)
                    for field, setting in (
                        ("home", "home"),
                        ("source", "source"),
                        ("length", "length"),
                        ("config_key", "name"),
                        ("version", "version"),
                        ("promoted", "promoted"),
                    )
                },
            ),
        )


def _repository(key: str, asked: RepositorySettings, prefix: str) -> RepositoryPlan:
    return RepositoryPlan(
        key=key,
        name=f"{prefix}/{key}",
        immutable=asked.immutable,
        scan_on_push=asked.scan_on_push,
        untagged_days=asked.untagged_days,
        keep_images=asked.keep_images,
    )


def _key(key: str, settings: Settings) -> KeyPlan:
    asked, path = settings.keys[key], f"holdfast:keys.{key}"
    places = tuple(sorted(settings.regions))
    return KeyPlan(
        key=key,
        multi_region=asked.multi_region,
        home=asked.home or places[0],
        places=places,
        rotation_days=asked.rotation_days,
        origin=origin(
            places="holdfast:regions",
            **{field: path_of(asked, path, field) for field in ("multi_region", "home", "rotation_days")},
        ),
    )
