"""Services: where their code and their secrets come from, and what they are given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.aws_regions import PLACES
from holdfast.settings.mistakes import Problem, is_credential_name, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.service import ServiceSettings
    from holdfast.settings.stack import Settings

_ECR_REGION = re.compile(r"^\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com/")
_ARN_REGION = re.compile(r"^arn:aws:[a-z]+:([a-z0-9-]+):")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_SECRET_VALUE = re.compile(r"://[^/\s:@]+:[^/\s@]+@|AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY")


def of_each_service(settings: Settings) -> Iterator[Problem]:
    """Image or artefact, placeholders, environment of each service."""
    for key, service in settings.services.items():
        path = ("services", key)
        if (service.image is None) == (service.artefact is None):
            given = "neither" if service.image is None else "both"
            yield Problem(path=path, message=f"needs an image or an artefact, has {given}: give exactly one")
        for field in ("image", "artefact"):
            for where, text in _texts((*path, field), getattr(service, field)):
                yield from _placeholders(where, text)
                yield from _version(where, text) if field == "image" else _s3_address(where, text)
        for name, secret in service.secrets.items():
            for where, text in _texts((*path, "secrets", name), secret):
                yield from _placeholders(where, text)
        yield from _environment(path, service)


def of_places(settings: Settings) -> Iterator[Problem]:
    """What services have per place: complete, of known regions, and nothing of another region."""
    for key, service in settings.services.items():
        path, runs_in = ("services", key), effective.service_places(key, settings)
        if not runs_in:
            yield Problem(
                path=path,
                message="no entrance sends it traffic, so it would run nowhere: name it in an entrance's "
                "services",
            )
        for where, value in (
            ((*path, "image"), service.image),
            ((*path, "artefact"), service.artefact),
            ((*path, "instance", "ami"), service.instance.ami),
            *(((*path, "secrets", name), secret) for name, secret in service.secrets.items()),
        ):
            if isinstance(value, dict):
                yield from _per_place(where, value, runs_in, settings)
            elif value is not None:
                yield from _one_for_all(where, value, runs_in)


def _texts(path: SettingPath, value: str | dict[str, str] | None) -> Iterator[tuple[SettingPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif value is not None:
        for place, text in value.items():
            yield (*path, place), text


def _placeholders(path: SettingPath, text: str) -> Iterator[Problem]:
    for name in _PLACEHOLDER.findall(text):
        if name != "region":
            yield Problem(
                path=path,
                message=f"knows no placeholder {{{name}}}: {{region}} stands for the region's name, nothing "
                "else",
                value=text,
                suggestion="{region}" if nearest(name, ["region", "place"]) else None,
            )


def _version(path: SettingPath, image: str) -> Iterator[Problem]:
    """Refuse images whose tag moves: instances launched before and after a push would run different code."""
    last = image.rsplit("/", 1)[-1]
    if "@sha256:" in last:
        return
    _, colon, tag = last.partition(":")
    if not colon or not tag or tag == "latest":
        yield Problem(
            path=path,
            message="names no version: with 'latest' or no tag instances launched at different times run "
            "different "
            "code; give a tag that never moves, or a digest",
            value=image,
        )


def _s3_address(path: SettingPath, text: str) -> Iterator[Problem]:
    if not re.match(r"^s3://[a-z0-9.\-{}]{3,63}/[^/]", text):
        yield Problem(path=path, message="an artefact lies in S3: s3://<bucket>/<key>.tar.gz", value=text)


def _environment(path: SettingPath, service: ServiceSettings) -> Iterator[Problem]:
    for name, value in service.environment.items():
        if name in service.secrets:
            yield Problem(
                path=(*path, "environment", name),
                message="is under secrets too: a variable has one value, leave one out",
            )
        elif is_credential_name(name) or _SECRET_VALUE.search(value):
            yield Problem(
                path=(*path, "environment", name),
                message="looks like a credential, and stack files are no place for one: keep it in Secrets "
                "Manager or "
                "Parameter Store and name its ARN under secrets",
            )


def _per_place(
    path: SettingPath, value: dict[str, str], runs_in: tuple[str, ...], settings: Settings
) -> Iterator[Problem]:
    for place, text in value.items():
        if place not in runs_in:
            yield Problem(
                path=(*path, place),
                message="the service does not run there"
                if place in settings.regions
                else "no such region in holdfast:regions",
                allowed=runs_in,
            )
        elif (fixed := _region_in(text)) not in (None, PLACES[place].name):
            yield Problem(
                path=(*path, place),
                message=f"comes from {fixed}: the service in {place} would not start when {fixed} is lost; "
                "write "
                "{region}" + f" or {PLACES[place].name}",
                value=text,
            )
    missing = [place for place in runs_in if place not in value]
    if missing:
        yield Problem(
            path=path, message=f"says nothing for {', '.join(missing)}: give a text for every place"
        )


def _one_for_all(path: SettingPath, text: str, runs_in: tuple[str, ...]) -> Iterator[Problem]:
    fixed = _region_in(text)
    others = [place for place in runs_in if PLACES[place].name != fixed]
    if fixed is not None and others:
        yield Problem(
            path=path,
            message=f"comes from {fixed}: the service in {', '.join(others)} would not start when {fixed} "
            "is lost; "
            "replicate it and write {region}",
            value=text,
        )
    elif text.startswith("s3://") and len(runs_in) > 1 and "{region}" not in text:
        yield Problem(
            path=path,
            message="a bucket lies in one region, and the service in the others would not start when it is "
            "lost; "
            "replicate it and write {region}, or one text per place",
            value=text,
        )


def _region_in(text: str) -> str | None:
    match = _ECR_REGION.match(text) or _ARN_REGION.match(text)
    return match[1] if match else None
