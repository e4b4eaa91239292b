"""What boots on an instance: an image or an artefact, its environment, and the user data for both."""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import TYPE_CHECKING

from holdfast.settings.mistakes import Problem, is_credential_name, nearest
from holdfast.topology.values import ServiceKind
from holdfast.topology.values.own_references import longest_form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.service import ServiceSettings
    from holdfast.settings.stack import Settings

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_SAMPLE_REGION = "ap-northeast-1"
"""Stands for ``{region}`` where only form and length count: no region has a longer name."""
_COLONS_OF_ARN, _COLONS_OF_KEY = 6, 3
_HOST_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_PATH_PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_IMAGE = re.compile(
    rf"(?:{_HOST_LABEL}(?:\.{_HOST_LABEL})*(?::[0-9]+)?/)?{_PATH_PART}(?:/{_PATH_PART})*"
    r"(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?"
)
"""Source: https://pkg.go.dev/github.com/distribution/reference (grammar)."""
_ARTEFACT = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/[A-Za-z0-9._/=+-]+\.tar\.gz")
_SECRET_VALUE = re.compile(r"://[^/\s:@]+:[^/\s@]+@|AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY")

_GIVEN = {
    "AWS_REGION": "the region's name",
    "AWS_DEFAULT_REGION": "the region's name",
    "PORT": "the service's port",
}
_OF_DOCKER = ("DOCKER_CONFIG", "DOCKER_HOST", "HOME", "PATH")
"""Variables that would reach the Docker client which starts the container, and keep it from its settings."""

MOST_USER_DATA_BYTES = 16_384
"""Largest user data before base64 (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html)."""
_FIXED_USER_DATA_BYTES = 7_168
"""What every instance's user data takes at most (measured: 6.8 KB with every option and the longest names;
tests/components/test_accepted_is_declared.py holds it to what is really rendered)."""
ROOM_BYTES = MOST_USER_DATA_BYTES - _FIXED_USER_DATA_BYTES
"""What is left for image or artefact, environment, secrets' ARNs and health path."""
_LEAST_ARN_BYTES = 223
"""What room is kept for the ARN of a secret that is shorter."""
_TO_ESCAPE = re.compile(r'[\\"`$]')


def of_each_service(settings: Settings) -> Iterator[Problem]:
    """Image or artefact, placeholders, environment and size of each service."""
    for key, service in settings.services.items():
        path = ("services", key)
        on_instances = service.kind is ServiceKind.INSTANCES
        if on_instances and (service.image is None) == (service.artefact is None):
            given = "neither" if service.image is None else "both"
            yield Problem(path=path, message=f"needs an image or an artefact, has {given}: give exactly one")
        released = longest_release(service)
        for where, text in texts_of((*path, "image"), service.image):
            yield from placeholders_of(where, text, "region", "release") or _image(where, text, released)
        for where, text in texts_of((*path, "artefact"), service.artefact if on_instances else None):
            yield from placeholders_of(where, text, "region", "release") or _artefact(where, text, released)
        for name, secret in service.secrets.items():
            for where, text in texts_of((*path, "secrets", name), secret):
                yield from placeholders_of(where, text)
                yield from _key_in_secret(where, text, service.kind)
        yield from _reserved(path, service)
        yield from _environment(path, service)
        if on_instances:
            yield from _size(path, service)


def texts_of(path: SettingPath, value: str | dict[str, str] | None) -> Iterator[tuple[SettingPath, str]]:
    """Give each text of a setting that may differ by place, with where it stands."""
    if isinstance(value, str):
        yield path, value
    elif value is not None:
        for place, text in value.items():
            yield (*path, place), text


def longest_release(service: ServiceSettings) -> str:
    """Give the longest text that ``{release}`` stands for."""
    return max((text for _, text in texts_of((), service.release)), key=len, default="")


def _filled(text: str, release: str = "") -> str:
    return longest_form(text).replace("{region}", _SAMPLE_REGION).replace("{release}", release)


_MEANING = {"region": "the region's name", "release": "the release that runs there"}


def placeholders_of(path: SettingPath, text: str, *known: str) -> list[Problem]:
    """Refuse placeholders that stand for nothing; ``{region}`` is known where no others are named."""
    names = known or ("region",)
    meanings = " and ".join(f"{{{name}}} stands for {_MEANING[name]}" for name in names)
    return [
        Problem(
            path=path,
            message=f"knows no placeholder {{{name}}}: {meanings}, nothing else",
            value=text,
            suggestion=f"{{{near}}}"
            if (near := "region" if name == "place" else nearest(name, list(names)))
            else None,
        )
        for name in _PLACEHOLDER.findall(text)
        if name not in names
    ]


def _image(path: SettingPath, image: str, release: str) -> Iterator[Problem]:
    """Refuse what is no image's name, and tags that move: instances launched later would run other code."""
    image = image.replace("{release}", release) if release else image
    name, _, digest = image.rpartition("/")[2].partition("@")
    tag = name.partition(":")[2]
    if not _IMAGE.fullmatch(_filled(image)):
        yield Problem(
            path=path,
            message="not a container image's name: lower case, no spaces, such as "
            "registry.example.com/orders:1.4.2, or with @sha256: and 64 digits or letters a to f",
            value=image,
        )
    elif not digest and tag in ("", "latest"):
        yield Problem(
            path=path,
            message="names no version: with 'latest' or no tag instances launched at different times run "
            "different code; give a tag that never moves, or a digest",
            value=image,
        )


