"""Images, packages, configuration, secrets and keys that contradict the regions or themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.aws_regions import PLACES
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.contradictions.workloads import looks_secret, placeholders_of, texts_of
from holdfast.settings.mistakes import Problem, is_credential_name
from holdfast.topology.values import ImageReplication, RegistryScanning, SecretSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.applications import SecretSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings

_PLACEHOLDER = re.compile(r"\{\w+\}")
_PARAMETER_BYTES = 4096
"""Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
(2026-11)."""


def of_homes(settings: Settings) -> Iterator[Problem]:
    """Homes that are no region of the stack, or that serve nobody."""
    if settings.registry is not None:
        yield from _home(("registry", "home"), settings.registry.home, settings)
    for section in ("machine_images", "secrets", "keys"):
        for key, one in getattr(settings, section).items():
            if one.home is not None:
                yield from _home((section, key, "home"), one.home, settings)


def _home(path: SettingPath, home: str, settings: Settings) -> Iterator[Problem]:
    serving = effective.serving(settings)
    if home not in settings.regions:
        yield Problem(
            path=path, message="no such region in holdfast:regions", value=home, allowed=tuple(serving)
        )
    elif home not in serving:
        yield Problem(
            path=path,
            message="is a region for backups, in which nothing is made that others depend on: name one that "
            "serves",
            value=home,
            allowed=tuple(serving),
        )


def of_registry(settings: Settings) -> Iterator[Problem]:
    """A registry that would copy nowhere, or scan twice."""
    registry = settings.registry
    if registry is None:
        return
    if registry.replication is not ImageReplication.NONE and len(settings.regions) == 1:
        yield Problem(
            path=("registry", "replication"),
            message="copies images to the stack's other regions, of which there are none",
            value=registry.replication.value,
            allowed=(ImageReplication.NONE.value,),
        )
    if registry.account_scanning is RegistryScanning.NONE:
        return
    for key, repository in registry.repositories.items():
        if not repository.scan_on_push and "scan_on_push" in repository.model_fields_set:
            yield Problem(
                path=("registry", "repositories", key, "scan_on_push"),
                message="does nothing with account_scanning, by which the registry's rules decide for every "
                "repository: leave it out",
                value=False,
            )


def of_parameters(settings: Settings) -> Iterator[Problem]:
    """Values in the open: in every region, short enough, and no secrets."""
    for key, parameter in settings.parameters.items():
        path = ("parameters", key, "value")
        texts = dict(texts_of(path, parameter.value))
        if isinstance(parameter.value, dict):
            for place in sorted(parameter.value.keys() - settings.regions.keys()):
                yield Problem(
                    path=(*path, place),
                    message="no such region in holdfast:regions",
                    allowed=tuple(settings.regions),
                )
            if missing := sorted(settings.regions.keys() - parameter.value.keys()):
                yield Problem(
                    path=path,
                    message=f"has no value for {', '.join(missing)}, where what reads it would find nothing",
                )
        if is_credential_name(key) or any(looks_secret(text) for text in texts.values()):
            yield Problem(
                path=path,
                message="looks like a credential, and stack files and parameters are no place for one: make "
                "it one of holdfast:secrets",
            )
        for where, text in texts.items():
            yield from _parameter_text(where, text)


def _parameter_text(path: SettingPath, text: str) -> Iterator[Problem]:
    """Refuse placeholders that stand for nothing, but not the braces of JSON, and what AWS refuses.

    Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html (2026-11).
    """
    if "{{" in text and "}}" in text:
        yield Problem(
            path=path,
            message="holds double braces, in which Systems Manager takes no value: it would look there for "
            "another parameter",
            value=text,
        )
        return
    for name in _PLACEHOLDER.findall(text):
        yield from placeholders_of(path, name)
    longest = max((region.name for region in PLACES.values()), key=len)
    size = len(text.replace("{region}", longest).encode())
    if size > _PARAMETER_BYTES:
        yield Problem(
            path=path, message=f"can take {size} bytes, and a parameter holds {_PARAMETER_BYTES}", value=text
        )


def of_secrets(settings: Settings) -> Iterator[Problem]:
    """Secrets: fields that mean nothing to their source, and replicas that cannot be promoted."""
    for key, secret in settings.secrets.items():
        path = ("secrets", key)
        yield from _source(path, secret)
        yield from repeated((*path, "promoted"), secret.promoted)
        for place in sorted(set(secret.promoted)):
            if place == secret.home or place not in settings.regions:
                yield Problem(
                    path=(*path, "promoted"),
                    message=f"names {place}, where the secret has no replica to promote",
                    allowed=tuple(sorted(settings.regions.keys() - {secret.home})),
                )


_OF_SOURCE = {
    SecretSource.GENERATED: ("length", "version"),
    SecretSource.CONFIG: ("name", "version"),
    SecretSource.PEOPLE: (),
}


def _source(path: SettingPath, secret: SecretSettings) -> Iterator[Problem]:
    for field in ("length", "name", "version"):
        if getattr(secret, field) is not None and field not in _OF_SOURCE[secret.source]:
            yield Problem(
                path=(*path, field),
                message=f"says nothing of a secret whose source is {secret.source}: leave it out",
            )


def of_keys(settings: Settings) -> Iterator[Problem]:
    """Keys of several regions have a home, others have none."""
    for key, one in settings.keys.items():
        path = ("keys", key, "home")
        if one.multi_region and one.home is None:
            yield Problem(
                path=path,
                message="is missing: the primary of a key of several regions is made in one of them, and "
                "stays there",
                allowed=effective.serving(settings),
            )
        if not one.multi_region and one.home is not None:
            yield Problem(
                path=path,
                message="says nothing of a key that each region has for itself: leave it out",
                value=one.home,
            )
