"""Services and what of the stack's own they name: it must be there, and where they run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings.contradictions.uses import Uses, places_of, variables_of
from holdfast.settings.contradictions.workloads import texts_of
from holdfast.settings.mistakes import Problem, key_text, nearest
from holdfast.topology.values.own_references import own_reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings

_SECTIONS = {"secret": "secrets", "parameter": "parameters", "package": "packages"}


def _everywhere(_key: str, settings: Settings) -> tuple[str, ...]:
    return tuple(sorted(settings.regions))


def key_variable(key: str, _settings: Settings | None = None) -> list[str]:
    """Give the environment variable that tells a service the ARN of a key."""
    return [f"KEY_{key.upper().replace('-', '_')}_ARN"]


_KEYS = Uses(section="keys", word="key", places=_everywhere, variables=key_variable)


def of_keys(settings: Settings) -> Iterator[Problem]:
    """Keys that are not there."""
    yield from places_of(_KEYS, settings)


def of_names(settings: Settings) -> Iterator[Problem]:
    """Keys and packages of which rules, policies and buckets would be called as a store's are."""
    for key in settings.keys:
        for store in settings.stores:
            if store.replace("-", "") == f"key{key.replace('-', '')}":
                yield Problem(
                    path=("keys", key),
                    message=f"policies of a service that uses it would be called as those of "
                    f"{key_text(('stores', store))} are: choose another key for one of them",
                )
    for key in settings.packages:
        if key in settings.stores:
            yield Problem(
                path=("packages", key),
                message=f"its buckets would be called as those of {key_text(('stores', key))} are: choose "
                "another key for one of them",
            )


def of_variables(settings: Settings) -> Iterator[Problem]:
    """Environment variables that two keys of a service set, or a key and the service itself."""
    yield from variables_of(_KEYS, settings)


def of_references(settings: Settings) -> Iterator[Problem]:
    """Secrets, parameters, packages and machine images that services name and that are not there."""
    for key, service in settings.services.items():
        path = ("services", key)
        for name, arn in service.secrets.items():
            for where, text in texts_of((*path, "secrets", name), arn):
                yield from _missing(where, text, settings)
        for where, text in texts_of((*path, "artefact"), service.artefact):
            yield from _missing(where, text, settings)
        for name, text in service.environment.items():
            found = own_reference(text)
            if found is not None and found.scheme != "package":
                yield Problem(
                    path=(*path, "environment", name),
                    message="is no place for a reference, which the service would get as it stands: put it "
                    "under secrets",
                    value=text,
                )
        image = service.instance.machine_image if service.instance is not None else None
        if image is not None and image not in settings.machine_images:
            yield _no_such((*path, "instance", "machine_image"), image, "machine_images", settings)


def _missing(path: SettingPath, text: str, settings: Settings) -> Iterator[Problem]:
    found = own_reference(text)
    if found is not None and found.key not in getattr(settings, _SECTIONS[found.scheme]):
        yield _no_such(path, found.key, _SECTIONS[found.scheme], settings)


def _no_such(path: SettingPath, key: str, section: str, settings: Settings) -> Problem:
    known = getattr(settings, section)
    return Problem(
        path=path,
        message=f"names {key!r}, of which there is none in holdfast:{section}",
        allowed=tuple(known),
        suggestion=nearest(key, known),
    )


def of_machine_images(settings: Settings) -> Iterator[Problem]:
    """Services that say twice what is launched, by a machine image and by an id."""
    for key, service in settings.services.items():
        if service.instance is None or service.instance.machine_image is None:
            continue
        if service.instance.ami is not None:
            yield Problem(
                path=("services", key, "instance", "machine_image"),
                message="and ami both say what is launched: leave one out",
                value=service.instance.machine_image,
            )