def _artefact(path: SettingPath, text: str, release: str) -> Iterator[Problem]:
    if not _ARTEFACT.fullmatch(_filled(text, release)):
        yield Problem(
            path=path,
            message="an artefact lies in S3: s3://<bucket>/<key>.tar.gz or package://<packages>/<key>.tar.gz"
            ", the key of letters, digits and . _ / = + -",
            value=text,
        )


def _key_in_secret(path: SettingPath, arn: str, kind: ServiceKind) -> Iterator[Problem]:
    """Check what follows a secret's name: ECS takes a key, a stage and a version, nothing else takes any.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html.
    """
    further = arn.count(":") - _COLONS_OF_ARN
    if ":secretsmanager:" not in arn or not further:
        return
    if kind is not ServiceKind.ECS:
        yield Problem(
            path=path,
            message="names a key inside the secret, which ECS alone takes out: name the whole secret, whose "
            "JSON the service reads",
            value=arn,
        )
    elif further != _COLONS_OF_KEY:
        yield Problem(
            path=path,
            message="after the secret's name ECS takes :<key>:<stage>:<version>, each of which may be empty",
            value=arn,
        )


def _reserved(path: SettingPath, service: ServiceSettings) -> Iterator[Problem]:
    """Refuse names that are given already, or that would change how the container itself is started."""
    for field, names in (("environment", service.environment), ("secrets", service.secrets)):
        for name in names:
            # A function listens on no port and is told none.
            if name in _GIVEN and not (name == "PORT" and service.kind is ServiceKind.LAMBDA):
                yield Problem(
                    path=(*path, field, name),
                    message=f"is set for every service, to {_GIVEN[name]}: leave it out",
                )
            elif name in _OF_DOCKER and service.kind is ServiceKind.INSTANCES and service.image is not None:
                yield Problem(
                    path=(*path, field, name),
                    message="would reach the Docker client on the instance too, which could then not start "
                    "the container: set it in the image",
                )


def _environment(path: SettingPath, service: ServiceSettings) -> Iterator[Problem]:
    for name, value in service.environment.items():
        where = (*path, "environment", name)
        if name in service.secrets:
            yield Problem(path=where, message="is under secrets too: a variable has one value, leave one out")
        elif is_credential_name(name) or looks_secret(value):
            yield Problem(
                path=where,
                message="looks like a credential, and stack files are no place for one: keep it in Secrets "
                "Manager or Parameter Store and name its ARN under secrets",
            )
        elif not _is_printable(value):
            yield Problem(
                path=where, message="holds a character that cannot be printed; line breaks and tabs are fine"
            )


def looks_secret(value: str) -> bool:
    """Whether a text holds what looks like a password, an access key or a private key."""
    return _SECRET_VALUE.search(value) is not None


def _is_printable(value: str) -> bool:
    return value.replace("\n", "").replace("\t", "").isprintable()


def _size(path: SettingPath, service: ServiceSettings) -> Iterator[Problem]:
    """Bound what an instance is told at its start: the sum is a little more than what is really written.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html (16 KB before base64).
    """
    if not all(_is_printable(value) for value in service.environment.values()):
        return
    size = own_bytes(service)
    if size > ROOM_BYTES:
        field = "environment" if service.environment else "secrets"
        yield Problem(
            path=(*path, field),
            message=f"environment, secrets' ARNs and image or artefact take {size} bytes on an instance, and "
            f"there is room for {ROOM_BYTES}: EC2 takes {MOST_USER_DATA_BYTES} bytes of user data with all "
            "that starts the service; keep long values in a parameter and name it under secrets",
        )


def own_bytes(service: ServiceSettings) -> int:
    """Bytes of user data for what a service says itself: environment, secrets, image or artefact, path."""
    return sum(
        chain(
            (line_bytes(name, value) for name, value in service.environment.items()),
            (_secret_bytes(name, secret) for name, secret in service.secrets.items()),
            (
                4 * _longest(service.image, longest_release(service)),
                2 * _longest(service.artefact, longest_release(service)),
                _bytes(service.health_path),
            ),
        )
    )


def line_bytes(name: str, value: str) -> int:
    """Count a variable's line in the environment file, as JSON carries it, and its name for Docker."""
    escaped = _TO_ESCAPE.sub(r"\\\g<0>", value)
    return _bytes(json.dumps(f'{name}="{escaped}"\n', ensure_ascii=False)) + len(f"--env {name} ")


def _secret_bytes(name: str, secret: str | dict[str, str]) -> int:
    return max(_longest(secret), _LEAST_ARN_BYTES) + len(f"{name} --env {name}  \n")


def _longest(value: str | dict[str, str] | None, release: str = "") -> int:
    return max((_bytes(_filled(text, release)) for _, text in texts_of((), value)), default=0)


def _bytes(text: str) -> int:
    return len(text.encode())
