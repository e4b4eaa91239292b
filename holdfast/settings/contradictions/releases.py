"""Releases: what `{release}` stands for, and the order in which regions get one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.service import ServiceSettings
    from holdfast.settings.stack import Settings


def of_each_service(settings: Settings) -> Iterator[Problem]:
    """A placeholder without a release, and a release that nothing names."""
    for key, service in settings.services.items():
        path = ("services", key)
        fields = [field for field in ("image", "artefact") if _names_release(service, field)]
        if fields and service.release is None:
            yield Problem(
                path=(*path, fields[0]),
                message="holds {release}, and the service has no release: add it, or write the version here",
                value=getattr(service, fields[0]),
            )
        if service.release is not None and not fields:
            yield Problem(
                path=(*path, "release"),
                message="does nothing: no image and no artefact holds {release}, for which it stands",
            )


def of_order(settings: Settings) -> Iterator[Problem]:
    """Regions in the order of releases: all that serve, each once."""
    path, order = ("releases", "order"), settings.releases.order
    yield from repeated(path, order)
    serving = effective.serving(settings)
    for index, place in enumerate(order):
        if place not in serving:
            yield Problem(
                path=(*path, index),
                message="runs no service, so no release reaches it"
                if place in settings.regions
                else "no such region in holdfast:regions",
                value=place,
                allowed=serving,
            )
    missing = [place for place in serving if place not in order]
    if order and missing:
        yield Problem(
            path=path,
            message=f"leaves out {', '.join(missing)}, which would never get a release",
            value=order,
        )


def _names_release(service: ServiceSettings, field: str) -> bool:
    value = getattr(service, field)
    texts = value.values() if isinstance(value, dict) else [value or ""]
    return any("{release}" in text for text in texts)
