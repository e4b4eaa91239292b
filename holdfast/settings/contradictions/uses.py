"""What services use beside themselves: it must be there, where they run, and tell each variable once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, key_text, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from holdfast.settings.stack import Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Uses:
    """A kind of things that services use by their keys."""

    section: str
    """Name of the settings that declare them, and of those of a service that use them."""
    word: str
    """What one of them is called."""
    places: Callable[[str, Settings], tuple[str, ...]]
    """Where the one with a key lies."""
    variables: Callable[[str, Settings], Iterable[str]]
    """Environment variables that the one with a key sets."""


def places_of(uses: Uses, settings: Settings) -> Iterator[Problem]:
    """Things that are not there, or not where the service runs."""
    known = getattr(settings, uses.section)
    for key, service in settings.services.items():
        path, used = ("services", key, uses.section), getattr(service, uses.section)
        yield from repeated(path, used)
        runs_in = effective.service_places(key, settings)
        for index, name in enumerate(used):
            if name not in known:
                yield Problem(
                    path=(*path, index),
                    message=f"no such {uses.word} in holdfast:{uses.section}",
                    value=name,
                    allowed=tuple(known),
                    suggestion=nearest(name, known),
                )
                continue
            held = uses.places(name, settings)
            without = [place for place in runs_in if place not in held]
            if without:
                yield Problem(
                    path=(*path, index),
                    message=f"lies in {', '.join(held)}, and the service also runs in {', '.join(without)}, "
                    "where it would have none and must not depend on another region: add the place to the "
                    f"{uses.word}'s regions",
                    value=name,
                )


def variables_of(uses: Uses, settings: Settings) -> Iterator[Problem]:
    """Environment variables that two things of a service set, or one of them and the service itself."""
    known = getattr(settings, uses.section)
    for key, service in settings.services.items():
        path = ("services", key)
        told: dict[str, str] = {}
        for index, one in enumerate(getattr(service, uses.section)):
            for name in uses.variables(one, settings) if one in known else ():
                other = told.setdefault(name, one)
                if other != one:
                    yield Problem(
                        path=(*path, uses.section, index),
                        message=f"tells the service {name}, which {key_text((uses.section, other))} does "
                        f"too: a variable has one value; give one of the {uses.section} another key",
                        value=one,
                    )
        for field, names in (("environment", service.environment), ("secrets", service.secrets)):
            for name in names:
                if name in told:
                    yield Problem(
                        path=(*path, field, name),
                        message=f"is set by {key_text((uses.section, told[name]))}, which the service uses: "
                        "leave it out",
                    )
