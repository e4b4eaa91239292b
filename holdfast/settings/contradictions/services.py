"""Services: where they run, and that nothing they start from lies in another region."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.aws_regions import PLACES
from holdfast.settings.mistakes import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings

_ECR_REGION = re.compile(r"^\d{12}\.dkr[.-]ecr\.([a-z0-9-]+)\.(?:amazonaws\.com|on\.aws)/")
"""Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html (IPv4 and dual-stack)."""
_ARN_REGION = re.compile(r"^arn:aws:[a-z]+:([a-z0-9-]+):")


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
            ((*path, "release"), service.release),
            ((*path, "instance", "ami"), service.instance.ami if service.instance else None),
            *(((*path, "secrets", name), secret) for name, secret in service.secrets.items()),
        ):
            if isinstance(value, dict):
                yield from _per_place(where, value, runs_in, settings)
            elif value is not None:
                yield from _one_for_all(where, value, runs_in)


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
        elif (fixed := _region_in(text, place)) not in (None, PLACES[place].name):
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
    named = {place: _region_in(text, place) for place in runs_in}
    others = [place for place, name in named.items() if name not in (None, PLACES[place].name)]
    if others:
        fixed = named[others[0]]
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


def _region_in(text: str, place: str) -> str | None:
    text = text.replace("{region}", PLACES[place].name)
    match = _ECR_REGION.match(text) or _ARN_REGION.match(text)
    return match[1] if match else None
